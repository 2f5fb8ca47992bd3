"""The first and the last picture of a scene, side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from kling_studio.app.following import last_frame, take_before
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.ui.background import Background
from kling_studio.ui.drops import FileKind
from kling_studio.ui.icons import icon
from kling_studio.ui.inspector.media import MediaSlot
from kling_studio.ui.inspector.view import SceneView, setting
from kling_studio.ui.theme import DARK, GRID_PX
from kling_studio.ui.thumbnails import Thumbnails


class FramesRow(QWidget):
    """Start and end frame, and a button that swaps them."""

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self._scene_id = ""
        self.start = self._slot(
            thumbnails, "Start frame", "start_frame", "The picture that the scene begins with."
        )
        self.end = self._slot(thumbnails, "End frame", "end_frame", "The picture that the scene arrives at.")
        self.start.chosen.connect(
            lambda scene, frame: session.apply(setting(scene, start_frame=frame or None), "Set start frame")
        )
        self.end.chosen.connect(
            lambda scene, frame: session.apply(setting(scene, end_frame=frame or None), "Set end frame")
        )
        self._background = Background(self)
        self.from_take = QPushButton("From the take before")
        self.from_take.setObjectName("start_from_take")
        self.from_take.setProperty("role", "link")
        self.from_take.setAccessibleName("Start from the last frame of the take before")
        self.from_take.setToolTip(
            "Start from the last frame of the newest take of the scene in front of this one."
        )
        self.from_take.clicked.connect(self.use_take_before)
        place = self.start.layout()
        if place is not None:
            place.addWidget(self.from_take)
        session.facts_changed.connect(lambda _jobs: self._offer_take())
        self._swap = QToolButton()
        self._swap.setObjectName("swap_frames")
        self._swap.setIcon(icon("swap-horizontal"))
        self._swap.setToolTip("Swap start and end frame")
        self._swap.setAccessibleName("Swap start and end frame")
        self._swap.clicked.connect(lambda: session.dispatch(edits.swap_frames, self._scene_id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.start, 1, top)
        row.addWidget(self._swap, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.end, 1, top)

    def show_scene(self, view: SceneView) -> None:
        """Show both frames as far as the model takes them or the scene holds them."""
        scene = view.scene
        self._scene_id = scene.id
        self.start.show_media(
            scene.start_frame, view.unsent.get("start_frame") if scene.start_frame else None
        )
        # Where an end frame waits for its start frame, the finding stands at the start frame.
        waits = scene.end_frame and not scene.start_frame
        self.end.show_media(
            scene.end_frame,
            view.unsent.get("end_frame") or (view.unsent.get("start_frame") if waits else None),
        )
        self.start.setVisible(view.offers("start_frame") or bool(scene.start_frame))
        self.end.setVisible(view.offers("end_frame") or bool(scene.end_frame))
        self._swap.setVisible(not self.start.isHidden() and not self.end.isHidden())
        self._offer_take()
        self._swap.setEnabled(bool(scene.start_frame or scene.end_frame))
        self.setVisible(not self.start.isHidden() or not self.end.isHidden())

    def use_take_before(self) -> None:
        """Let the scene start where the newest take of the one in front of it ends."""
        scene_id, take = self._scene_id, take_before(self._session, self._scene_id)
        if take is not None:
            self._background.run(
                lambda: last_frame(self._session, take),
                lambda frame: self.start.chosen.emit(scene_id, frame),
                lambda error: self.start.set_hint(str(error), DARK.error),
            )

    def _offer_take(self) -> None:
        scene = self._session.project.find_scene(self._scene_id)
        is_free = scene is not None and not scene.start_frame
        self.from_take.setVisible(is_free and take_before(self._session, self._scene_id) is not None)

    def _slot(self, thumbnails: Thumbnails, label: str, name: str, tip: str) -> MediaSlot:
        return MediaSlot(
            self._session,
            thumbnails,
            label,
            FileKind.PICTURE,
            name=name,
            tip=tip,
            empty="Drop a picture, or click to choose",
            aim=lambda: self._scene_id,
        )
