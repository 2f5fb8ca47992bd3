"""The episodes in which a look holds, as a list of checks."""

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from kling_studio.core.project import Episode, Project
from kling_studio.ui.foretold_bubble import screen_rect
from kling_studio.ui.theme import GRID_PX


class LookEpisodes(QWidget):
    """``worn`` tells an episode and whether the look holds there from now on; ``considered`` what a click would do."""

    worn = Signal(str, bool)
    considered = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        title = QLabel("Holds in")
        title.setProperty("role", "label")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX)
        self._column.addWidget(title)

    def show_look(self, project: Project, member: str, look: str) -> None:
        """Show in which episodes the member has this look, and where it has another."""
        self._keep_boxes(project.episodes)
        for number, episode in enumerate(project.episodes, start=1):
            box, worn = self._boxes[episode.id], dict(episode.looks).get(member, "")
            title = episode.title or f"Episode {number}"
            other = f"  ({worn})" if worn and worn != look else ""
            box.setText(f"{title}{other}".replace("&", "&&"))
            box.setAccessibleName(f"{look} in {title}")
            instead = f", instead of {worn}" if other else ""
            box.setToolTip(f"Whether {member} has this look in {title}{instead} (Space)")
            with QSignalBlocker(box):
                box.setChecked(worn == look)

    def place_of(self, episode_id: str) -> QRect:
        """Where the check of an episode is on the screen."""
        return screen_rect(self._boxes[episode_id])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A hand on a box is about to use it."""
        if isinstance(watched, QCheckBox):
            episode_id = watched.objectName().removeprefix("wear_")
            if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
                self.considered.emit(episode_id, not watched.isChecked())
            elif event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut):
                self.considered.emit("", False)
        return super().eventFilter(watched, event)

    def _keep_boxes(self, episodes: tuple[Episode, ...]) -> None:
        ids = [episode.id for episode in episodes]
        if list(self._boxes) == ids:
            return
        for box in self._boxes.values():
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {episode_id: self._box(episode_id) for episode_id in ids}
        for box in self._boxes.values():
            self._column.addWidget(box)

    def _box(self, episode_id: str) -> QCheckBox:
        box = QCheckBox()
        box.setObjectName(f"wear_{episode_id}")
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.installEventFilter(self)
        box.clicked.connect(lambda checked: self.worn.emit(episode_id, checked))
        return box
