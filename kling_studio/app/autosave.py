"""Saving by itself, half a second after the last edit, off the window's thread, with a status that is true."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kling_studio.app.session import Session
from kling_studio.app.signal import Signal
from kling_studio.app.tasks import Tasks
from kling_studio.core.diff import Change
from kling_studio.core.errors import KnownError
from kling_studio.core.project import Project
from kling_studio.storage.folder import PROJECT_FILE
from kling_studio.storage.unsaved import Base, hash_of_file, write_unsaved

QUIET_S = 0.5
RETRY_S = 5.0


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """What is true of the file: ``saved_at`` is when its bytes were last on the disk; ``problem`` why not since."""

    saved_at: datetime | None = None
    waiting: bool = False
    problem: str = ""

    def __str__(self) -> str:
        if self.problem:
            return self.problem
        if self.waiting:
            return "Saving …"
        return f"Saved {self.saved_at:%H:%M:%S}" if self.saved_at else "Saved"


class Autosave:
    """Keeps an open project on the disk. ``status_changed`` tells each change of the status."""

    def __init__(self, session: Session, base: Base, tasks: Tasks) -> None:
        self.status = SaveStatus(problem=session.read_only_reason or "")
        self.status_changed: Signal[SaveStatus] = Signal()
        self._session = session
        self._tasks = tasks
        self._bases = [base]
        self._timer: asyncio.TimerHandle | None = None
        self._saving = asyncio.Lock()
        self._unfollow: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Follow the session from now on; edits that are not on the disk yet are saved at once."""
        if self._session.read_only_reason is not None:
            return
        self._unfollow = self._session.changed.connect(self._edited)
        if not self._is_saved():
            self._edited(())

    async def save_now(self) -> None:
        """Save what is not on the disk yet, and return when it is, or when the disk has refused."""
        self._stop_timer()
        if self._session.read_only_reason is None:
            async with self._saving:
                if self._is_saved():
                    self._tell(SaveStatus(self.status.saved_at))
                else:
                    await self._save(self._session.project)

    async def stop(self) -> None:
        """Save what is not saved and follow the session no longer; what the disk refuses stays kept as unsaved."""
        await self.save_now()
        self._unfollow()
        self._stop_timer()

    def _edited(self, _changes: tuple[Change, ...]) -> None:
        self._keep_unsaved()
        if self._is_saved() and not self.status.problem:
            self._stop_timer()
            self._tell(SaveStatus(self.status.saved_at))
            return
        self._tell(SaveStatus(self.status.saved_at, waiting=True, problem=self.status.problem))
        self._wait(QUIET_S)

    def _is_saved(self) -> bool:
        return len(self._bases) == 1 and self._bases[0].project is self._session.project

    def _keep_unsaved(self) -> None:
        try:
            write_unsaved(self._session.folder.root, self._session.project, self._bases)
        except OSError as error:
            self._tell(SaveStatus(self.status.saved_at, problem=f"Not saved: {error.strerror or error}."))

    def _wait(self, seconds: float) -> None:
        self._stop_timer()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(seconds, lambda: self._tasks.start(self.save_now(), "save"))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def _save(self, project: Project) -> None:
        # While the file is being replaced either state may be the one found after a crash.
        coming = Base(project, await asyncio.to_thread(self._session.folder.sha256_of, project))
        before = self._bases[0]
        self._bases = [before, coming]
        self._keep_unsaved()
        try:
            await asyncio.to_thread(self._write_and_prove, coming)
        except KnownError as error:
            self._bases = [await asyncio.to_thread(self._on_disk, before, coming)]
            self._keep_unsaved()
            self._tell(SaveStatus(self.status.saved_at, problem=f"Not saved: {error}"))
            self._wait(RETRY_S)
            return
        self._bases = [coming]
        self._session.saved(project)
        self._keep_unsaved()
        later = project is not self._session.project
        self._tell(SaveStatus(datetime.now().astimezone(), waiting=later))
        if later:
            self._wait(QUIET_S)

    def _write_and_prove(self, coming: Base) -> None:
        """Write the file and read it back: only what stands on the disk is called saved."""
        folder = self._session.folder
        folder.save(coming.project)
        if hash_of_file(folder.root / PROJECT_FILE) != coming.sha256:
            raise KnownError("Another program changed the project file.", "It is saved again.")

    def _on_disk(self, *known: Base) -> Base:
        """What stands on the disk after a save that failed; of what another program wrote nothing is ours."""
        found = hash_of_file(self._session.folder.root / PROJECT_FILE)
        return next((base for base in known if base.sha256 == found), Base(Project(), found))

    def _tell(self, status: SaveStatus) -> None:
        if status != self.status:
            self.status = status
            self.status_changed.emit(status)
