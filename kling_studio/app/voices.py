"""Making a member's voice by itself, before any render asks for it: offered with its price, then made once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kling_studio.app.making import check_making
from kling_studio.app.preparing import adopting, known_project
from kling_studio.app.session import Session
from kling_studio.core.adopting import with_voice_id
from kling_studio.core.errors import BadInput
from kling_studio.core.facts import Json
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.pricing import exact
from kling_studio.core.project import Project, Scene, Voice
from kling_studio.core.request import Files, made_voice
from kling_studio.core.samples import wrong_length
from kling_studio.core.severity import Severity
from kling_studio.providers.fal.body import CREATE_VOICE as FAL
from kling_studio.providers.wavespeed.body import CREATE_VOICE as WAVESPEED
from kling_studio.render.queue import RenderQueue

_CALLS = {"fal": (FAL, "voice_url"), "wavespeed": (WAVESPEED, "audio")}


@dataclass(frozen=True, slots=True)
class VoiceOffer:
    """A voice that a provider has (``made``) or would make of ``sample`` for ``price`` (``None``: nobody knows).

    ``lost`` is the id in whose place it would be made, empty where there is none.
    """

    name: str
    provider: str
    sample: str
    price: Decimal | None
    price_list: str | None
    made: str | None
    lost: str
    before: Mapping[str, Any]
    uploads: tuple[Json, ...]

    @property
    def of(self) -> str:
        """What it is made from, as its job has it."""
        return str(self.before.get("of", ""))


def voice_price(session: Session, provider: str) -> Decimal | None:
    """What a voice costs there, by the price list that holds."""
    prices = session.catalog.price_list(provider, session.lists)
    return prices.extras.get("create-voice") if prices else None


async def offer_voice(session: Session, name: str, provider: str, *, anew: bool = False) -> VoiceOffer:
    """The voice of a member at a provider, by its files as they are now; with ``anew`` what it would be made of again.

    Raises ``BadInput`` where there is nothing that it could be made of, or the sample will not do.
    """
    member = (await known_project(session, [Scene("", cast=(name,))])).member(name)
    voice = member.voice if member is not None else None
    made = made_voice(voice, provider, session.media) if voice else None
    if voice is None or (not voice.sample and (anew or made is None)):
        raise BadInput(f"{name} has no voice sample: expected a sound of 5 to 30 s.")
    before: Mapping[str, Any] = {}
    uploads: list[Json] = []
    if voice.sample and (anew or made is None):
        before, uploads = voice_call(provider, name, voice.sample, session.media)
        await _check_heard(session, voice.sample)
    prices = session.catalog.price_list(provider, session.lists)
    return VoiceOffer(
        name,
        provider,
        voice.sample or "",
        voice_price(session, provider),
        prices.name if prices else None,
        None if anew else made,
        made or "" if anew else "",
        before,
        tuple(uploads),
    )


async def make_voice(session: Session, queue: RenderQueue, offer: VoiceOffer) -> str:
    """Make what was offered and agreed to, and keep its id, which no undo takes away.

    What was made of the same sample before is taken instead, for nothing, unless that is the one that was lost.
    Raises ``KnownError`` where a cap, a missing key, a higher price or the provider forbids it.
    """
    if offer.made is not None:
        session.amend(adopting(session))
        return offer.made
    model = next(model for model in session.catalog.models.values() if model.provider == offer.provider)
    endpoint = str(offer.before.get("endpoint", ""))
    await check_making(session, queue, model, endpoint, offer.price, offer.price_list or "")
    about: dict[str, Json] = {
        "quoted": None if offer.price is None else exact(offer.price),
        "price_list": offer.price_list,
        "uploads": list(offer.uploads),
    }
    made = await queue.make(model, offer.before, about, lost=offer.lost)
    await known_project(session, [Scene("", cast=(offer.name,))])
    session.amend(adopting(session))
    if offer.lost:
        session.amend(lambda project: _replaced(project, offer, made))
    return made


def voice_call(provider: str, name: str, sample: str, media: MediaFacts) -> tuple[dict[str, Any], list[Json]]:
    """The call that makes a voice, as a request's ``before`` has it, and the files that go up for it.

    Raises ``BadInput`` where the sample is not there or not 5 to 30 s long.
    """
    fact = media.get(sample)
    if fact is not None and (words := wrong_length(fact.duration_s)):
        raise BadInput(
            f"{sample} {words}.", f"Trim it under {name}'s voice in the window, or choose another sample."
        )
    files = Files(media)
    address = files.of(sample)
    if address.startswith("missing://"):
        raise BadInput(f"{sample} is missing or cannot be read.", "Choose the sample again.")
    endpoint, field = _CALLS[provider]
    before = {"placeholder": f"voice://{name}", "endpoint": endpoint, "body": {field: address}, "of": address}
    return before, [{"placeholder": upload.placeholder, "path": upload.path} for upload in files.uploads]


async def _check_heard(session: Session, sample: str) -> None:
    """Raise ``BadInput`` where nobody can be heard in a sample."""
    from kling_studio.media.sounds import listen

    path = session.path_of(sample)
    if path is not None:
        heard = await asyncio.to_thread(listen, path)
        wrong = next((remark for remark in heard.remarks if remark.severity is Severity.ERROR), None)
        if wrong is not None:
            raise BadInput(f"{sample}: {wrong.sentence}", "Choose another sample.")


def _replaced(project: Project, offer: VoiceOffer, made: str) -> Project:
    """The project with a new id wherever the lost one stood."""

    def mended(voice: Voice | None) -> Voice | None:
        if voice is None or voice.id_at(offer.provider) != offer.lost:
            return voice
        return with_voice_id(voice, offer.provider, made, offer.of.removeprefix("upload://"))

    cast = tuple(replace(member, voice=mended(member.voice)) for member in project.cast)
    return project if cast == project.cast else replace(project, cast=cast)
