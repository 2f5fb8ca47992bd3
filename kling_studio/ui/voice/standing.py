"""How a voice, or the element of a member, stands at a provider."""

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


class ElementStanding(StrEnum):
    """How the element of a member stands at a provider that keeps elements."""

    NOTHING = ""
    UNMADE = "not made yet"
    MADE = "made"
    OTHER = "to be made again"


def element_standing(member: CastMember, provider: str, media: MediaFacts) -> ElementStanding:
    """How the element of a member, in the look that it is given in, stands."""
    if not (member.images or member.clip):
        return ElementStanding.NOTHING
    if made_element(member, provider, media) is not None:
        return ElementStanding.MADE
    is_other = any(ids.provider == provider for ids in member.ids)
    return ElementStanding.OTHER if is_other else ElementStanding.UNMADE
