"""Everything about one member of the cast, to be changed where it stands."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core.project import CastMember, MemberKind
from kling_studio.ui.cast.about import MemberAbout, about
from kling_studio.ui.cast.carried import on_other_member
from kling_studio.ui.cast.clip import MemberClip
from kling_studio.ui.cast.fold import Fold, SpringOpening
from kling_studio.ui.cast.foretold import ask_of_drop, with_touched
from kling_studio.ui.cast.head import MemberHead
from kling_studio.ui.cast.landing import Landing, on_member
from kling_studio.ui.cast.looks import LooksSection
from kling_studio.ui.cast.pictures import MemberPictures
from kling_studio.ui.cast.views import ViewStrip
from kling_studio.ui.cast.where_used import WhereUsed
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import Drop, drop_of, drop_of_paths
from kling_studio.ui.foretelling import Foretelling
from kling_studio.ui.foretold_bubble import ForetoldBubble
from kling_studio.ui.notice import Notice
from kling_studio.ui.picture_editor import PictureEditor
from kling_studio.ui.theme import GAP_PX, GRID_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.voice import VoiceSection

if TYPE_CHECKING:
    from kling_studio.app.touching import Touched
    from kling_studio.ui.voice.desk import VoiceDesk


class MemberDetails(QWidget):
    """The editor of one member: what matters first, then parts that are folded until they are wanted.

    ``brought`` tells files for it, ``pictures_wanted`` that some are to be picked, ``unfolded`` a part that was opened.
    """

    brought = Signal(object)
    pictures_wanted = Signal()
    closed = Signal()
    unfolded = Signal(QWidget)

    def __init__(self, session: Session, thumbnails: Thumbnails, desk: "VoiceDesk | None" = None) -> None:
        super().__init__()
        self._session = session
        self._member: CastMember | None = None
        self.setAcceptDrops(True)
        self._head = MemberHead(session)
        self._about = MemberAbout(session)
        self._foretold = ForetoldBubble(session, self)
        self._pictures = MemberPictures(session, thumbnails, self._foretold)
        self._clip = MemberClip(session, thumbnails)
        self.voice = VoiceSection(session, desk)
        self.looks = LooksSection(session, thumbnails, self._foretold)
        self.used = WhereUsed(session)
        self._foretelling = Foretelling(session, self)
        self._bubble = DropBubble(self)
        self._drop = Drop()
        self._landing = Landing("", refused=True)
        self.folds = {
            part: Fold(f"fold{part.capitalize()}", title, widget)
            for part, title, widget in (
                ("voice", "Voice", self.voice),
                ("about", "About", self._about),
                ("looks", "Looks", self.looks),
                ("used", "Used in", self.used),
            )
        }
        self._spring = SpringOpening(self)
        self._voice_waits = False
        self._lay_out()
        self._connect()

    @property
    def strip(self) -> ViewStrip:
        """The member's pictures."""
        return self._pictures.strip

    @property
    def editor(self) -> PictureEditor:
        """What crops and turns one of them."""
        return self._pictures.editor

    def show_member(self, member: CastMember) -> None:
        """Show a member as it stands; what is being typed into the same member's fields stays."""
        if self._member is None or self._member.id != member.id:
            self._keep_voice_room(member)
        self._member = member
        self._head.show_member(member)
        self._about.show_member(member)
        self._pictures.show_member(member)
        self._clip.show_member(member)
        self.voice.show_member(member)
        self.looks.show_member(member)
        self.used.show_member(member)
        voice = member.voice
        self.folds["voice"].head.show_value(f"♪ {voice.name or 'voice without a name'}" if voice else "")
        self.folds["about"].head.show_value(about(member))
        self.folds["looks"].head.show_value(", ".join(look.name for look in member.looks))

    def _keep_voice_room(self, member: CastMember) -> None:
        """A prop or a place has no voice, as a rule: its room is folded, and opens again for the next who has one."""
        fold = self.folds["voice"]
        has_voice = member.kind is MemberKind.CHARACTER or member.voice is not None
        if has_voice and self._voice_waits:
            fold.open_quietly()
        elif not has_voice and fold.is_open:
            fold.fold()
            self._voice_waits = True
            return
        self._voice_waits = self._voice_waits and not has_voice

    def edit_name(self) -> None:
        """Put the hand on the name."""
        self._head.edit_name()

    def open_part(self, part: str) -> QWidget:
        """Open "views", "clip" or one of the folds, put the keyboard into it, and tell what is to be in sight."""
        fold = self.folds.get(part)
        if fold is not None:
            fold.open()
        place: QWidget = fold or {"views": self._pictures, "clip": self._clip}[part]
        fields: dict[str, QWidget] = {
            "views": self._pictures.first_field,
            "clip": self._clip.choose_button,
            "voice": self.voice.name,
            "about": self._about.description,
            "looks": self.looks.first_field,
            "used": self.used.list,
        }
        fields[part].setFocus(Qt.FocusReason.OtherFocusReason)
        return place

    def stop(self) -> None:
        """Wait for what is being read, written and worked out."""
        for part in (
            self._head,
            self._pictures,
            self._clip,
            self.voice,
            self.looks,
            self._foretelling,
            self._foretold,
        ):
            part.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._member is not None:
            is_typing = self._head.is_typing or self.voice.is_typing
            self._head.forget_typed()
            self.voice.forget_typed()
            self.show_member(self._member)
            if not is_typing:
                self.closed.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drop = drop_of(event.mimeData())
        self._landing = self._landing_of(self._drop)
        self._show_landing(event)
        if self._member is not None and not self._landing.refused:
            ask_of_drop(self._foretelling, self._drop, self._member.id, self._foretell)

    def dragMoveEvent(self, event: QDropEvent) -> None:
        self._show_landing(event)
        self._spring.hold(event.position().toPoint())

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_landing(event)
        self._end_drag()
        if event.isAccepted():
            self.brought.emit(self._drop)

    def _show_landing(self, event: QDropEvent) -> None:
        if self._member is None:
            event.ignore()
            return
        refused = self._landing.refused
        self._say_landing()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(not refused or isinstance(event, QDragEnterEvent))

    def _say_landing(self) -> None:
        strip = self.strip.rect().translated(self.strip.mapTo(self, QPoint()))
        place = strip.adjusted(0, 0, 0, -24)
        self._bubble.say(self._landing.words, place, refused=self._landing.refused)

    def _foretell(self, found: "Touched") -> None:
        if self._bubble.isVisible():
            self._landing = Landing(with_touched(self._landing.words, found))
            self._say_landing()

    def _end_drag(self) -> None:
        self._foretelling.forget()
        self._spring.let_go()
        self._bubble.hide()

    def _landing_of(self, drop: Drop) -> Landing:
        """Thought of once for each drag: it may be of thousands of files."""
        if self._session.read_only_reason is not None or self._member is None:
            return Landing(self._session.read_only_reason or "", refused=True)
        if drop.view is not None:
            return on_other_member(drop.view, self._member, self._session.project)
        return on_member(drop, self._member)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, GAP_PX)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addSpacing(GAP_PX)
        column.addWidget(self._pictures)
        column.addSpacing(GRID_PX)
        column.addWidget(self.folds["voice"])
        column.addWidget(self._clip)
        for part in ("about", "looks", "used"):
            column.addWidget(self.folds[part])
        column.addStretch(1)

    def _connect(self) -> None:
        self._head.closed.connect(self.closed)
        self._pictures.pictures_wanted.connect(self.pictures_wanted)
        self.looks.edit_wanted.connect(self._pictures.edit_view)
        for notice in self.voice.findChildren(Notice):
            notice.refused.connect(self.folds["voice"].open)
        self.used.told.connect(self.folds["used"].head.show_value)
        for fold in self.folds.values():
            fold.opened.connect(partial(self.unfolded.emit, fold))
        self._clip.chosen.connect(lambda path: self.brought.emit(drop_of_paths([path])))
        self._foretold.watch(self._clip.clear_button, self._clip.of_none)
