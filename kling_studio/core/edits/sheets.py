"""What the director chooses for a member's consistency sheet: other moments of takes, and frames that are left out."""

from collections.abc import Callable
from dataclasses import replace

from kling_studio.core.edits._tree import change_member
from kling_studio.core.project import CastMember, Project, SheetChoice


def pick_frame(project: Project, member_id: str, take: str, shot: str, time_s: float) -> Project:
    """Show another moment of a take; ``time_s`` counts from the start of its film."""
    return _choose(project, member_id, take, shot, lambda choice: replace(choice, time_s=time_s))


def hide_frame(project: Project, member_id: str, take: str, shot: str) -> Project:
    """Leave a frame out of the sheet; the moment that was picked for it is kept."""
    return _choose(project, member_id, take, shot, lambda choice: replace(choice, hidden=True))


def show_hidden_frames(project: Project, member_id: str) -> Project:
    """Bring back every frame that was left out of the sheet."""

    def shown(member: CastMember) -> CastMember:
        picked = (choice for choice in member.sheet if choice.time_s is not None)
        return replace(member, sheet=tuple(replace(choice, hidden=False) for choice in picked))

    return change_member(project, member_id, shown)


def _choose(
    project: Project, member_id: str, take: str, shot: str, change: Callable[[SheetChoice], SheetChoice]
) -> Project:
    def changed(member: CastMember) -> CastMember:
        sheet = member.sheet
        for at, choice in enumerate(sheet):
            if (choice.take, choice.shot) == (take, shot):
                return replace(member, sheet=(*sheet[:at], change(choice), *sheet[at + 1 :]))
        return replace(member, sheet=(*sheet, change(SheetChoice(take, shot))))

    return change_member(project, member_id, changed)
