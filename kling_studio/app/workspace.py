"""An open project at work: session, autosave, measuring and renders, started and ended together."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kling_studio.app.autosave import Autosave
from kling_studio.app.measuring import Measuring
from kling_studio.app.opening import Opened
from kling_studio.app.renderers import renderers
from kling_studio.app.session import Session
from kling_studio.app.signal import Signal
from kling_studio.app.tasks import Tasks
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import KnownError
from kling_studio.core.ledger import Take, open_jobs, open_makings, takes_of_scene
from kling_studio.core.pricing import Quote, shown
from kling_studio.core.project import Project, Scene
from kling_studio.core.severity import Severity
from kling_studio.providers.renderer import KeyWanted, Renderer
from kling_studio.render.driving import News
from kling_studio.render.queue import RenderQueue
from kling_studio.storage.settings import Settings

if TYPE_CHECKING:
    from kling_studio.app.price_sheet import Agreed, PriceSheet, Wanted


class Workspace:
    """Everything that runs for one open project. ``news`` tells how far renders are."""

    def __init__(
        self,
        opened: Opened,
        on_error: Callable[[BaseException], object],
        settings: Settings | None = None,
        providers: Callable[[Settings], Mapping[str, Renderer]] = lambda settings: renderers(
            settings=settings
        ),
    ) -> None:
        self.session: Session = opened.session
        self.notice = opened.notice
        self.tasks = Tasks(on_error)
        self.autosave = Autosave(self.session, opened.base, self.tasks)
        self.news: Signal[News] = Signal()
        self._measuring = Measuring(self.session, self.tasks)
        chosen = settings or Settings()
        self._agreeing = asyncio.Lock()
        self.queue = RenderQueue(
            self.session.folder,
            self.session.catalog,
            self.session.journal,
            providers(chosen),
            self.news.emit,
            chosen.renders_at_once,
        )

    def start(self) -> None:
        """Begin: save what was recovered, and take up renders that were left open."""
        self.autosave.start()
        if self.session.read_only_reason is None:
            ledger = self.session.ledger
            for take in (*open_makings(ledger), *open_jobs(ledger)):
                self.tasks.start(self._resume(take), "resume")

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
        from kling_studio.core.checks import check_scene

        session = self.session
        self._check_writable()
        found = check_scene(
            session.project, scene, session.catalog, session.media, ANIMATIC, session.undrawable
        )
        for finding in found:
            if finding.severity is Severity.ERROR:
                raise KnownError(finding.message)
        self.tasks.start(self._render(scene), "render")

    async def prepare(self, wanted: Sequence["Wanted"]) -> "PriceSheet":
        """What these renders would cost and what keeps them back, by the files, keys and caps as they are now."""
        from kling_studio.app.preparing import prepare

        return await prepare(self.session, self.queue, wanted)

    async def stale(self) -> list["Wanted"]:
        """The scenes that are worth rendering anew, with what changed in each since its newest paid take."""
        from kling_studio.app.preparing import stale

        return await stale(self.session)

    async def render(self, agreed: Sequence["Agreed"]) -> None:
        """Start the renders that a person agreed to, all or none; they are told of as an animatic is.

        Everything is looked at once more before the first is planned. Raises ``KnownError`` where a finding, a key, a
        cap or a price that is not the agreed one any more forbids the run.
        """
        from kling_studio.app.price_sheet import Wanted

        self._check_writable()
        async with self._agreeing:
            sheet = await self.prepare([Wanted(one.scene_id, one.model_id) for one in agreed])
            _check_as_agreed(sheet, agreed)
            planned: list[tuple[str, Scene]] = []
            try:
                for line in sheet.lines:
                    if line.model is not None and line.quote is not None:
                        job = await self.queue.plan(
                            sheet.project, line.scene, line.model, line.quote, sheet.media
                        )
                        planned.append((job, line.scene))
            except KnownError:
                for job, _ in planned:
                    self.queue.cancel(job)
                raise
        for job, scene in planned:
            self.tasks.start(self._drive(job, sheet.project, scene), "paid render")

    def cancel(self, scene: Scene) -> None:
        """Cancel the open renders of a scene."""
        for job in self.open_jobs_of(scene):
            self.queue.cancel(job)

    def open_jobs_of(self, scene: Scene) -> tuple[str, ...]:
        """The jobs of a scene that are on their way."""
        return tuple(take.job for take in takes_of_scene(self.session.ledger, scene.id) if take.is_open)

    async def close(self) -> None:
        """Save what is not saved, let renders rest until the next start, and let go of the folder."""
        await self.queue.pause()
        await self.autosave.stop()
        self.tasks.cancel_all()
        await self.tasks.finish()
        await asyncio.to_thread(self.session.folder.close)

    def _check_writable(self) -> None:
        if self.session.read_only_reason is not None:
            raise KnownError(self.session.read_only_reason)

    async def _render(self, scene: Scene) -> None:
        session = self.session
        quote = session.quote_of(session.project, scene, ANIMATIC)
        if quote is None:
            raise KnownError(f"{ANIMATIC} is not in the catalog.")
        job = await self.queue.plan(session.project, scene, session.catalog.models[ANIMATIC], quote)
        await self.queue.start(job, session.project, scene)

    async def _resume(self, take: Take) -> None:
        await self.queue.resume(take, self.session.project)
        await self._keep_ids(take.scene_id)

    async def _drive(self, job: str, project: Project, scene: Scene) -> None:
        await self.queue.start(job, project, scene)
        await self._keep_ids(scene.id)

    async def _keep_ids(self, scene_id: str) -> None:
        """Write what was made of members into the project, where it is priced, seen and exported; nobody undoes it."""
        session = self.session
        if not session.ledger.makings:
            return
        from kling_studio.app.preparing import adopting, known_project

        await known_project(session, [session.project.find_scene(scene_id)])
        session.amend(adopting(session))


def _check_as_agreed(sheet: "PriceSheet", agreed: Sequence["Agreed"]) -> None:
    from kling_studio.render.budget import OverBudget

    if len(sheet.lines) != len(agreed):
        raise KnownError("A scene is no longer in the project.", "Look at the prices once more.")
    for line, one in zip(sheet.lines, agreed, strict=True):
        for finding in line.errors:
            raise KnownError(f"{line.title}: {finding.message}")
        if line.quote is None or line.quote.total != one.total:
            now = _price(line.quote)
            raise KnownError(
                f"{line.title} costs {now} now, not {shown(one.total)}. Nothing was sent.",
                "Look at the prices once more.",
            )
    chosen = [line.scene.id for line in sheet.lines]
    for words in sheet.missing_keys(chosen).values():
        raise KeyWanted(words)
    if over := sheet.over_budget(chosen):
        raise OverBudget(over)


def _price(quote: Quote | None) -> str:
    return shown(quote.total if quote else None)
