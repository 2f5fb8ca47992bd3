"""An open project at work: session, autosave, measuring and renders, started and ended together."""

import asyncio
from collections.abc import Callable

from kling_studio.app.autosave import Autosave
from kling_studio.app.measuring import Measuring
from kling_studio.app.opening import Opened, renderers
from kling_studio.app.signal import Signal
from kling_studio.app.tasks import Tasks
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.checks import Severity, check_scene
from kling_studio.core.errors import KnownError
from kling_studio.core.ledger import open_jobs, takes_of_scene
from kling_studio.core.project import Scene
from kling_studio.render.queue import News, RenderQueue


class Workspace:
    """Everything that runs for one open project. ``news`` tells how far renders are."""

    def __init__(self, opened: Opened, on_error: Callable[[BaseException], object]) -> None:
        self.session = opened.session
        self.notice = opened.notice
        self.tasks = Tasks(on_error)
        self.autosave = Autosave(self.session, opened.base, self.tasks)
        self.news: Signal[News] = Signal()
        self._measuring = Measuring(self.session, self.tasks)
        self._queue = RenderQueue(
            self.session.folder, self.session.catalog, self.session.journal, renderers(), self.news.emit
        )

    def start(self) -> None:
        """Begin: save what was recovered, and take up renders that were left open."""
        self.autosave.start()
        if self.session.read_only_reason is None:
            for take in open_jobs(self.session.ledger):
                self.tasks.start(self._queue.resume(take, self.session.project), "resume")

    def measure(self) -> None:
        """Measure the media and keep up with the project from now on; worth waiting for the window to be seen."""
        self._measuring.start()

    def look_again(self) -> None:
        """Measure what was missing once more, as when the window comes back to the front."""
        self._measuring.again()

    def render_animatic(self, scene: Scene) -> None:
        """Start the free render of a scene; it is told of by ``news`` and by the session's facts.

        Raises ``KnownError`` where the scene cannot be drawn, or nothing can be written.
        """
        session = self.session
        if session.read_only_reason is not None:
            raise KnownError(session.read_only_reason)
        found = check_scene(
            session.project, scene, session.catalog, session.media, ANIMATIC, session.undrawable
        )
        for finding in found:
            if finding.severity is Severity.ERROR:
                raise KnownError(finding.message)
        self.tasks.start(self._render(scene), "render")

    def cancel(self, scene: Scene) -> None:
        """Cancel the open renders of a scene."""
        for job in self.open_jobs_of(scene):
            self._queue.cancel(job)

    def open_jobs_of(self, scene: Scene) -> tuple[str, ...]:
        """The jobs of a scene that are on their way."""
        return tuple(take.job for take in takes_of_scene(self.session.ledger, scene.id) if take.is_open)

    async def close(self) -> None:
        """Save what is not saved, let renders rest until the next start, and let go of the folder."""
        await self._queue.pause()
        await self.autosave.stop()
        self.tasks.cancel_all()
        await self.tasks.finish()
        await asyncio.to_thread(self.session.folder.close)

    async def _render(self, scene: Scene) -> None:
        session = self.session
        quote = session.quote_of(session.project, scene, ANIMATIC)
        if quote is None:
            raise KnownError(f"{ANIMATIC} is not in the catalog.")
        job = await self._queue.plan(session.project, scene, session.catalog.models[ANIMATIC], quote)
        await self._queue.start(job, session.project, scene)
