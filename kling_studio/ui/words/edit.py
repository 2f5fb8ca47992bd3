"""The prompt editor: words with the names of the cast in them."""

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QLabel, QWidget

from kling_studio.app.session import Session
from kling_studio.ui.drops import MEMBER_MIME, drop_of
from kling_studio.ui.theme import DARK, LABEL_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.words.completions import Completions, begun_name, matching
from kling_studio.ui.words.growing import GrowingText
from kling_studio.ui.words.names import NameHighlighter, name_colours, paint_grounds
from kling_studio.ui.words.positions import head, units
from kling_studio.ui.words.writing import Writing

_COUNTER_FROM = 0.7
_COUNTER_PX = 16


class WordsEdit(GrowingText):
    """Words in which ``@`` offers the cast. A member's card dropped on it becomes his name."""

    def __init__(
        self,
        session: Session,
        thumbnails: Thumbnails | None = None,
        parent: QWidget | None = None,
        *,
        lines: tuple[int, int] = (2, 10),
    ) -> None:
        super().__init__(session, parent, lines=lines)
        self._thumbnails = thumbnails
        self._colours = name_colours(session.project)
        self._highlighter = NameHighlighter(self.document())
        self._completions: Completions | None = None
        self._dismissed_at = -1
        self._counter = QLabel(self)
        self._counter.setObjectName("counter")
        self._counter.hide()
        self.cursorPositionChanged.connect(self._follow_cursor)

    @property
    def completions(self) -> Completions | None:
        """The list of names while it is open."""
        return self._completions if self._completions is not None and self._completions.isVisible() else None

    def show_text(self, text: str, writing: Writing) -> None:
        self._colours = name_colours(self._session.project)
        self._highlighter.set_colours(self._colours)
        super().show_text(text, writing)

    def set_count(self, count: int, limit: int, hard_limit: int) -> None:
        """How many characters are sent with this text, and how many are read (``limit``) or taken at all."""
        shown = limit > 0 and count >= _COUNTER_FROM * limit
        if shown:
            colour = DARK.text3 if count <= limit else DARK.warning if count <= hard_limit else DARK.error
            self._counter.setText(f"{count:,} of {limit:,}")
            self._counter.setToolTip(
                "Characters that are sent for this text, with what stands in front of it."
            )
            self._counter.setStyleSheet(f"color: {colour}; font-size: {LABEL_PX}px")
            self._place_counter()
        if shown != self._counter.isVisibleTo(self):
            self._counter.setVisible(shown)
            self.setViewportMargins(0, 0, 0, _COUNTER_PX if shown else 0)
            self._fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasFormat(MEMBER_MIME) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        name = drop_of(source).member
        if not name:
            super().insertFromMimeData(source)
            return
        before, after = self._around_cursor()
        gap = _space(before[-1:])
        self._dismissed_at = self.textCursor().position() + len(gap)
        self.insertPlainText(f"{gap}@{name}{_space(after[:1])}")

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            closes = event.key() == Qt.Key.Key_Escape and self.completions is not None
            if closes:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completions
        if popup is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Down:
                popup.step(1)
            case Qt.Key.Key_Up:
                popup.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                self._accept(popup.name())
            case Qt.Key.Key_Escape:
                self._dismissed_at = self._name_start() or 0
                popup.hide()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if forward and (popup := self.completions) is not None:
            self._accept(popup.name())
            return True
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close_completions()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._follow_cursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_counter()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > event.rect().bottom():
                break
            paint_grounds(painter, block, place.topLeft(), self._colours)
            block = block.next()
        painter.end()
        super().paintEvent(event)

    def _typed(self) -> None:
        if self.hasFocus():
            self._offer()

    def _follow_cursor(self) -> None:
        if self.completions is not None:
            self._offer()

    def _offer(self) -> None:
        start = self._name_start()
        begun = begun_name(self._around_cursor()[0])
        names = matching([*self._colours], begun) if begun is not None else []
        if not names or start == self._dismissed_at:
            self._close_completions()
            return
        self._dismissed_at = -1
        if self._completions is None:
            self._completions = Completions(self._thumbnails, self.window())
            self._completions.chosen.connect(self._accept)
            self.destroyed.connect(self._completions.deleteLater)
        self._completions.move_to(self.window())
        place = self.cursorRect()
        corner = self.viewport().mapTo(self.window(), place.topLeft())
        self._completions.offer(self._session.project, names, QRect(corner, place.size()))

    def _accept(self, name: str) -> None:
        start = self._name_start()
        if start is None or not name:
            return
        after = self._around_cursor()[1]
        self._dismissed_at = start
        cursor = self.textCursor()
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f"@{name}{_space(after[:1])}")
        self._close_completions()

    def _close_completions(self) -> None:
        if self._completions is not None:
            self._completions.hide()

    def _name_start(self) -> int | None:
        """Where the ``@`` of the name stands that is being typed, in Qt's count."""
        before = self._around_cursor()[0]
        begun = begun_name(before)
        return None if begun is None else self.textCursor().position() - units(begun) - 1

    def _around_cursor(self) -> tuple[str, str]:
        """The text of the cursor's line in front of it and behind it."""
        cursor = self.textCursor()
        text = cursor.block().text()
        before = head(text, cursor.positionInBlock())
        return before, text[len(before) :]

    def _place_counter(self) -> None:
        self._counter.adjustSize()
        size = self._counter.size()
        self._counter.move(self.width() - size.width() - 8, self.height() - size.height() - 3)


def _space(neighbour: str) -> str:
    """What keeps a name apart from the letter beside it, in scripts that set spaces."""
    return " " if neighbour == "@" or ("0" <= neighbour < "\u0e00" and neighbour.isalnum()) else ""
