"""How a voice, or the element of a member, stands at a provider: in a word, and in a sentence where money is asked."""

from dataclasses import dataclass
from enum import StrEnum

from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.project import CastMember, Voice
from kling_studio.core.request import made_element, made_voice, typed_ids


class Standing(StrEnum):
    """How a voice stands at a provider."""

    NOTHING = "no sample, no id"
    UNMADE = "not made yet"
    MADE = "made"
    TYPED = "id typed in"
    OTHER = "made from another sample"


def voice_standing(voice: Voice | None, provider: str, media: MediaFacts) -> Standing:
    """How a member's voice stands."""
    if voice is None or (voice.id_at(provider) is None and not voice.sample):
        return Standing.NOTHING
    if provider in dict(typed_ids(voice)):
        return Standing.TYPED
    if made_voice(voice, provider, media) is not None:
        return Standing.MADE
    return Standing.UNMADE if voice.id_at(provider) is None else Standing.OTHER


@dataclass(frozen=True, slots=True)
class ElementWords:
    """What is said of a member's element: a line, and whether it costs at the next render."""

    text: str
    costs: bool


def element_words(
    member: CastMember, provider: str, name: str, price: str, media: MediaFacts
) -> ElementWords:
    """How the element stands that ``provider`` makes of a member; empty where there is nothing to make it of."""
    if not (member.images or member.clip):
        return ElementWords("", costs=False)
    if made_element(member, provider, media) is not None:
        return ElementWords(f"{name} element: made", costs=False)
    if any(ids.provider == provider for ids in member.ids):
        return ElementWords(f"{name} element: to be made again, {price}", costs=True)
    return ElementWords(f"{name} element: not made yet, {price}", costs=True)
