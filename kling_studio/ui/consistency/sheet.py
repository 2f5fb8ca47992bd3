"""The window of a consistency sheet: it stays open beside the main one."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.consistency import FrameCache, write_sheet
from kling_studio.app.session import Session, label_of
from kling_studio.core import edits
from kling_studio.core.consistency import ConsistencySheet, SheetEpisode, SheetFrame, consistency_sheet
from kling_studio.core.project import CastMember, Project
from kling_studio.ui.background import Background
from kling_studio.ui.consistency.frames import FrameList
from kling_studio.ui.consistency.source import FrameSource
from kling_studio.ui.library.pictures import PictureRows
from kling_studio.ui.notice import Notice
from kling_studio.ui.theme import GAP_PX, HEADING_PX, MARGIN_PX, sized
from kling_studio.ui.thumbnails import Thumbnails

_SIZE_PX = (1080, 760)
_REFERENCES_PX = 188
_FOLLOW_AFTER_MS = 250


class ConsistencyDialog(QDialog):
    """One member's sheet. ``take_wanted`` tells a take to be shown by its scene and number."""

    take_wanted = Signal(str, int)
    _written = Signal(int, int)

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
        self._thumbnails = thumbnails
        self._cache = cache
        self._lists: list[FrameList] = []
        self._stop_writing = Event()
        self.sheet = ConsistencySheet(member.name, ())
        self.source = FrameSource(cache, self)
        self._background = Background(self)
        self.setObjectName("consistency")
        self.setWindowTitle(f"Consistency of {member.name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_FOLLOW_AFTER_MS)
        self._pause.timeout.connect(self.refresh)
        self._unfollow: list[Callable[[], None]] = [
            session.changed.connect(lambda _changes: self._pause.start()),
            session.facts_changed.connect(lambda _jobs: self._pause.start()),
        ]
        self.source.progress.connect(self._show_progress)
        self._written.connect(self._show_progress)
        self.resize(*_SIZE_PX)
        self.refresh()

    @property
    def lists(self) -> tuple[FrameList, ...]:
        """The frames, an episode each."""
        return tuple(self._lists)

    def refresh(self) -> None:
        """Follow the project; a member that is gone closes its sheet."""
        member = next((one for one in self._session.project.cast if one.id == self._member.id), None)
        if member is None:
            self.close()
            return
        self._member = member
        before = self.sheet
        self.sheet = consistency_sheet(self._session.project, self._session.ledger, member)
        if _frame_of(before) != _frame_of(self.sheet) or not self._lists:
            self._build()
        self._show_frames()
        self._say()
        self.source.want(self.sheet.frames)

    def scrub(self, key: str, time_s: float) -> None:
        """Let another moment of a take be seen; nothing is chosen yet."""
        frame = self._frame(key)
        if frame is not None:
            frame = frame.moved(_whole_ms(time_s))
            self.sheet = self.sheet.with_frame(frame)
            self._show_frames()
            self.source.want_now(frame)

    def pick(self, key: str, time_s: float) -> None:
        """Choose another moment of a take; presses of a key in quick succession are one step."""
        frame = self._frame(key)
        if frame is not None:
            moved = frame.moved(_whole_ms(time_s))
            self._choose(
                lambda project: edits.pick_frame(
                    project, self._member.id, frame.take, frame.shot_id, moved.time_s
                ),
                label_of(edits.pick_frame),
                f"sheet {self._member.id} {key}",
            )
            self.source.want_now(moved)

    def hide_frame(self, key: str) -> None:
        """Leave a frame out of the sheet."""
        frame = self._frame(key)
        if frame is not None:
            self._choose(
                lambda project: edits.hide_frame(project, self._member.id, frame.take, frame.shot_id),
                label_of(edits.hide_frame),
            )

    def show_hidden(self) -> None:
        """Bring back what was hidden."""
        self._choose(
            lambda project: edits.show_hidden_frames(project, self._member.id),
            label_of(edits.show_hidden_frames),
        )

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

    def choose_file(self) -> None:
        """Ask where to write the sheet."""
        dialog = QFileDialog(self, "Save the sheet")
        dialog.setObjectName("file_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF (*.pdf)", "Picture (*.png)"])
        dialog.setDefaultSuffix("pdf")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("png" if "png" in chosen else "pdf")
        )
        dialog.selectFile(f"{self._member.name.replace('/', '-')}.pdf")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, target: Path) -> None:
        """Write the sheet by the ending of the name, on another thread."""
        sheet, title, session = self.sheet, self._session.project.title, self._session
        self._stop_writing.clear()
        self.save_button.setEnabled(False)
        self._notice.say("")

        def work() -> bool:
            return write_sheet(
                sheet,
                title,
                self._cache,
                session.path_of,
                target,
                self._written.emit,
                self._stop_writing.is_set,
            )

        def done(is_written: bool) -> None:
            self._ended()
            self._notice.say(f"Saved as {target.name}." if is_written else "Not saved.", is_error=False)

        def failed(error: Exception) -> None:
            self._ended()
            self._notice.say(str(error))

        self._background.run(work, done, failed)

    def cancel(self) -> None:
        """Read and write no more."""
        self._stop_writing.set()
        self.source.cancel()

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
        self._background.wait()

    def _frame(self, key: str) -> SheetFrame | None:
        return next((frame for frame in self.sheet.frames if frame.key == key), None)

    def _choose(self, edit: Callable[[Project], Project], label: str, merge_key: str | None = None) -> None:
        if self._session.read_only_reason is not None:
            self._notice.say(self._session.read_only_reason)
        self._session.apply(edit, label, merge_key)
        self._pause.stop()
        self.refresh()

    def _show_frames(self) -> None:
        for frames, episode in zip(self._lists, self.sheet.episodes, strict=True):
            frames.show_frames(episode.frames)

    def _ended(self) -> None:
        self._show_progress(0, 0)
        self.save_button.setEnabled(bool(self.sheet.frames))

    def _show_progress(self, done: int, whole: int) -> None:
        is_under_way = done < whole
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)
        self._progress.setVisible(is_under_way)
        self._bar.setAccessibleName(f"{done} of {whole} frames")

    def _say(self) -> None:
        frames, hidden = len(self.sheet.frames), self.sheet.hidden
        takes = len({frame.video for frame in self.sheet.frames})
        name = self._member.name
        through = f"{name} through {takes:,} take{'' if takes == 1 else 's'}"
        self._heading.setText(through if takes else f"{name}: no takes yet")
        self._empty.setText(
            f"No take of a scene that casts {name} is here yet. Render one, and its frames stand here."
            if not hidden
            else "Every frame is hidden."
        )
        self._empty.setVisible(not frames)
        self.hidden_button.setText(f"Show {hidden} hidden")
        self.hidden_button.setVisible(bool(hidden))
        self.save_button.setEnabled(bool(frames))

    def _build(self) -> None:
        self._lists = []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, MARGIN_PX)
        column.setSpacing(GAP_PX)
        for episode in self.sheet.episodes:
            column.addWidget(_episode_title(episode))
            row = QHBoxLayout()
            row.setSpacing(MARGIN_PX)
            references = PictureRows(self._thumbnails)
            references.setFixedWidth(_REFERENCES_PX)
            references.setAccessibleName(f"References in {episode.title}")
            references.show_views(episode.references)
            row.addWidget(references, 0, Qt.AlignmentFlag.AlignTop)
            frames = FrameList(self.source, episode.title)
            frames.scrubbed.connect(self.scrub)
            frames.picked.connect(self.pick)
            frames.hidden.connect(self.hide_frame)
            frames.take_wanted.connect(self.take_wanted)
            self._lists.append(frames)
            row.addWidget(frames, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addStretch(1)
        self._scroll.setWidget(body)

    def _lay_out(self) -> None:
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self._heading.setFont(sized(HEADING_PX, bold=True))
        self._empty = QLabel()
        self._empty.setProperty("role", "label")
        self._empty.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        self._notice = Notice("consistencyNotice")
        self._notice.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        cancel = _button("consistencyCancel", "Cancel", "Read no more frames")
        cancel.setProperty("role", "link")
        cancel.clicked.connect(self.cancel)
        self._progress = QWidget()
        progress = QHBoxLayout(self._progress)
        progress.setContentsMargins(0, 0, 0, 0)
        progress.addWidget(self._bar)
        progress.addWidget(cancel)
        self._progress.hide()
        self.hidden_button = _button("consistencyShowHidden", "", "Bring back the frames that were hidden")
        self.hidden_button.setProperty("role", "link")
        self.hidden_button.clicked.connect(self.show_hidden)
        self.save_button = _button("consistencySave", "Save as…", "Write the sheet as a PDF or a picture")
        self.save_button.clicked.connect(self.choose_file)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        head.setSpacing(GAP_PX)
        head.addWidget(self._heading, 1)
        for widget in (self._progress, self.hidden_button, self.save_button):
            head.addWidget(widget)
        hint = QLabel(
            "Drag across a frame, or Alt+Left and Alt+Right, for another moment. Del hides it, Enter shows its take."
        )
        hint.setProperty("role", "hint")
        hint.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN_PX, 0, GAP_PX)
        column.setSpacing(GAP_PX)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(self._empty)
        column.addWidget(self._scroll, 1)
        column.addWidget(hint)


def _whole_ms(time_s: float) -> float:
    """So fine are frames kept, and a time in the project's file stays readable."""
    return round(time_s, 3)


def _frame_of(sheet: ConsistencySheet) -> list[tuple[object, ...]]:
    """What a sheet has around its frames."""
    return [(episode.title, episode.look, episode.references) for episode in sheet.episodes]


def _episode_title(episode: SheetEpisode) -> QLabel:
    label = QLabel(" · ".join(filter(None, (episode.title, episode.look))))
    label.setProperty("role", "name")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoDefault(False)
    return button
