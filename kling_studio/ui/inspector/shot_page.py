"""The page of the selected shot."""

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import Mode
from kling_studio.core.project import Project, Scene, Shot
from kling_studio.ui.inspector.camera import CameraCombo
from kling_studio.ui.inspector.controls import SecondsSpin
from kling_studio.ui.inspector.counting import count_of_shot
from kling_studio.ui.inspector.dialogue import DialogueField
from kling_studio.ui.inspector.field import Field
from kling_studio.ui.inspector.view import view_of
from kling_studio.ui.theme import GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.words import FieldKeys, GrowingText, WordsEdit, Writing

_SECONDS_WIDTH_PX = 80
_LONGEST_S = 999


class ShotPage(QWidget):
    """Action, camera, seconds, dialogue and notes."""

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self._shot_id = ""
        self.words = WordsEdit(session, thumbnails)
        self.words.setPlaceholderText("What is seen. @ offers the cast.")
        self.camera = CameraCombo()
        self.seconds = SecondsSpin()
        self.dialogue = DialogueField(session, thumbnails)
        self.notes = GrowingText(session)
        self.notes.setPlaceholderText("Only for you, never sent")
        self.camera.written.connect(self._write_camera)
        self.seconds.valueChanged.connect(self._write_seconds)
        keys = FieldKeys(session, self)
        keys.watch(self.camera)
        keys.watch(self.seconds)
        self.dialogue.cards_changed.connect(self._order_tabs)
        self._lay_out()

    @property
    def fields(self) -> dict[str, QWidget]:
        """Where the hand goes for each field of a shot."""
        return {
            "prompt": self.words,
            "camera": self.camera,
            "seconds": self.seconds,
            "dialogue": self.dialogue.first,
            "notes": self.notes,
        }

    def show_shot(self, scene: Scene, shot: Shot) -> None:
        """Show a shot as the project has it."""
        self._shot_id = shot.id
        view = view_of(self._session, scene)
        self.words.show_text(shot.prompt, self._writing("prompt", "Type words"))
        count = count_of_shot(view, shot)
        self.words.set_count(count.characters, count.limit, count.hard_limit)
        self.notes.show_text(shot.notes, self._writing("notes", "Type notes"))
        self.camera.show_text(shot.camera)
        with QSignalBlocker(self.seconds):
            self.seconds.setRange(1, max(_longest_s(view.mode), shot.seconds))
            self.seconds.setValue(shot.seconds)
        self.dialogue.show_shot(view, shot)

    def _writing(self, field: str, label: str) -> Writing:
        shot_id = self._shot_id

        def edit(project: Project, text: str) -> Project:
            if field == "notes":
                return edits.set_shot(project, shot_id, notes=text)
            return edits.set_shot(project, shot_id, prompt=text)

        return Writing(edit, label, f"{shot_id}/{field}")

    def _write_camera(self, text: str) -> None:
        shot_id = self._shot_id
        self._session.apply(
            lambda project: edits.set_shot(project, shot_id, camera=text), "Set camera", f"{shot_id}/camera"
        )

    def _write_seconds(self, seconds: int) -> None:
        shot_id = self._shot_id
        self._session.apply(
            lambda project: edits.trim_shot(project, shot_id, seconds), "Trim shot", f"{shot_id}/seconds"
        )

    def _order_tabs(self) -> None:
        stops = [self.words, self.camera, self.seconds, *self.dialogue.tab_order, self.notes]
        for stop, following in pairwise(stops):
            QWidget.setTabOrder(stop, following)

    def _lay_out(self) -> None:
        action = Field(
            "Action",
            self.words,
            name="prompt",
            tip="What is seen in this shot: who, what, where. Ctrl+Enter ends the undo step.",
        )
        camera = Field(
            "Camera",
            self.camera,
            name="camera",
            tip="What the camera does. Search the list, or type your own words.",
        )
        seconds = Field(
            "Seconds", self.seconds, name="seconds", tip="How long the shot lasts, in whole seconds."
        )
        self.seconds.setFixedWidth(_SECONDS_WIDTH_PX)
        notes = Field("Notes", self.notes, name="notes", tip="Only for you: notes are never sent.")
        row = QHBoxLayout()
        row.setSpacing(GAP_PX)
        row.addWidget(camera, 1)
        row.addWidget(seconds)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN_PX, 12, MARGIN_PX, MARGIN_PX)
        rows.setSpacing(2 * GAP_PX)
        rows.addWidget(action)
        rows.addLayout(row)
        rows.addWidget(self.dialogue)
        rows.addWidget(notes)
        rows.addStretch(1)


def _longest_s(mode: Mode | None) -> int:
    if mode is None:
        return _LONGEST_S
    return max(mode.only_seconds) if mode.only_seconds else mode.max_seconds
