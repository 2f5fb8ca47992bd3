"""Files on their way to a member of the cast, or becoming members: added first, then given in one undo step."""

from PySide6.QtCore import QObject, QTimer, Signal

from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.project import CastMember
from kling_studio.ui.adding import Added, MediaAdder, added_words
from kling_studio.ui.cast.adding_bar import AddingBar
from kling_studio.ui.cast.carried import given_to
from kling_studio.ui.cast.landing import Gift, for_member, gift_of, made_members
from kling_studio.ui.drops import CarriedView, Drop, FileKind, first_few, good_part, refusal
from kling_studio.ui.large_edits import LargeEdits
from kling_studio.ui.notice import Notice

_BUSY_AFTER_MS = 200
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
        self._adder = MediaAdder(session.folder.add_media, self, fetches=True, leaves_out=True)
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
            return
        good, left_out = for_member(drop) if member_id else good_part(drop)
        if not good.things:
            self._notice.say(first_few(left_out) or refusal(drop))
        elif member_id:
            self._adder.add_and_prepare(good, gift_of, lambda gift: self._give(member_id, gift, left_out))
        else:
            self._adder.add_and_prepare(
                good,
                lambda added: (made_members(added, new_id), len(added)),
                lambda made: self._make(*made, left_out),
            )

    def stop(self) -> None:
        """Wait for what is being copied."""
        self._adder.stop()
        self._large_edits.wait()

    def _move(self, view: CarriedView, member_id: str) -> None:
        label = "Move picture" if view.moves else "Copy picture"
        self._session.apply(given_to(view, member_id), label)

    def _give(self, member_id: str, gift: Gift, left_out: tuple[str, ...]) -> None:
        kinds = {file.kind for file in gift.files}
        label = _LABELS[kinds.pop()] if len(kinds) == 1 else "Add files"

        left_out += self._taken_skipped()
        new = self._new_to(member_id, gift.files)

        def done(changed: bool) -> None:
            if not (changed or new or left_out):
                self._notice.say("The member has these files already.", is_error=False)
            else:
                self._tell(new, len(gift.files) - new, left_out)

        self._large_edits.apply(gift.given_to(member_id), label, done)

    def _make(self, members: tuple[CastMember, ...], files: int, left_out: tuple[str, ...]) -> None:
        left_out += self._taken_skipped()
        new = sum(len(each.images) + (each.clip is not None) + (each.voice is not None) for each in members)

        def done(changed: bool) -> None:
            if changed:
                self.made.emit(members[0].id)
            self._tell(new, files - new, left_out)

        self._large_edits.apply(lambda project: edits.add_members(project, members), "Add to the cast", done)

    def _new_to(self, member_id: str, added: tuple[Added, ...]) -> int:
        """How many different files of these the member does not have yet."""
        member = next((member for member in self._session.project.cast if member.id == member_id), None)
        there: set[str | None] = set()
        if member is not None:
            there = {
                *(view.path for view in member.images),
                member.clip,
                member.voice.sample if member.voice else None,
            }
            there |= {view.framing.original for view in member.images if view.framing is not None}
        return len({file.reference for file in added} - there)

    def _note_skipped(self, sentences: tuple[str, ...]) -> None:
        self._skipped = sentences

    def _taken_skipped(self) -> tuple[str, ...]:
        skipped, self._skipped = self._skipped, ()
        return skipped

    def _tell(self, new: int, same: int, left_out: tuple[str, ...]) -> None:
        """Say what became of a drop that was not taken as a whole."""
        if same or left_out:
            self._notice.say(added_words(new, same, left_out), is_error=bool(left_out))

    def _busy_changed(self, waiting: int) -> None:
        if waiting:
            self.bar.tell(0, 0)
            self._busy_timer.start()
        else:
            self._busy_timer.stop()
            self.bar.hide()
