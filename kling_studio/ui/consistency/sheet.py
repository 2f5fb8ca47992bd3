"""The window of a consistency sheet: it stays open beside the main one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from kling_studio.app.consistency import FrameCache
from kling_studio.app.session import Session, label_of
from kling_studio.core import edits
from kling_studio.core.consistency import (
    ConsistencySheet,
    EpisodeToCome,
    SheetFrame,
    consistency_sheet,
    episodes_to_come,
)
from kling_studio.core.project import CastMember, Project
from kling_studio.ui.consistency.episodes import EpisodeRows
from kling_studio.ui.consistency.frames import FrameList
from kling_studio.ui.consistency.head import SheetHead
from kling_studio.ui.consistency.saving import SheetSaving, file_dialog
from kling_studio.ui.consistency.source import FrameSource
from kling_studio.ui.good_mark import toggle_good
from kling_studio.ui.notice import Notice
from kling_studio.ui.theme import GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails

_SIZE_PX = (1080, 760)
_FOLLOW_AFTER_MS = 250
_HINT = (
    "Drag across a frame, or Alt+Left and Alt+Right, for another moment. "
    "G finds its take good, Del hides it, Enter shows the take."
)


class ConsistencyDialog(QDialog):
    """One member's sheet. ``take_wanted`` tells a take to be shown by its scene and number."""

    take_wanted = Signal(str, int)

    def __init__(
        self,
        session: Session,
        member: CastMember,
        thumbnails: Thumbnails,
        cache: FrameCache,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._member = member
        self.sheet = ConsistencySheet(member.name, ())
        self.source = FrameSource(cache, self)
        self._saving = SheetSaving(session, cache, self)
        self._head = SheetHead()
        self.hidden_button, self.save_button = self._head.hidden_button, self._head.save_button
        self._rows = EpisodeRows(thumbnails, self.source)
        self.setObjectName("consistency")
        self.setWindowTitle(f"Consistency of {member.name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lay_out()
        self._wire()
        self._pause = QTimer(self, singleShot=True, interval=_FOLLOW_AFTER_MS)
        self._pause.timeout.connect(self.refresh)
        self._unfollow: list[Callable[[], None]] = [
            session.changed.connect(lambda _changes: self._pause.start()),
            session.facts_changed.connect(lambda _jobs: self._pause.start()),
        ]
        self.resize(*_SIZE_PX)
        self.refresh()
        self._rows.take_focus()

    @property
    def lists(self) -> tuple[FrameList, ...]:
        """The frames, an episode each."""
        return self._rows.lists

    def refresh(self) -> None:
        """Follow the project; a member that is gone closes its sheet."""
        self._pause.stop()
        member = next((one for one in self._session.project.cast if one.id == self._member.id), None)
        if member is None:
            self.close()
            return
        self._member = member
        self.sheet = consistency_sheet(self._session.project, self._session.ledger, member)
        self._head.show_sheet(self.sheet)
        if self.sheet.frames:
            self._rows.show_sheet(self.sheet)
        else:
            self._show_coming()
        self._empty.setVisible(not self.sheet.frames)
        self._hint.setVisible(bool(self.sheet.frames))
        self.source.want(self.sheet.frames)

    def scrub(self, key: str, time_s: float) -> None:
        """Let another moment of a take be seen; nothing is chosen yet."""
        frame = self._frame(key)
        if frame is not None:
            frame = frame.moved(_whole_ms(time_s))
            self.sheet = self.sheet.with_frame(frame)
            self._rows.show_sheet(self.sheet)
            self.source.want_now(frame)

    def pick(self, key: str, time_s: float) -> None:
        """Choose another moment of a take; presses of a key in quick succession are one step."""
        frame, member_id = self._frame(key), self._member.id
        if frame is None:
            return
        moved, is_behind = frame.moved(_whole_ms(time_s)), self._pause.isActive()
        is_picked = self._choose(
            lambda project: edits.pick_frame(project, member_id, moved.take, moved.shot_id, moved.time_s),
            label_of(edits.pick_frame),
            f"sheet {member_id} {key}",
        )
        if is_picked and not is_behind:
            # Nothing else is another: a long series is not gone through for one frame.
            self._pause.stop()
            self.sheet = self.sheet.with_frame(moved)
            self._rows.show_sheet(self.sheet)
        else:
            self.refresh()
        self.source.want_now(moved)

    def hide_frame(self, key: str) -> None:
        """Leave a frame out of the sheet."""
        frame, member_id = self._frame(key), self._member.id
        if frame is not None:
            self._choose(
                lambda project: edits.hide_frame(project, member_id, frame.take, frame.shot_id),
                label_of(edits.hide_frame),
            )
            self.refresh()

    def show_hidden(self) -> None:
        """Bring back what was hidden."""
        member_id = self._member.id
        self._choose(
            lambda project: edits.show_hidden_frames(project, member_id), label_of(edits.show_hidden_frames)
        )
        self.refresh()

    def judge(self, job: str) -> None:
        """Find a take good, or no longer."""
        take = self._session.ledger.takes.get(job)
        if take is not None:
            self._notice.say(self._session.read_only_reason or "")
            toggle_good(self._session, take)
            self.refresh()

    def choose_file(self) -> None:
        """Ask where to write the sheet."""
        dialog = file_dialog(self._member.name, self)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, target: Path) -> None:
        """Write the sheet by the ending of the name, on another thread."""
        self.save_button.setEnabled(False)
        self._notice.say("")
        self._saving.save(self.sheet, target)

    def cancel(self) -> None:
        """Read and write no more."""
        self._saving.cancel()
        self.source.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's. The main window's undo and redo do not reach here."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self._session.undo()
            self.refresh()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._session.redo()
            self.refresh()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Qt's: Escape and the window's own button come here."""
        self.stop()
        super().reject()

    def stop(self) -> None:
        """Follow nothing more, and wait for what is being read and written."""
        for unfollow in self._unfollow:
            unfollow()
        self._unfollow = []
        self._pause.stop()
        self.cancel()
        self.source.stop()
        self._saving.stop()

    def _frame(self, key: str) -> SheetFrame | None:
        return next((frame for frame in self.sheet.frames if frame.key == key), None)

    def _choose(self, edit: Callable[[Project], Project], label: str, merge_key: str | None = None) -> bool:
        self._notice.say(self._session.read_only_reason or "")
        return self._session.apply(edit, label, merge_key)

    def _show_coming(self) -> None:
        coming = episodes_to_come(self._session.project, self._member)
        self._empty.setText(_what_will_come(self.sheet, coming))
        self._rows.show_coming(coming)

    def _tell_saved(self, sentence: str, is_error: bool) -> None:
        self._head.show_progress(0, 0)
        self.save_button.setEnabled(bool(self.sheet.frames))
        self._notice.say(sentence, is_error=is_error)

    def _wire(self) -> None:
        self._rows.scrubbed.connect(self.scrub)
        self._rows.picked.connect(self.pick)
        self._rows.hidden.connect(self.hide_frame)
        self._rows.take_wanted.connect(self.take_wanted)
        self._rows.judged.connect(self.judge)
        self._head.cancel_button.clicked.connect(self.cancel)
        self.hidden_button.clicked.connect(self.show_hidden)
        self.save_button.clicked.connect(self.choose_file)
        self.source.progress.connect(self._head.show_progress)
        self._saving.progress.connect(self._head.show_progress)
        self._saving.ended.connect(self._tell_saved)

    def _lay_out(self) -> None:
        self._notice = Notice("consistencyNotice")
        self._notice.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        self._empty = _line("label")
        self._empty.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, GAP_PX)
        self._hint = _line("hint")
        self._hint.setText(_HINT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN_PX, 0, GAP_PX)
        column.setSpacing(GAP_PX)
        column.addWidget(self._head)
        column.addWidget(self._notice)
        column.addWidget(self._empty)
        column.addWidget(self._rows, 1)
        column.addWidget(self._hint)


def _what_will_come(sheet: ConsistencySheet, coming: tuple[EpisodeToCome, ...]) -> str:
    if sheet.hidden:
        return f"Show the {sheet.hidden} hidden, and they stand beside the references again."
    if any(episode.shots for episode in coming):
        return (
            f"Every take of these shots brings a frame of {sheet.member}, to be seen beside the references."
        )
    name = sheet.member
    return f"No scene casts {name} yet. Cast {name} in one, and the frames of its takes will stand here."


def _line(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
    return label


def _whole_ms(time_s: float) -> float:
    """So fine are frames kept, and a time in the project's file stays readable."""
    return round(time_s, 3)
