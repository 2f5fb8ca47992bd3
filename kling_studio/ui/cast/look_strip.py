"""The pictures of one look: those of its member's strip, and drops that it takes itself."""

from kling_studio.core.project import CastMember, Look
from kling_studio.ui.cast.views import ViewStrip
from kling_studio.ui.thumbnails import Thumbnails


class LookStrip(ViewStrip):
    """A strip whose pictures are no member's own: dragged elsewhere they say of which look they are."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__(thumbnails)
        self.setObjectName("lookViews")
        self.setAccessibleName("Pictures of the look")

    def show_look(self, member: CastMember, look: Look) -> None:
        """Show the pictures of a member's look."""
        self.show_views(f"{member.id} {look.name}", look.images)
