"""Cutting a film or a sound to a part of it: which part, where it lies, and the lengths that are taken."""

from dataclasses import replace
from hashlib import sha256

from kling_studio.core.media_facts import MediaFacts, MediaKind
from kling_studio.core.project import CastMember, Cut, Voice, is_address
from kling_studio.core.samples import spoken_length

_PLACES = 3
FILM, SOUND = "mp4", "wav"


def clip_original(member: CastMember) -> str:
    """The film that a member's clip is, or was cut out of; empty where there is none."""
    return member.clip_cut.original if member.clip_cut else member.clip or ""


def sample_original(voice: Voice | None) -> str:
    """The sound that the sample of a voice is, or was cut out of; empty where there is none."""
    if voice is None:
        return ""
    return voice.sample_cut.original if voice.sample_cut else voice.sample or ""


def can_be_cut(original: str) -> bool:
    """Whether there is a file here that a part can be cut out of."""
    return bool(original) and not is_address(original)


def tidy(cut: Cut) -> Cut:
    """The same in whole milliseconds, so that the same part has the same name."""
    return replace(cut, start_s=round(max(0.0, cut.start_s), _PLACES), end_s=round(cut.end_s, _PLACES))


def cut_path(cut: Cut, ending: str) -> str:
    """Where the part lies in the project folder: one place for one part of one original."""
    stem = cut.original.rsplit("/", 1)[-1].rpartition(".")[0]
    mark = sha256(f"{cut.original} {cut.start_s:.3f} {cut.end_s:.3f}".encode()).hexdigest()[:12]
    return f"media/{stem[:40] or 'film'}-part-{mark}.{ending}"


def first_part(original: str, cut: Cut | None, seconds: float) -> Cut:
    """The first seconds of what is used of an original."""
    start_s = cut.start_s if cut else 0.0
    return tidy(Cut(original, start_s, start_s + seconds))


def length_words(reference: str, cut: Cut | None, media: MediaFacts) -> str:
    """How long a clip or a sample is, and of how much: ``6.4 of 12.0 s``; empty where nobody knows."""
    fact = media.get(cut.original if cut else reference)
    if fact is not None and fact.kind is MediaKind.MISSING:
        return "missing"
    whole = spoken_length(fact.duration_s) if fact is not None and fact.duration_s else ""
    if cut is None:
        return whole
    used = spoken_length(cut.end_s - cut.start_s)
    if not whole:
        return used
    # Minutes are told without a point.
    return f"{used.removesuffix(' s') if '.' in whole else used} of {whole}"


def with_clip_cut(member: CastMember, cut: Cut | None) -> CastMember:
    """The member, who has a clip, with this part of its film as that; ``None`` is all of the film."""
    if cut is None:
        return replace(member, clip=clip_original(member), clip_cut=None)
    cut = tidy(cut)
    return replace(member, clip=cut_path(cut, FILM), clip_cut=cut)
