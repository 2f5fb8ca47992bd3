"""The scenes and takes of one member, by episode: a click goes there."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.session import Session
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take
from kling_studio.core.project import CastMember
from kling_studio.core.stale import Standing
from kling_studio.core.where_used import UsedEpisode, where_used
from kling_studio.ui.list_keys import KeepsKeys
from kling_studio.ui.list_model import AnyIndex, ListModel
from kling_studio.ui.preview.words import price_words, state_words
from kling_studio.ui.theme import DARK, GRID_PX, LABEL_PX, sized

_NOTE = Qt.ItemDataRole.UserRole + 1
_ROW_PX, _MOST_ROWS = 24, 12
_FOLLOW_AFTER_MS = 150


@dataclass(frozen=True, slots=True)
class UsedRow:
    """One line: an episode, a scene of it, or a take of that; ``note`` stands at its end."""

    words: str
    note: str = ""
    scene_id: str = ""
    take: Take | None = None

    @property
    def depth(self) -> int:
        """0 for an episode, 1 for a scene, 2 for a take."""
        return 0 if not self.scene_id else 1 if self.take is None else 2


def used_rows(episodes: tuple[UsedEpisode, ...]) -> tuple[UsedRow, ...]:
    """The lines of a list."""
    rows: list[UsedRow] = []
    for episode in episodes:
        rows.append(UsedRow(episode.title, episode.look))
        for used in episode.scenes:
            scene_id = used.scene.id
            title = used.title if used.title.startswith("Scene ") else f"{used.number}  {used.title}"
            rows.append(UsedRow(title, "" if used.is_cast else "named, not cast", scene_id))
            rows += [UsedRow(f"Take {take.number}", "", scene_id, take) for take in used.takes]
    return tuple(rows)


class _UsedModel(ListModel[UsedRow]):
    """How a take stands is asked for when its row is shown: it may be one of thousands."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session

    def shown(self, row: UsedRow, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (row.words, self._note(row)[0])))
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row)
        return self._note(row) if role == _NOTE else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        is_place = index.isValid() and self.rows[index.row()].depth > 0
        return super().flags(index) if is_place else Qt.ItemFlag.NoItemFlags

    def _note(self, row: UsedRow) -> tuple[str, str]:
        """What stands at the end of a row, and its colour."""
        take = row.take
        if take is None:
            return row.note, DARK.text3
        if take.state is not JobState.DONE:
            return state_words(take), DARK.text3
        status = self._session.take_status(take)
        if status.standing is Standing.STALE:
            return status.badge, DARK.warning
        return price_words(take), DARK.text3

    def _tip(self, row: UsedRow) -> str:
        if row.take is None:
            return "Go to this scene (Enter)" if row.scene_id else ""
        status = self._session.take_status(row.take) if row.take.state is JobState.DONE else None
        since = status.sentence if status is not None else ""
        return " ".join(filter(None, (f"{state_words(row.take)}.", since, "Show this take (Enter)")))


class _UsedDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: UsedRow = index.data(Qt.ItemDataRole.UserRole)
        note, colour = index.data(_NOTE)
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(DARK.ground3))
        elif option.state & QStyle.StateFlag.State_MouseOver and row.scene_id:
            painter.fillRect(rect, QColor(DARK.ground2))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(DARK.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inner = rect.adjusted(GRID_PX + row.depth * 3 * GRID_PX, 0, -GRID_PX, 0)
        painter.setFont(sized(LABEL_PX))
        painter.setPen(QColor(colour))
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(inner, right, note)
        taken = painter.fontMetrics().horizontalAdvance(note) + 2 * GRID_PX if note else 0
        painter.setFont(sized(LABEL_PX, bold=row.depth == 0))
        painter.setPen(QColor(DARK.text1 if row.depth == 1 else DARK.text2))
        room = inner.adjusted(0, 0, -taken, 0)
        words = painter.fontMetrics().elidedText(row.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


class _UsedList(KeepsKeys, QListView):
    """Enter goes where a click does; Escape is left to what is around."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.clicked.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class WhereUsed(QWidget):
    """``scene_wanted`` and ``take_wanted`` (scene, number of the take) tell where a click goes.

    ``told`` says in how many scenes and takes the member is.
    """

    told = Signal(str)
    scene_wanted = Signal(str)
    take_wanted = Signal(str, int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._member: CastMember | None = None
        self._model = _UsedModel(session, self)
        self.list = _UsedList()
        self.list.setObjectName("whereUsed")
        self.list.setAccessibleName("Scenes and takes of this member")
        self.list.setToolTip("Where this member is used; Enter or a click goes there")
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_UsedDelegate(self.list))
        self.list.clicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        # Jobs and keystrokes come in bursts, and a series has thousands of rows.
        self._pause = QTimer(self, singleShot=True, interval=_FOLLOW_AFTER_MS)
        self._pause.timeout.connect(self._refresh)
        session.changed.connect(lambda _changes: self._pause.start())
        session.facts_changed.connect(lambda _jobs: self._pause.start())
        session.media_changed.connect(lambda _none: self.list.viewport().update())

    def show_member(self, member: CastMember) -> None:
        """Show where a member is used; what changes in the project follows by itself."""
        other = self._member is None or self._member.id != member.id
        self._member = member
        if other:
            self._refresh()

    def _refresh(self) -> None:
        if self._member is None:
            return
        episodes = where_used(self._session.project, self._session.ledger, self._member.name)
        scenes = [scene for episode in episodes for scene in episode.scenes]
        takes = sum(len(scene.takes) for scene in scenes)
        self.told.emit(
            f"{_counted(len(scenes), 'scene')}, {_counted(takes, 'take')}" if scenes else "nowhere yet"
        )
        self._model.show(used_rows(episodes))
        self.list.setVisible(bool(scenes))
        self.list.setFixedHeight(min(len(self._model.rows), _MOST_ROWS) * _ROW_PX)

    def _go(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if row.take is not None:
            self.take_wanted.emit(row.scene_id, row.take.number)
        elif row.scene_id:
            self.scene_wanted.emit(row.scene_id)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
