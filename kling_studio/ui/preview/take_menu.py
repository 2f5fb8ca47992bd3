"""What can be made of a take: the scene after it, and the same in other settings."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from kling_studio.app.following import grabbed_frame, last_frame
from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import EditRejected, KnownError
from kling_studio.core.good_takes import is_good
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take
from kling_studio.core.project import CastMember, Project, View
from kling_studio.ui.background import Background
from kling_studio.ui.good_mark import GOOD_TIP, toggle_good
from kling_studio.ui.selection import Selection

_MOST_OFFERED = 20


class TakeVerbs(QObject):
    """The verbs of a take. ``edit_wanted`` asks for the sheet that edits it, with the id of its job."""

    edit_wanted = Signal(str)

    def __init__(self, session: Session, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self._background = Background(self)

    def menu(self, take: Take, parent: QWidget, frame: int | None = None) -> QMenu:
        """The menu of a take; ``frame`` is the one that is shown of it, from 0, if any is."""
        menu = QMenu(parent)
        menu.setObjectName("take_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        good = menu.addAction("This take is good\tG", lambda: self.toggle_good(take))
        good.setToolTip(GOOD_TIP)
        good.setCheckable(True)
        good.setChecked(is_good(self._session.project, take))
        menu.addSeparator()
        usable = take.state is JobState.DONE and self._session.read_only_reason is None
        onward = menu.addAction("Continue from this take", lambda: self.continue_from(take))
        edit = menu.addAction("Edit this take…\tCtrl+Alt+V", lambda: self.edit_wanted.emit(take.job))
        for action in (good, onward, edit):
            action.setEnabled(usable and take.model != ANIMATIC)
        grab = self._grab_menu(take, frame, menu)
        grab.setEnabled(usable and take.model != ANIMATIC and frame is not None)
        menu.addMenu(grab)
        if take.model == ANIMATIC:
            menu.addSeparator()
            menu.addAction("An animatic has words in its picture").setEnabled(False)
        return menu

    def toggle_good(self, take: Take) -> None:
        """Find a take good, or no longer."""
        if take.model == ANIMATIC:
            self._refuse(KnownError("An animatic is drawn, not filmed.", "Find a take good that was filmed."))
        elif take.state is not JobState.DONE:
            self._refuse(
                KnownError(f"Take {take.number} has no film to be good.", "Choose one that is done.")
            )
        else:
            toggle_good(self._session, take)

    def continue_from(self, take: Take) -> None:
        """Put a scene behind the take's that starts from its last frame, and go there."""
        self._background.run(
            lambda: last_frame(self._session, take), lambda frame: self._go_on(take, frame), self._refuse
        )

    def grab(self, take: Take, frame: int, member_id: str = "") -> None:
        """Make a frame of a take a view of a member, or of a new one."""
        self._background.run(
            lambda: grabbed_frame(self._session, take, frame),
            lambda reference: self._give(reference, member_id),
            self._refuse,
        )

    def _grab_menu(self, take: Take, frame: int | None, parent: QMenu) -> QMenu:
        """Whose view the frame shall be: those of the take's scene first."""
        menu = QMenu("Grab this frame as a view", parent)
        menu.setObjectName("grab_menu")
        for member in self._members_for(take):
            words = f"Of {member.name.replace('&', '&&')}"
            menu.addAction(words, partial(self.grab, take, frame or 0, member.id))
        menu.addSeparator()
        menu.addAction("Of a new member", partial(self.grab, take, frame or 0))
        return menu

    def _members_for(self, take: Take) -> list[CastMember]:
        project = self._session.project
        scene = project.find_scene(take.scene_id)
        here = [member for member in project.cast if scene is not None and member.name in scene.cast]
        return [*here, *(member for member in project.cast if member not in here)][:_MOST_OFFERED]

    def _give(self, reference: str, member_id: str) -> None:
        view = View(reference)
        new = CastMember(new_id(), "New member", images=(view,))

        def edit(project: Project) -> Project:
            if not member_id:
                return edits.add_members(project, (new,))
            return edits.add_views(project, member_id, (view,))

        self._session.apply(edit, "Grab frame")

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
