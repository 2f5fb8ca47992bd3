"""A picture of the cast that is dragged to a member of it: whose it is, what the drop would do, and the edit."""

from typing import NamedTuple

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Project, View
from kling_studio.ui.cast.landing import Edit, Landing
from kling_studio.ui.drops import CarriedView

GONE = "That picture is no longer there."


class Carried(NamedTuple):
    """The picture and the member that gives it."""

    giver: CastMember
    picture: View


def carried(view: CarriedView, project: Project) -> Carried | None:
    """What is carried as it stands in the project, or nothing if it is there no longer."""
    giver = next((member for member in project.cast if member.id == view.member_id), None)
    if giver is None:
        return None
    look = next((look for look in giver.looks if look.name == view.look), None)
    images = giver.images if not view.look else look.images if look is not None else ()
    return Carried(giver, images[view.index]) if 0 <= view.index < len(images) else None


def on_other_member(view: CarriedView, member: CastMember, project: Project) -> Landing:
    """A picture of the cast dropped on a member."""
    found = carried(view, project)
    if found is None:
        return Landing(GONE, refused=True)
    giver, picture = found
    if giver is member and not view.look:
        return Landing(f"It is a picture of {member.name} already.", refused=True)
    if any(other.path == picture.path for other in member.images):
        return Landing(f"{member.name} has this picture already.", refused=True)
    if view.look:
        whose = f"the look {view.look}" if giver is member else f"{giver.name}'s {view.look}"
        return Landing(f"{member.name} gets the {picture.view} view of {whose} too")
    if view.stays:
        return Landing(f"{member.name} gets {giver.name}'s {picture.view} view too")
    return Landing(f"Moves {giver.name}'s {picture.view} view to {member.name} (Ctrl copies)")


def given_to(view: CarriedView, member_id: str) -> Edit:
    """The edit that gives a picture of the cast to a member, behind its own."""

    def edit(project: Project) -> Project:
        if not view.look:
            return edits.give_view(project, view.member_id, view.index, member_id, keep=view.stays)
        found = carried(view, project)
        if found is None:
            raise EditRejected(GONE)
        return edits.add_views(project, member_id, (found.picture,))

    return edit
