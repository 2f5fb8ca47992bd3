"""Files on their way to a member of the cast, or becoming members: added first, then given in one undo step."""

from PySide6.QtCore import QObject, QTimer, Signal

from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.project import CastMember
from kling_studio.ui.adding import Added, MediaAdder
from kling_studio.ui.cast.adding_bar import AddingBar
from kling_studio.ui.cast.carried import given_to
from kling_studio.ui.cast.landing import Gift, gift_of, made_members
from kling_studio.ui.drops import CarriedView, Drop, FileKind
from kling_studio.ui.large_edits import LargeEdits
from kling_studio.ui.notice import Notice

_BUSY_AFTER_MS = 200
_MOST_NAMED = 3
_LABELS = {
    FileKind.PICTURE: "Add pictures",
    FileKind.FILM: "Set clip",
    FileKind.SOUND: "Set voice sample",
}


class CastIntake(QObject):
    """Takes drops for the cast; ``notice`` tells what became of them, ``made`` the id of the first new member.

    ``bar`` shows how far a long drop is.
    """

    made = Signal(str)

    def __init__(self, session: Session, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._notice = notice
        self._skipped: tuple[str, ...] = ()
        self.bar = AddingBar()
        self._large_edits = LargeEdits(session, self)
        self._adder = MediaAdder(session.folder.add_media, self, fetches=True)
        self._busy_timer = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self.bar.show)
        self.bar.stopped.connect(self._adder.cancel)
        self._adder.failed.connect(notice.tell)
        self._adder.progress.connect(self.bar.tell)
        self._adder.skipped.connect(self._note_skipped)
        self._adder.busy_changed.connect(self._busy_changed)

    def bring(self, drop: Drop, member_id: str) -> None:
        """Add the files of a drop and give them to a member, or make members of them where no id is given."""
        self._notice.say("")
        if drop.view is not None:
            self._move(drop.view, member_id)
        elif drop.things and member_id:
            self._adder.add_and_prepare(drop, gift_of, lambda gift: self._give(member_id, gift))
        elif drop.things:
            self._adder.add_and_prepare(drop, lambda added: made_members(added, new_id), self._make)

    def stop(self) -> None:
        """Wait for what is being copied."""
        self._adder.stop()
        self._large_edits.wait()

    def _move(self, view: CarriedView, member_id: str) -> None:
        label = "Move picture" if view.moves else "Copy picture"
        self._session.apply(given_to(view, member_id), label)

    def _give(self, member_id: str, gift: Gift) -> None:
        kinds = {file.kind for file in gift.files}
        label = _LABELS[kinds.pop()] if len(kinds) == 1 else "Add files"

        def done(changed: bool) -> None:
            if not changed and self._has(member_id, gift.files):
                self._notice.say("The member has these files already.", is_error=False)
            self._tell_skipped(len(gift.files))

        self._large_edits.apply(gift.given_to(member_id), label, done)

    def _make(self, members: tuple[CastMember, ...]) -> None:
        def done(changed: bool) -> None:
            if changed:
                self.made.emit(members[0].id)
            self._tell_skipped(sum(len(member.images) for member in members))

        self._large_edits.apply(lambda project: edits.add_members(project, members), "Add to the cast", done)

    def _has(self, member_id: str, added: tuple[Added, ...]) -> bool:
        member = next((member for member in self._session.project.cast if member.id == member_id), None)
        if member is None:
            return False
        there = {*(view.path for view in member.images), member.clip, member.voice and member.voice.sample}
        there |= {view.framing.original for view in member.images if view.framing is not None}
        return all(file.reference in there for file in added)

    def _note_skipped(self, sentences: tuple[str, ...]) -> None:
        self._skipped = sentences

    def _tell_skipped(self, added: int) -> None:
        skipped, self._skipped = self._skipped, ()
        if skipped:
            words = " ".join(skipped[:_MOST_NAMED])
            more = f" And {len(skipped) - _MOST_NAMED:,} more." if len(skipped) > _MOST_NAMED else ""
            self._notice.say(f"{added:,} added, {len(skipped):,} not: {words}{more}")

    def _busy_changed(self, waiting: int) -> None:
        if waiting:
            self.bar.tell(0, 0)
            self._busy_timer.start()
        else:
            self._busy_timer.stop()
            self.bar.hide()
