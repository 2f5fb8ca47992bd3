"""What mends a clip or a voice sample that is too long: a part of it."""

from functools import partial

from kling_studio.core import edits
from kling_studio.core.catalog import Catalog
from kling_studio.core.checks.finding import Fix
from kling_studio.core.cuts import can_be_cut, clip_original, first_part, sample_original
from kling_studio.core.project import CastMember

GOOD_SAMPLE_S = 20.0
"""How much of a long recording is used as a sample: well within what is taken, and enough to hear a voice by."""


def shorter_clip(member: CastMember, catalog: Catalog) -> Fix | None:
    """What uses as much of a member's clip as every model takes that takes any; ``None`` where it is no file."""
    original, (_, most_s) = clip_original(member), catalog.clip_seconds()
    if not (can_be_cut(original) and most_s):
        return None
    cut = first_part(original, member.clip_cut, most_s)
    return Fix(f"Use the first {most_s:g} s", partial(edits.cut_clip, member_id=member.id, cut=cut))


def shorter_sample(member: CastMember) -> Fix | None:
    """What uses the beginning of a sample; ``None`` where it is no file."""
    voice = member.voice
    original = sample_original(voice)
    if voice is None or not can_be_cut(original):
        return None
    cut = first_part(original, voice.sample_cut, GOOD_SAMPLE_S)
    label = f"Use the first {GOOD_SAMPLE_S:g} s"
    return Fix(label, partial(edits.cut_sample, member_id=member.id, cut=cut))
