"""Edits of which part of a film a member's clip is, and which part of a sound the sample of its voice."""

from dataclasses import replace

from kling_studio.core.adopting import with_sample
from kling_studio.core.cuts import SOUND, cut_path, sample_original, tidy, with_clip_cut
from kling_studio.core.edits._tree import change_member
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Cut, Project


def cut_clip(project: Project, member_id: str, cut: Cut | None) -> Project:
    """Let the member's clip be this part of its film; ``None`` is all of the film."""

    def change(member: CastMember) -> CastMember:
        if not member.clip:
            raise EditRejected(f"{member.name} has no clip.")
        return with_clip_cut(member, cut)

    return change_member(project, member_id, change)


def cut_sample(project: Project, member_id: str, cut: Cut | None) -> Project:
    """Let the sample of the member's voice be this part of its sound; ``None`` is all of the sound.

    What providers made of another part is kept and known as such.
    """

    def change(member: CastMember) -> CastMember:
        voice = member.voice
        if voice is None or not voice.sample:
            raise EditRejected(f"{member.name} has no voice sample.")
        sample = sample_original(voice) if cut is None else cut_path(tidy(cut), SOUND)
        if sample == voice.sample:
            return member
        changed = replace(with_sample(voice, sample), sample_cut=tidy(cut) if cut else None)
        return replace(member, voice=changed)

    return change_member(project, member_id, change)
