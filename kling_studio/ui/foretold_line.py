"""What something would make stale, as a quiet line: told while the mouse or the keys rest on what would do it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from kling_studio.app.session import Session
from kling_studio.app.touching import Touched
from kling_studio.core.media_facts import MediaFact
from kling_studio.ui.foretelling import Edit, Foretelling

_ASK_AFTER_MS = 120
_COMES = frozenset({QEvent.Type.Enter, QEvent.Type.FocusIn})
_GOES = frozenset({QEvent.Type.Leave, QEvent.Type.FocusOut, QEvent.Type.Hide})


class Question(NamedTuple):
    """An edit, the words that begin the sentence on it ("Renaming"), and facts of files that it would bring."""

    edit: Edit
    what: str
    files: Mapping[str, MediaFact] | None = None


class ForetoldLine(QLabel):
    """A line that takes no room while there is nothing to tell."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("foretold")
        self.setProperty("role", "hint")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._foretelling = Foretelling(session, self)
        self._question: Question | None = None
        self._watched: dict[QObject, Callable[[], Question | None]] = {}
        self._pause = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._pause.timeout.connect(self._ask)
        self.hide()

    def consider(self, edit: Edit, what: str, files: Mapping[str, MediaFact] | None = None) -> None:
        """Tell what an edit would do, once the hand rests; ``what`` begins the sentence ("Renaming")."""
        self._question = Question(edit, what, files)
        self._foretelling.forget()
        self._pause.start()

    def watch(self, widget: QWidget, question: Callable[[], Question | None]) -> None:
        """Tell what a button would do as long as the mouse or the keys are on it; ``None`` is nothing to tell."""
        self._watched[widget] = question
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _COMES and watched in self._watched:
            question = self._watched[watched]()
            if question is not None:
                self.consider(*question)
        elif event.type() in _GOES and watched in self._watched:
            self.forget()
        return super().eventFilter(watched, event)

    def forget(self) -> None:
        """Nothing is about to be changed."""
        self._question = None
        self._pause.stop()
        self._foretelling.forget()
        self.setText("")
        self.hide()

    def stop(self) -> None:
        """Wait for what is worked out."""
        self.forget()
        self._foretelling.stop()

    def _ask(self) -> None:
        if self._question is not None:
            edit, what, files = self._question
            self._foretelling.ask(edit, lambda found: self._tell(what, found), files)

    def _tell(self, what: str, found: Touched) -> None:
        words = f"{what} {found.words}." if found.takes else ""
        self.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
