"""The clip of one member: its picture, its length, and which part of it is used."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.cuts import can_be_cut, clip_original, length_words
from kling_studio.core.media_facts import MediaKind
from kling_studio.core.project import CastMember
from kling_studio.storage.media_names import FILM_ENDINGS
from kling_studio.ui.cast.fold import TITLE_PX
from kling_studio.ui.cast.form import label
from kling_studio.ui.file_slot import FileSlot
from kling_studio.ui.foretold_line import Question
from kling_studio.ui.icons import icon
from kling_studio.ui.notice import Notice
from kling_studio.ui.sight import bring_into_sight
from kling_studio.ui.theme import DARK, GAP_PX, GRID_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.trimming import TrimEditor

_POSTER = QSize(48, 27)
_CORNER_PX = 3
_PLAY_PX = 16


class ClipPoster(QAbstractButton):
    """The middle of the clip, with the sign that it plays."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: QPixmap | None = None
        self.setObjectName("clipPoster")
        self.setAccessibleName("Play and trim the clip")
        self.setToolTip("Play the clip, and choose the part of it that is used")
        self.setFixedSize(_POSTER)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # "Trim…" beside it does the same
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show a picture; none is an empty place."""
        self.picture = picture
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), _CORNER_PX, _CORNER_PX)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), QColor(DARK.ground3))
        if self.picture is not None:
            painter.drawPixmap(0, 0, self.picture)
        if self.isEnabled():
            painter.fillRect(self.rect(), QColor(0, 0, 0, 90))
            side = _PLAY_PX
            icon("play", "#ffffff").paint(
                painter, (self.width() - side) // 2, (self.height() - side) // 2, side, side
            )


class MemberClip(QWidget):
    """``chosen`` tells another film, by its path."""

    chosen = Signal(str)

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self._thumbnails = thumbnails
        self._member: CastMember | None = None
        self._slot = FileSlot("clip", FILM_ENDINGS)
        self._poster = ClipPoster()
        # Beside a picture, a name and three buttons there is no room for it.
        self._title, self._title_above = label("Clip"), label("Clip")
        self._refusal = Notice("clipRefusal")
        self.editor = TrimEditor(session, session.catalog.clip_seconds(), is_sound=False)
        self._lay_out()
        self._connect()

    @property
    def choose_button(self) -> QToolButton:
        """What lets another be chosen."""
        return self._slot.choose_button

    @property
    def clear_button(self) -> QToolButton:
        """What takes the clip away."""
        return self._slot.clear_button

    def show_member(self, member: CastMember) -> None:
        """Show a member's clip; one that is being trimmed stays in the editor while the member has it."""
        is_other = self._member is None or self._member.id != member.id
        self._member = member
        if is_other:
            self._refusal.say("")
        if self.editor.is_open and (is_other or self.editor.original != clip_original(member)):
            self.editor.close_editor()
        self._show()

    def of_none(self) -> Question | None:
        """What taking the clip away would do."""
        if self._member is None or self._session.read_only_reason is not None:
            return None
        member_id = self._member.id
        return Question(
            lambda project: edits.set_member(project, member_id, clip=None), "Taking the clip away"
        )

    def stop(self) -> None:
        """Wait for what is read and written."""
        self.editor.stop()

    def _show(self) -> None:
        member = self._member
        if member is None:
            return
        original = clip_original(member)
        can_trim = can_be_cut(original) and not self._is_missing(original)
        writable = self._session.read_only_reason is None
        length = length_words(original, member.clip_cut, self._session.media)
        self._slot.show_file(original, length, can_trim=can_trim and writable)
        self._poster.setEnabled(can_trim and writable)
        self._poster.setVisible(bool(member.clip))
        self._title.setVisible(not member.clip)
        self._title_above.setVisible(bool(member.clip))
        self._show_poster()

    def _show_poster(self) -> None:
        clip = self._member.clip if self._member else None
        if not clip:
            return
        # A part that is being made is seen as what it is cut out of.
        original = clip_original(self._member) if self._member else clip
        reference = original if self._is_missing(clip) or clip not in self._session.media else clip
        self._poster.show_picture(self._thumbnails.pixmap(reference, _POSTER.width(), _POSTER.height()))

    def _is_missing(self, reference: str) -> bool:
        fact = self._session.media.get(reference)
        return fact is not None and fact.kind in (MediaKind.MISSING, MediaKind.UNREADABLE)

    def _trim(self) -> None:
        member = self._member
        if member is not None and member.clip:
            self._refusal.say("")
            self.editor.edit(member.id, clip_original(member), member.clip_cut)
            bring_into_sight(self.editor)

    def _clear(self) -> None:
        if self._member is not None:
            self._session.dispatch(edits.set_member, self._member.id, clip=None)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        self._title.setFixedWidth(TITLE_PX + GAP_PX - GRID_PX)
        row.addWidget(self._title)
        row.addWidget(self._poster)
        row.addWidget(self._slot, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._title_above)
        column.addLayout(row)
        column.addWidget(self._refusal)
        column.addWidget(self.editor)

    def _connect(self) -> None:
        self._slot.chosen.connect(self.chosen)
        self._slot.cleared.connect(self._clear)
        self._slot.trim_wanted.connect(self._trim)
        self._poster.clicked.connect(self._trim)
        self.editor.failed.connect(self._refusal.tell)
        self.editor.closed.connect(self._slot.trim_button.setFocus)
        self._thumbnails.ready.connect(lambda _reference: self._show_poster())
        self._session.media_changed.connect(lambda _none: self._show())
