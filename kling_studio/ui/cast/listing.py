"""The cards with what is around them: their filter, what became of the last drop, the place that invites."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core.diff import Change
from kling_studio.ui.cast.card import CARD_HEIGHT_PX
from kling_studio.ui.cast.cards import CastCards
from kling_studio.ui.cast.hint import DropHint
from kling_studio.ui.cast.intake import CastIntake
from kling_studio.ui.notice import Notice
from kling_studio.ui.theme import CONTROL_PX, GRID_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails

_FILTER_FROM = 13
_NOTICE_MS = 12_000
_FEWEST_CARDS = 2
"""How many cards stay in sight where the details want more room than there is."""


class CastListing(QWidget):
    """As high as its cards. What is dropped on a card is for that member."""

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self.cards = CastCards(session, thumbnails)
        self.hint = DropHint()
        self.notice = Notice("castNotice", lasts_ms=_NOTICE_MS)
        self.intake = CastIntake(session, self.notice, self)
        self._filter = QLineEdit()
        self._filter.setObjectName("castFilter")
        self._filter.setAccessibleName("Filter the cast")
        self._filter.setToolTip("Show only members whose name, description or kind has these letters")
        self._filter.setPlaceholderText("Filter")
        self._filter.setClearButtonEnabled(True)
        self._lay_out()
        self._filter.textChanged.connect(self._filter_changed)
        self.cards.brought.connect(self.intake.bring)
        self.cards.refused.connect(self.notice.say)
        self.intake.made.connect(self.cards.select)
        self.cards.selectionModel().currentChanged.connect(self.notice.put_away)
        session.changed.connect(self._follow)
        self._fit()

    def select(self, member_id: str) -> None:
        """Select a member, also one that the filter hides."""
        if not self.cards.members.index_of(member_id).isValid():
            self._filter.clear()
        self.cards.select(member_id)

    def height_within(self, room_px: int) -> int:
        """The height that takes at most this room, with whole cards, of which a few are always there."""
        around = self.hint.sizeHint().height() + GRID_PX
        around += 0 if self._filter.isHidden() else CONTROL_PX + GRID_PX
        fitting = max(0, room_px - around) // CARD_HEIGHT_PX
        return around + CARD_HEIGHT_PX * min(self.cards.members.rowCount(), max(_FEWEST_CARDS, fitting))

    def stop(self) -> None:
        """Wait for files that are being copied, and for what is worked out."""
        self.intake.stop()
        self.cards.stop()

    def _filter_changed(self, text: str) -> None:
        self.cards.members.set_filter(text)
        self._fit()

    def _follow(self, changes: tuple[Change, ...]) -> None:
        self._fit()
        # Words are typed at any time, also while a drop is on its way that will be refused.
        if any(change.what == "member" and change.names != {"description"} for change in changes):
            self.notice.put_away()

    def _fit(self) -> None:
        self.cards.setMaximumHeight(self.cards.members.rowCount() * CARD_HEIGHT_PX)
        self._filter.setVisible(len(self._session.project.cast) >= _FILTER_FROM or bool(self._filter.text()))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(_inset(self._filter))
        column.addWidget(self.cards, 1)
        column.addLayout(_inset(self.notice))
        column.addLayout(_inset(self.intake.bar))
        column.addWidget(self.hint)
        column.addStretch(0)


def _inset(widget: QWidget) -> QHBoxLayout:
    """The widget with room at both sides; it takes none while it is hidden."""
    row = QHBoxLayout()
    row.addSpacing(MARGIN_PX)
    row.addWidget(widget, 1)
    row.addSpacing(MARGIN_PX)
    return row
