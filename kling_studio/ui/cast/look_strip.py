"""The pictures of one look, which stay with it when they are dragged elsewhere."""

from kling_studio.core.project import CastMember, Look
from kling_studio.ui.cast.views import ViewStrip
from kling_studio.ui.thumbnails import Thumbnails


class LookStrip(ViewStrip):
    """A strip whose pictures are not the member's own; a drag of one says of which look it is."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__(thumbnails)
        self.setObjectName("lookViews")
        self.setAccessibleName("Pictures of the look")

    def show_look(self, member: CastMember, look: Look) -> None:
        """Show the pictures of a member's look."""
        self.show_views(member.id, look.images, look.name)
