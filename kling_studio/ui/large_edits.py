"""Edits that bring thousands of things, worked out on another thread while the window goes on."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kling_studio.app.prepared import Prepared, prepare
from kling_studio.app.session import Session
from kling_studio.core.errors import EditRejected, KnownError
from kling_studio.core.project import Project
from kling_studio.ui.background import Background


class LargeEdits(QObject):
    """Makes them one after the other."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self)

    def apply(self, edit: Callable[[Project], Project], label: str, then: Callable[[bool], object]) -> None:
        """As :meth:`kling_studio.app.session.Session.apply`, and tell afterwards whether anything changed.

        Where the project became another meanwhile, the edit is worked out again for that.
        """
        session = self._session
        if session.read_only_reason is not None:
            then(session.apply(edit, label))
            return
        before = session.project

        def commit(prepared: Prepared) -> None:
            if session.project is prepared.before:
                then(session.commit(prepared, label))
            else:
                self.apply(edit, label, then)

        def refuse(error: KnownError) -> None:
            if isinstance(error, EditRejected):
                session.refused.emit(error)
            then(False)

        self._background.run(lambda: prepare(before, edit), commit, refuse)

    def wait(self) -> None:
        """Wait until nothing is worked out any more."""
        self._background.wait()
