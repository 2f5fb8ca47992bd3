"""Edits of what part of a picture a view is, and of whose view it is."""

from dataclasses import replace

from kling_studio.core.edits._tree import change_member, index_of
from kling_studio.core.errors import EditRejected
from kling_studio.core.framings import framed_view
from kling_studio.core.project import CastMember, Framing, Project, View


def frame_view(project: Project, member_id: str, path: str, framing: Framing) -> Project:
    """Let the view at ``path`` be this part of its original, in the member and in all of its looks."""

    def framed(views: tuple[View, ...]) -> tuple[View, ...]:
        changed = tuple(framed_view(view, framing) if view.path == path else view for view in views)
        if changed != views and len({view.path for view in changed}) < len({view.path for view in views}):
            raise EditRejected("This very part is a view of the member already.")
        return changed

    def change(member: CastMember) -> CastMember:
        looks = tuple(replace(look, images=framed(look.images)) for look in member.looks)
        return replace(member, images=framed(member.images), looks=looks)

    return change_member(project, member_id, change)


def give_view(project: Project, member_id: str, index: int, to_id: str, *, keep: bool = False) -> Project:
    """Move a member's picture to another member, behind its others; with ``keep`` both have it."""
    giver = project.cast[index_of(project.cast, member_id, "member of the cast")]
    if not 0 <= index < len(giver.images):
        raise EditRejected("That picture is no longer there.")
    view = giver.images[index]
    taker = project.cast[index_of(project.cast, to_id, "member of the cast")]
    if any(other.path == view.path for other in taker.images):
        raise EditRejected(f"{taker.name} has this picture already.")
    if not keep:
        rest = (*giver.images[:index], *giver.images[index + 1 :])
        project = change_member(project, member_id, lambda member: replace(member, images=rest))
    return change_member(project, to_id, lambda member: replace(member, images=(*member.images, view)))
