"""A field for several lines that is as high as its text."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kling_studio.app.session import Session
from kling_studio.ui.words.field_keys import FieldKeys
from kling_studio.ui.words.positions import changed_part, units
from kling_studio.ui.words.writing import Writing


class GrowingText(QPlainTextEdit):
    """Plain text that writes into the project while it is typed; Ctrl+Enter and leaving the field end the step."""

    committed = Signal()

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, lines: tuple[int, int] = (2, 10)
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._fewest_lines, self._most_lines = lines
        self._writing: Writing | None = None
        self._shown = ""
        self._refreshing = False
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        FieldKeys(session, self).watch(self)
        self.textChanged.connect(self._notice)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def text(self) -> str:
        """The text, its line ends as the project has them."""
        # toPlainText would turn spaces that must not break into common ones.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def show_text(self, text: str, writing: Writing) -> None:
        """Show what the project has; from now on typing goes through ``writing``. The cursor stays in its words."""
        moved_on = self._writing is None or self._writing.merge_key != writing.merge_key
        self._writing = writing
        if text == self._shown:
            return
        self._refreshing = True
        self._replace_changed(text)
        self._shown = text
        self._refreshing = False
        if moved_on:
            self.moveCursor(QTextCursor.MoveOperation.Start)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._session.end_typing()
            self.committed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _typed(self) -> None:
        """For fields that answer to typing."""

    def _notice(self) -> None:
        text = self.text()
        if self._refreshing or text == self._shown:
            return
        self._shown = text
        if self._writing is not None:
            writing = self._writing
            self._session.apply(lambda project: writing.edit(project, text), writing.label, writing.merge_key)
        self._typed()

    def _replace_changed(self, text: str) -> None:
        old = self.text()
        start, end, new = changed_part(old, text)
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(old, start))
        cursor.setPosition(units(old, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)

    def _fit(self) -> None:
        lines = round(self.document().size().height())
        overflow = lines > self._most_lines
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if overflow else policy.ScrollBarAlwaysOff)
        shown = max(self._fewest_lines, min(lines, self._most_lines))
        frame, around = self.contentsMargins(), self.viewportMargins()
        frame_px = frame.top() + frame.bottom() + around.top() + around.bottom()
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + frame_px)
