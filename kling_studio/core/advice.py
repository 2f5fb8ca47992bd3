"""Which model for a scene: the rules of thumb of the trade, with the amounts that follow from the quotes.

The same face in more than two renders asks for a model with references, a face that is seen once does not; exploration
and drafts go to the quick and cheap ones, and the keeper is rendered again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kling_studio.core.catalog import Model
from kling_studio.core.pricing import shown
from kling_studio.core.project import ModeName, Project, Scene

RECURS_ABOVE = 2
"""In more scenes than this a face must be the same by more than luck."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A scene on one model: what it costs (``None`` unknown), whether it can be rendered, and how much is not sent."""

    model: Model
    total: Decimal | None
    works: bool
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice; ``model_id`` is the model it speaks for, empty where the present one is right."""

    rule: str
    message: str
    model_id: str = ""


def advise(project: Project, scene: Scene, offers: Sequence[Offer]) -> tuple[Advice, ...]:
    """What to think of when a model is chosen for the scene."""
    paid = [offer for offer in offers if not offer.model.forgiving]
    now = next((offer for offer in paid if offer.model.id == scene.model), None)
    return (*_faces(project, scene, paid, now), *_cheaper(scene, paid, now))


def scenes_of(project: Project, name: str) -> int:
    """In how many scenes a member is cast."""
    return sum(name in scene.cast for scene in project.scenes())


def keeps_faces(model: Model) -> bool:
    """Whether a model takes references of the cast with nothing but words beside them."""
    mode = model.mode(ModeName.REFERENCE)
    return mode is not None and mode.elements + mode.images > 0


def _faces(project: Project, scene: Scene, paid: list[Offer], now: Offer | None) -> Iterator[Advice]:
    recurring = [
        member.name
        for member in project.cast
        if member.name in scene.cast and (member.images or member.clip)
        if scenes_of(project, member.name) > RECURS_ABOVE
    ]
    if recurring:
        name = max(recurring, key=lambda name: scenes_of(project, name))
        seen = f"{name} is in {scenes_of(project, name)} scenes"
        if now is not None and keeps_faces(now.model):
            words = f"{seen}. {now.model.name} keeps the same face in all of them: a good choice."
            yield Advice("same-face", words)
            return
        better = _nearest(paid, now, keeps_faces)
        if better is not None:
            words = (
                f"{seen}. {better.model.name} keeps the same face in all of them{cost_words(now, better)}."
            )
            yield Advice("same-face", words, better.model.id)
    elif now is not None and keeps_faces(now.model) and not (scene.source_video or scene.reference_video):
        enough = _nearest(paid, now, lambda model: not (keeps_faces(model) or model.draft or is_quick(model)))
        if enough is not None:
            who = "Nobody here is" if scene.cast else "Nobody is cast here who is"
            words = f"{who} in more than {_NUMBERS[RECURS_ABOVE]} scenes. {enough.model.name} would do"
            yield Advice("one-off", f"{words}{cost_words(now, enough)}.", enough.model.id)


def _cheaper(scene: Scene, paid: list[Offer], now: Offer | None) -> Iterator[Advice]:
    if now is None or now.total is None:
        return
    plain = not (scene.cast or scene.images or scene.start_frame or scene.source_video)
    rule, begins = ("exploration", "To explore") if plain else ("draft", "For drafts")
    cheaper = [
        offer
        for offer in paid
        if offer.works and offer.total is not None and offer.total < now.total
        if offer.model.draft or is_quick(offer.model) or _standard(offer.model)
    ]
    if not cheaper:
        yield Advice(
            rule, f"{begins} nothing is saved on another model: none that can render this is cheaper."
        )
        return

    def cost(offer: Offer) -> tuple[Decimal, bool]:
        return _price(offer), offer.model.provider != now.model.provider

    cheapest = min(cheaper, key=cost)
    whole = min((offer for offer in cheaper if offer.lost <= now.lost), key=cost, default=None)
    best = whole or cheapest
    saving = now.total - _price(best)
    words = f"{begins} take {best.model.name}: {shown(best.total)} instead of {shown(now.total)}"
    parts = [f"{words}, {shown(saving)} saved each time."]
    if whole is None:
        parts.append(f"It gets less of the scene than {now.model.name}.")
    elif _price(cheapest) < _price(whole):
        parts.append(f"{cheapest.model.name} is {shown(cheapest.total)}, but gets less of the scene.")
    if not plain:
        parts.append(f"Then render the keeper on {now.model.name}.")
    yield Advice(rule, " ".join(parts), best.model.id)


def _price(offer: Offer) -> Decimal:
    return offer.total or Decimal(0)


_NUMBERS = {RECURS_ABOVE: "two"}


def cost_words(now: Offer | None, other: Offer) -> str:
    """What a change would cost or save, as the end of a sentence."""
    if other.total is None:
        return ", at a price that is not known"
    if now is None or now.total is None:
        return f", for {shown(other.total)}"
    saving = now.total - other.total
    if saving == 0:
        return f", for the same {shown(other.total)}: nothing is saved"
    more = f"{shown(saving)} are saved" if saving > 0 else f"{shown(-saving)} more than now"
    return f", for {shown(other.total)}: {more}"


def _nearest(paid: list[Offer], now: Offer | None, fits: Callable[[Model], bool]) -> Offer | None:
    """The working model that fits and is most like the present one: by provider, tier and price."""

    def unlikeness(offer: Offer) -> tuple[bool, bool, bool, Decimal]:
        if now is None:
            return False, False, offer.total is None, _price(offer)
        other_provider = offer.model.provider != now.model.provider
        return other_provider, offer.model.tier != now.model.tier, offer.total is None, _price(offer)

    return min((offer for offer in paid if offer.works and fits(offer.model)), key=unlikeness, default=None)


def is_quick(model: Model) -> bool:
    """Whether a model is one for trying things out."""
    return "turbo" in model.family.casefold()


def _standard(model: Model) -> bool:
    return model.tier.casefold() in {"standard", "std"}
