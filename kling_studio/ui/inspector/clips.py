"""The clips of a scene: one that guides it, one that is edited, and whether its sound is kept."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.ui.drops import FileKind
from kling_studio.ui.inspector.controls import Switch
from kling_studio.ui.inspector.media import MediaSlot
from kling_studio.ui.inspector.view import SceneView, setting
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.thumbnails import Thumbnails


class ClipFields(QWidget):
    """Reference clip, clip to edit, "Keep its sound": each where the model has a place for it, or it is filled."""

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._scene_id = ""
        self.reference = MediaSlot(
            session,
            thumbnails,
            "Reference clip",
            FileKind.FILM,
            name="reference_video",
            tip="A clip whose motion, style or place the scene follows.",
            empty="Drop a clip that the scene shall follow, or click to choose",
            aim=lambda: self._scene_id,
        )
        self.source = MediaSlot(
            session,
            thumbnails,
            "Clip to edit",
            FileKind.FILM,
            name="source_video",
            tip="A clip that is changed as the words say; what they do not name stays.",
            empty="Drop a clip to change, or click to choose",
            aim=lambda: self._scene_id,
        )
        self.reference.chosen.connect(
            lambda scene, clip: session.apply(
                setting(scene, reference_video=clip or None), "Set reference clip"
            )
        )
        self.source.chosen.connect(
            lambda scene, clip: session.apply(setting(scene, source_video=clip or None), "Set clip to edit")
        )
        self.keep_sound = Switch("Keep its sound")
        self.keep_sound.setObjectName("keep_sound")
        self.keep_sound.setAccessibleName("Keep the clip's sound")
        self.keep_sound.setToolTip("The result keeps the sound of the clip; otherwise it is silent.")
        self.keep_sound.clicked.connect(
            lambda keep: session.apply(setting(self._scene_id, keep_sound=keep), "Set sound of the clip")
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * GAP_PX)
        for widget in (self.reference, self.source, self.keep_sound):
            rows.addWidget(widget)

    def show_scene(self, view: SceneView) -> None:
        """Show what the scene holds and the model takes."""
        scene = view.scene
        self._scene_id = scene.id
        self.reference.show_media(scene.reference_video, view.unsent.get("reference_video"))
        self.source.show_media(scene.source_video, view.unsent.get("source_video"))
        self.reference.setVisible(view.offers("reference_video") or bool(scene.reference_video))
        self.source.setVisible(view.offers("source_video") or bool(scene.source_video))
        self.keep_sound.setVisible(
            view.offers("keep_sound") and bool(scene.reference_video or scene.source_video)
        )
        self.keep_sound.setChecked(scene.keep_sound)
        shown = (self.reference, self.source, self.keep_sound)
        self.setVisible(any(not widget.isHidden() for widget in shown))
