"""Making the element of a member again that a provider has lost: offered with its price, then made once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kling_studio.app.current import compiled
from kling_studio.app.making import check_making
from kling_studio.app.preparing import adopting, known_project
from kling_studio.app.session import Session
from kling_studio.core.catalog import Mode, Model
from kling_studio.core.errors import BadInput
from kling_studio.core.facts import Json
from kling_studio.core.ledger import ELEMENT, making_of
from kling_studio.core.looks import in_look
from kling_studio.core.pricing import exact
from kling_studio.core.project import Project, ProviderIds, Scene
from kling_studio.core.request import made_element, member_fingerprint
from kling_studio.providers.cloud.renderer import request_json
from kling_studio.render.queue import RenderQueue


@dataclass(frozen=True, slots=True)
class ElementOffer:
    """The element in place of the one that is ``lost``, of a member in a ``look`` (empty: as ever).

    ``calls`` make it, as a request's ``before`` has them, each for its price in ``prices`` (``None``: nobody knows):
    a voice that goes into it and is not made comes first.
    """

    name: str
    look: str
    model: Model
    lost: str
    calls: tuple[Mapping[str, Any], ...]
    prices: tuple[Decimal | None, ...]
    price_list: str
    uploads: tuple[Json, ...]

    @property
    def provider(self) -> str:
        """Who makes it."""
        return self.model.provider

    @property
    def price(self) -> Decimal | None:
        """What all of it costs."""
        known = [price for price in self.prices if price is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.prices) else None

    @property
    def of(self) -> str:
        """What the element is made from, as its job has it."""
        return str(self.calls[-1]["of"])


async def offer_element(session: Session, name: str, provider: str, look: str = "") -> ElementOffer:
    """What the element that a provider has of a member would be made of again, by the files as they are now.

    Raises ``BadInput`` where the provider has none, or there is nothing that it could be made of.
    """
    scene = Scene("", cast=(name,))
    project = await known_project(session, [scene], _worn(session.project, name, look))
    member = project.member(name)
    lost = made_element(member, provider, session.media) if member is not None else None
    if member is None or lost is None:
        raise BadInput(f"There is no element of {name} that could be made again.")
    if not (member.images or member.clip):
        raise BadInput(f"There is no picture of {name} to make an element of.")
    known = making_of(session.ledger, provider, ELEMENT, member_fingerprint(member, provider, session.media))
    model, mode = _model(session, provider, known.model if known is not None else "")
    bare = replace(member, ids=tuple(ids for ids in member.ids if ids.provider != provider))
    request = request_json(compiled(Project(cast=(bare,)), scene, model, mode, session.media))
    calls: Any = request["before"]
    uploads: Any = request["uploads"]
    prices = session.catalog.price_list(provider, session.lists)
    extras = prices.extras if prices is not None else {}
    return ElementOffer(
        name,
        look,
        model,
        lost,
        tuple(calls),
        tuple(extras.get(f"create-{str(call['placeholder']).partition('://')[0]}") for call in calls),
        prices.name if prices is not None else "",
        tuple(uploads),
    )


async def make_element(session: Session, queue: RenderQueue, offer: ElementOffer) -> str:
    """Make what was offered and agreed to, and keep its id, which no undo takes away.

    What was made of the same meanwhile is taken instead. Raises ``KnownError`` where a cap, a missing key, a higher
    price or the provider forbids it.
    """
    endpoint = str(offer.calls[-1]["endpoint"])
    await check_making(session, queue, offer.model, endpoint, offer.price, offer.price_list)
    made: dict[str, Json] = {}
    for call, price in zip(offer.calls, offer.prices, strict=True):
        about: dict[str, Json] = {
            "quoted": None if price is None else exact(price),
            "price_list": offer.price_list,
            "uploads": offer.uploads,
            "made": dict(made),
        }
        made[call["placeholder"]] = await queue.make(offer.model, call, about, lost=offer.lost)
    new = str(made[offer.calls[-1]["placeholder"]])
    await known_project(
        session, [Scene("", cast=(offer.name,))], _worn(session.project, offer.name, offer.look)
    )
    session.amend(adopting(session))
    session.amend(lambda project: _replaced(project, offer, new))
    return new


def _worn(project: Project, name: str, look: str) -> Project:
    """The project with a member in a look of his or hers."""
    cast = tuple(in_look(member, look) if member.name == name else member for member in project.cast)
    return replace(project, cast=cast)


def _model(session: Session, provider: str, model_id: str) -> tuple[Model, Mode]:
    """A model of the provider, best the same as before, and its mode that takes an element."""
    models = [model for model in session.catalog.models.values() if model.provider == provider]
    models.sort(key=lambda model: model.id != model_id)
    found = [(model, mode) for model in models for mode in model.modes if mode.elements_made_before]
    if not found:
        raise BadInput(f"No model of {provider} takes elements.")
    return found[0]


def _replaced(project: Project, offer: ElementOffer, made: str) -> Project:
    """The project with a new id wherever the lost one stood, also where no ledger tells what that was made of."""

    def mended(known: tuple[ProviderIds, ...]) -> tuple[ProviderIds, ...]:
        lost = offer.provider, offer.lost
        return tuple(
            ProviderIds(ids.provider, made, offer.of) if (ids.provider, ids.element) == lost else ids
            for ids in known
        )

    cast = tuple(
        replace(
            member,
            ids=mended(member.ids),
            looks=tuple(replace(look, ids=mended(look.ids)) for look in member.looks),
        )
        for member in project.cast
    )
    return project if cast == project.cast else replace(project, cast=cast)
