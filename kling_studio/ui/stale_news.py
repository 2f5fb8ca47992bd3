"""News of what a change of the cast made stale, with the way to see it and the way back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kling_studio.app.session import Session
from kling_studio.core.diff import Change
from kling_studio.core.project import CastMember, Project
from kling_studio.ui.foretelling import Foretelling

if TYPE_CHECKING:
    from kling_studio.app.touching import Touched

_SETTLE_MS = 700


class StaleNews(QObject):
    """Follows members and looks. ``told`` brings a sentence once a burst of changes has settled, and a member's id.

    The id is "" where the member is there no longer. ``outdated`` tells that another change was made, so
    that taking back the one that was told would be something else.
    """

    told = Signal(str, str)
    outdated = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._foretelling = Foretelling(session, self)
        self._last = session.project
        self._before: Project | None = None
        self._member_id = ""
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settling.timeout.connect(self._settle)
        session.changed.connect(self._follow)

    def stop(self) -> None:
        """Tell nothing more, and wait for what is worked out."""
        self._settling.stop()
        self._before = None
        self._foretelling.stop()

    def _follow(self, changes: tuple[Change, ...]) -> None:
        self.outdated.emit()
        self._foretelling.forget()
        before, self._last = self._last, self._session.project
        members = [change.id for change in changes if change.what == "member"]
        dressed = any(change.what == "episode" and "looks" in change.names for change in changes)
        if not members and not dressed:
            self._settling.stop()
            self._before = None
            return
        self._before = self._before or before
        self._member_id = members[0] if members else _dressed_otherwise(before, self._last)
        self._settling.start()

    def _settle(self) -> None:
        before, self._before = self._before, None
        if before is not None and before is not self._last:
            self._foretelling.compare(before, self._last, lambda found: self._tell(before, found))

    def _tell(self, before: Project, found: "Touched") -> None:
        if found.takes:
            member = _of_id(self._last, self._member_id)
            gone = _of_id(before, self._member_id) if member is None else None
            what = (
                f"{member.name} changed"
                if member
                else f"{gone.name} was deleted"
                if gone
                else "The cast changed"
            )
            self.told.emit(f"{what}. It {found.words}.", member.id if member else "")


def _of_id(project: Project, member_id: str) -> CastMember | None:
    return next((member for member in project.cast if member.id == member_id), None)


def _dressed_otherwise(before: Project, after: Project) -> str:
    """The id of the first member that has another look in some episode."""
    for old, new in zip(before.episodes, after.episodes, strict=False):
        for name, _look in set(old.looks) ^ set(new.looks):
            member = after.member(name)
            if member is not None:
                return member.id
    return ""
