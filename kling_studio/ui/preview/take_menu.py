"""What can be made of a take: the scene after it, and the same in other settings."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from kling_studio.app.following import last_frame
from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import EditRejected, KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take
from kling_studio.ui.background import Background
from kling_studio.ui.selection import Selection


class TakeVerbs(QObject):
    """The verbs of a take. ``edit_wanted`` asks for the sheet that edits it, with the id of its job."""

    edit_wanted = Signal(str)

    def __init__(self, session: Session, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self._background = Background(self)

    def menu(self, take: Take, parent: QWidget) -> QMenu:
        """The menu of a take."""
        menu = QMenu(parent)
        menu.setObjectName("take_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        usable = take.state is JobState.DONE and self._session.read_only_reason is None
        onward = menu.addAction("Continue from this take", lambda: self.continue_from(take))
        edit = menu.addAction("Edit this take…\tCtrl+Alt+V", lambda: self.edit_wanted.emit(take.job))
        for action in (onward, edit):
            action.setEnabled(usable and take.model != ANIMATIC)
        if take.model == ANIMATIC:
            menu.addSeparator()
            menu.addAction("An animatic has words in its picture").setEnabled(False)
        return menu

    def continue_from(self, take: Take) -> None:
        """Put a scene behind the take's that starts from its last frame, and go there."""
        self._background.run(
            lambda: last_frame(self._session, take), lambda frame: self._go_on(take, frame), self._refuse
        )

    def stop(self) -> None:
        """Wait for what is being read."""
        self._background.wait()

    def _go_on(self, take: Take, frame: str) -> None:
        ids = new_id(), new_id()
        if self._session.apply(
            lambda project: edits.add_continuation(project, take.scene_id, frame, ids), "Continue from take"
        ):
            self._selection.select_scene(ids[0])

    def _refuse(self, error: KnownError) -> None:
        self._session.refused.emit(EditRejected(error.what_happened, error.what_to_do))
