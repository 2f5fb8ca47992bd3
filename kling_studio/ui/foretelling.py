"""What a change makes stale, worked out on another thread; only the newest question is answered."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kling_studio.app.session import Session
from kling_studio.core.media_facts import MediaFact
from kling_studio.core.project import Project
from kling_studio.ui.background import Background

if TYPE_CHECKING:
    from kling_studio.app.touching import Touched

Edit = Callable[[Project], Project]
WhenTold = Callable[["Touched"], object]


class Foretelling(QObject):
    """Asked during a gesture or after a change. An edit that makes no sense is simply not answered."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self)
        self._question = 0

    def ask(self, edit: Edit, then: WhenTold, files: Mapping[str, MediaFact] | None = None) -> None:
        """What an edit of the project as it stands would do; ``files`` are facts of those that it would bring."""
        before = self._session.project
        self._work(lambda: (before, edit(before)), then, files or {})

    def compare(self, before: Project, after: Project, then: WhenTold) -> None:
        """What an edit did."""
        self._work(lambda: (before, after), then, {})

    def forget(self) -> None:
        """The answer is no longer wanted."""
        self._question += 1

    def stop(self) -> None:
        """The same, and wait until nothing is worked out any more."""
        self.forget()
        self._background.wait()

    def _work(
        self, change: Callable[[], tuple[Project, Project]], then: WhenTold, files: Mapping[str, MediaFact]
    ) -> None:
        from kling_studio.app.touching import Known, Touched, touched

        self.forget()
        mine, session = self._question, self._session
        known = Known(session.ledger, session.catalog, session.lists, {**session.media, **files})

        def cancelled() -> bool:
            return mine != self._question

        def work() -> Touched:
            return Touched() if cancelled() else touched(*change(), known, cancelled)

        def tell(found: Touched) -> None:
            if not cancelled():
                then(found)

        self._background.run(work, tell, lambda _refusal: None)
