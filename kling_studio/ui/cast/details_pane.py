"""The place of the details below the cards: opened for a member, scrolled, closed."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from kling_studio.core.project import CastMember
from kling_studio.ui.cast.details import MemberDetails


class DetailsPane(QScrollArea):
    """Closed at first; ``make`` builds the details when they are first wanted."""

    def __init__(self, make: Callable[[], MemberDetails]) -> None:
        super().__init__()
        self._make = make
        self._made: MemberDetails | None = None
        self._member_id = ""
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def details(self) -> MemberDetails:
        """The editor of the selected member."""
        if self._made is None:
            self._made = self._make()
            self._made.unfolded.connect(self.bring_into_sight)
            self.setWidget(self._made)
        return self._made

    @property
    def is_open(self) -> bool:
        """Whether the details are shown, be it in a dock that is hidden now."""
        return not self.isHidden()

    def open_for(self, member: CastMember) -> None:
        """Show a member's details."""
        self.show_member(member)
        self.show()

    def show_member(self, member: CastMember) -> None:
        """Show a member as it stands; another one from its name on."""
        is_other, self._member_id = self._member_id != member.id, member.id
        self.details.show_member(member)
        if is_other:
            self.verticalScrollBar().setValue(0)

    def close_details(self) -> bool:
        """Show no details any more; whether the keyboard was in them."""
        window: QWidget = self.window()
        focused: QWidget | None = window.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        return had_focus

    @property
    def wanted_px(self) -> int:
        """How high it would be if nothing had to be scrolled."""
        return self.details.sizeHint().height()

    def bring_into_sight(self, part: QWidget) -> None:
        """Scroll to a part of the details as soon as everything has its place."""
        QTimer.singleShot(0, part, lambda: self._scroll_to(part))

    def _scroll_to(self, part: QWidget) -> None:
        if part.height() <= self.viewport().height():
            self.ensureWidgetVisible(part, 0, 0)
        else:
            self.verticalScrollBar().setValue(part.mapTo(self.details, QPoint()).y())

    def stop(self) -> None:
        """Wait for what the details are at."""
        if self._made is not None:
            self._made.stop()
