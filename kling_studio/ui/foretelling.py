"""What a change makes stale, worked out on another thread; only the newest question is answered."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kling_studio.app.session import Session
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.project import Project
from kling_studio.ui.background import Background

if TYPE_CHECKING:
    from kling_studio.app.touching import Touched

Edit = Callable[[Project], Project]
WhenTold = Callable[["Touched"], object]
Cancelled = Callable[[], bool]
Look = Callable[[Cancelled], tuple[Edit, MediaFacts]]


class Foretelling(QObject):
    """Asked during a gesture or after a change. An edit that makes no sense is simply not answered."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self)
        self._question = 0

    def ask(self, edit: Edit, then: WhenTold, files: MediaFacts | None = None) -> None:
        """What an edit of the project as it stands would do; ``files`` are facts of those that it would bring."""
        self.ask_after(lambda _cancelled: (edit, files or {}), then)

    def ask_after(self, look: Look, then: WhenTold) -> None:
        """The same of an edit that must be looked for first, which is done on the other thread too.

        ``look`` is told how to know that nobody waits for it any more, and brings the edit and the facts of its files.
        """
        before = self._session.project

        def change(cancelled: Cancelled) -> tuple[Project, Project, MediaFacts]:
            edit, files = look(cancelled)
            return before, edit(before), files

        self._work(change, then)

    def compare(self, before: Project, after: Project, then: WhenTold) -> None:
        """What an edit did."""
        self._work(lambda _cancelled: (before, after, {}), then)

    def forget(self) -> None:
        """The answer is no longer wanted."""
        self._question += 1

    def stop(self) -> None:
        """The same, and wait until nothing is worked out any more."""
        self.forget()
        self._background.wait()

    def _work(
        self, change: Callable[[Cancelled], tuple[Project, Project, MediaFacts]], then: WhenTold
    ) -> None:
        from kling_studio.app.touching import Known, Touched, touched

        self.forget()
        mine, session = self._question, self._session
        ledger, catalog, lists, media = session.ledger, session.catalog, session.lists, session.media

        def cancelled() -> bool:
            return mine != self._question

        def work() -> Touched:
            if cancelled():
                return Touched()
            before, after, files = change(cancelled)
            return touched(before, after, Known(ledger, catalog, lists, {**media, **files}), cancelled)

        def tell(found: Touched) -> None:
            if not cancelled():
                then(found)

        self._background.run(work, tell, lambda _refusal: None)
