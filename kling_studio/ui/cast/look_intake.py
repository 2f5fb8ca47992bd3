"""Pictures on their way to a look: files that are added first, or a picture that it shares with a member."""

from PySide6.QtCore import QObject

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Look, Project, View, ViewKind
from kling_studio.ui.adding import Added, MediaAdder, added_words
from kling_studio.ui.cast.carried import GONE, carried
from kling_studio.ui.cast.landing import Landing, gift_of, left_out_text, named_views
from kling_studio.ui.drops import Drop, FileKind, first_few, good_part, refusal
from kling_studio.ui.notice import Notice

_PICTURES = frozenset({FileKind.PICTURE})


class LookIntake(QObject):
    """Gives what is dropped to a look, each drop in one undo step; ``notice`` tells what went wrong."""

    def __init__(self, session: Session, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._notice = notice
        self._made_adder: MediaAdder | None = None
        self._skipped: tuple[str, ...] = ()

    def landing(self, drop: Drop, member: CastMember, look: Look) -> Landing:
        """What a drop on a look of a member would do."""
        if why := self._session.read_only_reason or self._why_not(drop, look):
            return Landing(why, refused=True)
        good, left_out = good_part(drop, _PICTURES, folders=False)
        number = len(good.things)
        what = "this picture" if number <= 1 else f"{number} pictures"
        return Landing(f"{look.name} of {member.name} gets {what}{left_out_text(left_out)}")

    def bring(self, drop: Drop, member_id: str, look: str) -> None:
        """Give a drop to the look of this name."""
        self._notice.say("")
        view = self._carried(drop)
        if view is not None:
            self._give(member_id, look, ((view.path, view.view),))
            return
        good, left_out = good_part(drop, _PICTURES, folders=False)

        def give(added: tuple[Added, ...]) -> None:
            skipped, self._skipped = self._skipped, ()
            self._give(member_id, look, gift_of(added).pictures)
            if left_out or skipped:
                self._notice.say(added_words(len(added), 0, (*left_out, *skipped)))

        if good.things:
            self._adder.add(good, give)
        else:
            self._notice.say(first_few(left_out) or refusal(drop))

    def stop(self) -> None:
        """Wait for pictures that are being copied."""
        if self._made_adder is not None:
            self._made_adder.stop()

    def _why_not(self, drop: Drop, look: Look) -> str:
        if drop.view is None:
            good, left_out = good_part(drop, _PICTURES, folders=False)
            return "" if good.things else first_few(left_out) or refusal(drop)
        view = self._carried(drop)
        if view is None:
            return GONE
        there = any(other.path == view.path for other in look.images)
        return f"{look.name} has this picture already." if there else ""

    def _carried(self, drop: Drop) -> View | None:
        """The picture of the cast that is dragged here: the look shares it."""
        found = carried(drop.view, self._session.project) if drop.view is not None else None
        return found.picture if found is not None else None

    @property
    def _adder(self) -> MediaAdder:
        if self._made_adder is None:
            self._made_adder = MediaAdder(self._session.folder.add_media, self, fetches=True, leaves_out=True)
            self._made_adder.failed.connect(self._notice.tell)
            self._made_adder.skipped.connect(self._note_skipped)
        return self._made_adder

    def _note_skipped(self, sentences: tuple[str, ...]) -> None:
        self._skipped = sentences

    def _give(self, member_id: str, name: str, pictures: tuple[tuple[str, ViewKind | None], ...]) -> None:
        def edit(project: Project) -> Project:
            there = _look_in(project, member_id, name).images
            images = {view.path: view for view in there}
            for view in named_views(pictures, there):
                images.setdefault(view.path, view)
            return edits.set_look(project, member_id, name, images=tuple(images.values()))

        self._session.apply(edit, "Add pictures of a look")


def _look_in(project: Project, member_id: str, name: str) -> Look:
    for member in project.cast:
        for look in member.looks if member.id == member_id else ():
            if look.name == name:
                return look
    raise EditRejected(f"The look {name} is no longer there.")
