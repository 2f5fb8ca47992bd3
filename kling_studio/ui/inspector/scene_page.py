"""The page of the scene, built from what its model takes."""

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import Project, Scene
from kling_studio.ui.inspector.cast import CastField
from kling_studio.ui.inspector.clips import ClipFields
from kling_studio.ui.inspector.controls import ShareSpin
from kling_studio.ui.inspector.counting import count_of_scene
from kling_studio.ui.inspector.field import Field
from kling_studio.ui.inspector.frames import FramesRow
from kling_studio.ui.inspector.models import ModelField
from kling_studio.ui.inspector.settings import AspectField, CutsField, LanguageField, ModeField, SoundField
from kling_studio.ui.inspector.strip import PicturesField
from kling_studio.ui.inspector.view import SceneView, setting, view_of
from kling_studio.ui.theme import GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.words import FieldKeys, GrowingText, LineEdit, WordsEdit, Writing

_NO_GUIDANCE = -0.1


class _Section(Protocol):
    def show_scene(self, view: SceneView) -> None: ...


class ScenePage(QWidget):
    """Everything of the scene but its shots."""

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self._scene_id = ""
        self.title = LineEdit(session)
        self.words = WordsEdit(session, thumbnails)
        self.words.setPlaceholderText("Place, light, mood: what holds for every shot")
        self.avoid = GrowingText(session, lines=(1, 4))
        self.avoid.setPlaceholderText("Such as: blur, distortion, low quality")
        self.guidance = ShareSpin()
        self.model = ModelField(session)
        self.mode = ModeField(session)
        self.aspect = AspectField(session)
        self.sound = SoundField(session)
        self.language = LanguageField(session)
        self.cuts = CutsField(session)
        self.cast = CastField(session)
        self.frames = FramesRow(session, thumbnails)
        self.pictures = PicturesField(session, thumbnails)
        self.clips = ClipFields(session, thumbnails)
        self._avoid_field, self._guidance_field = self._lay_out()

    @property
    def fields(self) -> dict[str, QWidget]:
        """Where the hand goes for each field of a scene."""
        return {
            "title": self.title,
            "prompt": self.words,
            "model": self.model.combo,
            "mode": self.mode.combo,
            "aspect_ratio": self.aspect.combo,
            "audio": self.sound.switch,
            "language": self.language.combo,
            "shot_type": self.cuts.combo,
            "cast": self.cast.add_button,
            "start_frame": self.frames.start.tile,
            "end_frame": self.frames.end.tile,
            "images": self.pictures.add_tile,
            "reference_video": self.clips.reference.tile,
            "source_video": self.clips.source.tile,
            "keep_sound": self.clips.keep_sound,
            "negative_prompt": self.avoid,
            "cfg_scale": self.guidance,
        }

    def show_scene(self, scene: Scene) -> None:
        """Show a scene as the project has it."""
        self._scene_id = scene.id
        view = view_of(self._session, scene)
        self.title.show_text(scene.title, self._writing("title"))
        self.words.show_text(scene.prompt, self._writing("prompt"))
        count = count_of_scene(view)
        self.words.set_count(count.characters, count.limit, count.hard_limit)
        for section in self._sections():
            section.show_scene(view)
        self.pictures.setVisible(view.offers("images") or bool(scene.images))
        self.avoid.show_text(scene.negative_prompt, self._writing("negative_prompt"))
        self._avoid_field.setVisible(view.offers("negative_prompt") or bool(scene.negative_prompt))
        self._avoid_field.set_unsent(view.unsent.get("negative_prompt"))
        with QSignalBlocker(self.guidance):
            self.guidance.setValue(_NO_GUIDANCE if scene.cfg_scale is None else scene.cfg_scale)
        self._guidance_field.setVisible(view.offers("cfg_scale") or scene.cfg_scale is not None)
        self._guidance_field.set_unsent(view.unsent.get("cfg_scale"))

    def _sections(self) -> Iterator[_Section]:
        yield from (self.model, self.mode, self.aspect, self.sound, self.language, self.cuts, self.cast)
        yield from (self.frames, self.pictures, self.clips)

    def _writing(self, field: str) -> Writing:
        scene_id = self._scene_id

        def edit(project: Project, text: str) -> Project:
            match field:
                case "title":
                    return edits.set_scene(project, scene_id, title=text)
                case "prompt":
                    return edits.set_scene(project, scene_id, prompt=text)
                case _:
                    return edits.set_scene(project, scene_id, negative_prompt=text)

        label = {"title": "Name scene", "prompt": "Type words"}.get(field, "Type what to avoid")
        return Writing(edit, label, f"{scene_id}/{field}")

    def _write_guidance(self, value: float) -> None:
        guidance = None if value < 0 else round(value, 2)
        self._session.apply(
            setting(self._scene_id, cfg_scale=guidance), "Set guidance", f"{self._scene_id}/cfg_scale"
        )

    def _lay_out(self) -> tuple[Field, Field]:
        title = Field("Title", self.title, name="title", tip="What the scene is called. Never sent.")
        words = Field(
            "In front of every shot",
            self.words,
            name="scene_prompt",
            tip="Words that stand in front of the words of every shot. @ offers the cast.",
        )
        avoid = Field("What to avoid", self.avoid, name="negative_prompt", tip="What shall not be seen.")
        tip = "How closely the model keeps to the words: 0 loosely, 1 closely. Below 0: as the model does by itself."
        guidance = Field("Guidance", self.guidance, name="cfg_scale", tip=tip)
        self._set_up_guidance()
        row = QHBoxLayout()
        row.setSpacing(GAP_PX)
        row.addWidget(self.language, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.cuts, 1, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN_PX, 12, MARGIN_PX, MARGIN_PX)
        rows.setSpacing(2 * GAP_PX)
        above: tuple[QWidget, ...] = (title, words, self.model, self.mode, self.aspect, self.sound)
        below: tuple[QWidget, ...] = (self.cast, self.frames, self.pictures, self.clips, avoid, guidance)
        for widget in above:
            rows.addWidget(widget)
        rows.addLayout(row)
        for widget in below:
            rows.addWidget(widget)
        rows.addStretch(1)
        return avoid, guidance

    def _set_up_guidance(self) -> None:
        self.guidance.setRange(_NO_GUIDANCE, 1.0)
        self.guidance.setSingleStep(0.1)
        self.guidance.setDecimals(2)
        self.guidance.setSpecialValueText("As the model does")
        FieldKeys(self._session, self).watch(self.guidance)
        self.guidance.valueChanged.connect(self._write_guidance)
