"""What a gesture on a member would make stale, in the bubble of a drop or as a quiet line."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from kling_studio.app.session import Session
from kling_studio.app.touching import Touched
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Project
from kling_studio.ui.adding import Added
from kling_studio.ui.cast.carried import given_to
from kling_studio.ui.cast.landing import gift_of
from kling_studio.ui.drops import MEDIA_KINDS, Drop, FileKind
from kling_studio.ui.foretelling import Edit, Foretelling, WhenTold

_ASK_AFTER_MS = 120
_MOST_FILES = 100
"""No render takes more pictures than that, and thousands may hang on one mouse."""
_KINDS = {
    FileKind.PICTURE: MediaKind.PICTURE,
    FileKind.FILM: MediaKind.CLIP,
    FileKind.SOUND: MediaKind.SOUND,
}


class ForetoldLine(QLabel):
    """A line that takes no room while there is nothing to tell."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("foretold")
        self.setProperty("role", "hint")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._foretelling = Foretelling(session, self)
        self._question: tuple[Edit, str] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._pause.timeout.connect(self._ask)
        self.hide()

    def consider(self, edit: Edit, what: str) -> None:
        """Tell what an edit would do, once the hand rests; ``what`` begins the sentence ("Renaming")."""
        self._question = edit, what
        self._foretelling.forget()
        self._pause.start()

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
            edit, what = self._question
            self._foretelling.ask(edit, lambda found: self._tell(what, found))

    def _tell(self, what: str, found: Touched) -> None:
        words = f"{what} {found.words}." if found.takes else ""
        self.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))


def ask_of_drop(foretelling: Foretelling, drop: Drop, member_id: str, then: WhenTold) -> None:
    """What a drop on a member would make stale; nothing is told of folders, which nobody has looked into yet."""
    if drop.view is not None:
        foretelling.ask(given_to(drop.view, member_id), then)
        return
    added = _added(drop)
    files = {
        file.reference: MediaFact(_KINDS[file.kind], 1024, 1024, 5.0, 1, sha256=file.reference)
        for file in added
    }

    def give(project: Project) -> Project:
        return gift_of(added).given_to(member_id)(project)

    if added:
        foretelling.ask(give, then, files)


def with_touched(words: str, found: Touched) -> str:
    """The words of a bubble with what becomes stale."""
    return f"{words}; {found.words}" if found.takes else words


def _added(drop: Drop) -> tuple[Added, ...]:
    """The files as they would be in the project, under names that nothing has."""
    return tuple(
        Added(file.name, file.kind, f"dropped {number}/{file.name}")
        for number, file in enumerate(drop.things[:_MOST_FILES])
        if file.kind in MEDIA_KINDS
    )
