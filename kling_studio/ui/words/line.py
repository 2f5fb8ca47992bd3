"""One line of text of the project."""

from PySide6.QtWidgets import QLineEdit, QWidget

from kling_studio.app.session import Session
from kling_studio.ui.words.field_keys import FieldKeys
from kling_studio.ui.words.writing import Writing


class LineEdit(QLineEdit):
    """A line that writes into the project while it is typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._writing: Writing | None = None
        # As far in as the other fields begin.
        self.setTextMargins(-2, 0, 0, 0)
        FieldKeys(session, self).watch(self)
        self.textEdited.connect(self._write)

    def show_text(self, text: str, writing: Writing) -> None:
        """Show what the project has; from now on typing goes through ``writing``."""
        moved_on = self._writing is None or self._writing.merge_key != writing.merge_key
        self._writing = writing
        if text != self.text():
            position = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(0 if moved_on else position)

    def _write(self, text: str) -> None:
        if self._writing is not None:
            writing = self._writing
            self._session.apply(lambda project: writing.edit(project, text), writing.label, writing.merge_key)
