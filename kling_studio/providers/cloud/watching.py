"""A job at the provider until it has ended there. A look that fails is no job that failed, and there is no deadline."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind
from kling_studio.core.job import JobState
from kling_studio.providers.cloud.service import Again, Handle, Missing, Phase, Report
from kling_studio.providers.cloud.work import Stage, Work, failed
from kling_studio.providers.network_errors import ForeignAddress, NoAnswer, NotSent
from kling_studio.providers.renderer import Held, Progress, Step
from kling_studio.storage.uploads import RememberedUploads

_MOST_WAIT_S = 600.0
LOST = (Again, NotSent, NoAnswer, ForeignAddress)


async def watch(work: Work, handle: Handle, remembered: RememberedUploads) -> Stage:
    """Look until the job has ended. Afterwards the work has an answer, or has ended."""
    watcher = _Watcher(work, handle)
    while True:
        if work.order.stop.is_set() and not watcher.asked_to_end:
            if work.service.can_cancel:
                yield Step(FactKind.CANCELLING)
            yield Progress(0, 0, await watcher.ask_to_end())
        report, pause_s = await watcher.look()
        if report is None:
            yield Progress(0, 0, watcher.silence())
        elif report.phase is Phase.DONE:
            work.answer = report.answer
            yield watcher.told(Step(FactKind.FINISHED, {"answer": report.answer}))
            return
        elif report.phase in {Phase.FAILED, Phase.CANCELLED}:
            if report.forget_uploads:
                remembered.forget(str(value) for value in work.filled.values())
            work.ended = True
            yield watcher.told(_end(report))
            return
        else:
            if report.phase is Phase.RUNNING and watcher.is_news():
                yield Step(FactKind.RENDERING)
            yield Progress(0, 0, report.text, report.ahead)
        # Not longer than until somebody cancels.
        await work.patience.clock.sleep(pause_s, unless=None if watcher.asked_to_end else work.order.stop)


def _end(report: Report) -> Step:
    if report.phase is Phase.CANCELLED:
        words = "It was cancelled before it was rendered; nothing was paid."
        return Step(FactKind.CANCELLED, {"what_happened": words, "what_to_do": ""})
    return failed(report.error or KnownError("The render failed.", "Render again."))


class _Watcher:
    """What is remembered from one look to the next."""

    def __init__(self, work: Work, handle: Handle) -> None:
        self._work = work
        self._handle = handle
        self._clock = work.patience.clock
        self._began_s = self._clock.now_s()
        self._contact_at = self._clock.wall_s()
        self._missing_since_s: float | None = None
        self._doubtful_since_s: float | None = None
        self._pauses: Iterator[float] | None = None
        self._told = work.take.state is JobState.RENDERING
        self._unknown: dict[str, None] = {}
        self.asked_to_end = False

    async def look(self) -> tuple[Report | None, float]:
        """One look, ``None`` where it failed, and how long to wait before the next."""
        try:
            report = await self._work.service.poll(self._work.connection, self._handle)
        except Missing:
            return None, await self._missing()
        except LOST as lost:
            return None, self._lost(lost)
        self._unknown.update(dict.fromkeys(report.unknown))
        self._contact_at, self._pauses, self._missing_since_s = self._clock.wall_s(), None, None
        pause_s = self._work.patience.poll_pause(self._clock.now_s() - self._began_s)
        if not report.doubtful:
            self._doubtful_since_s = None
            return report, pause_s
        if self._doubtful_since_s is None:
            self._doubtful_since_s = self._clock.now_s()
        if self._clock.now_s() - self._doubtful_since_s >= self._work.patience.doubt_s:
            return report, pause_s
        return Report(Phase.RUNNING, report.text), pause_s

    async def ask_to_end(self) -> str:
        """Ask the provider to end the job; what came of it, in words."""
        self.asked_to_end = True
        for pause_s in (1.0, 2.0, None):
            try:
                return await self._work.service.cancel(self._work.connection, self._handle)
            except (*LOST, Missing):
                if pause_s is not None:
                    await self._clock.sleep(pause_s)
        return f"{self._work.service.name} could not be asked to cancel; the render goes on."

    def told(self, end: Step) -> Step:
        """The last step, with the fields that this version does not know."""
        return replace(end, data={**end.data, "unknown_fields": [*self._unknown]}) if self._unknown else end

    def is_news(self) -> bool:
        """Whether it was not told yet that the job runs."""
        told, self._told = self._told or self.asked_to_end, True
        return not told

    def silence(self) -> str:
        """Since when nothing was heard."""
        clock = time.strftime("%H:%M:%S", time.localtime(self._contact_at))
        return f"No contact with {self._work.service.name} since {clock}"

    def _lost(self, lost: Exception) -> float:
        self._pauses = self._pauses or self._work.patience.pauses()
        pause_s = next(self._pauses)
        wait_s = lost.wait_s if isinstance(lost, Again) else None
        return pause_s if wait_s is None else min(wait_s, _MOST_WAIT_S)

    async def _missing(self) -> float:
        """An id that is not known: perhaps not yet, perhaps not any more."""
        now_s = self._clock.now_s()
        if self._missing_since_s is None:
            self._missing_since_s = now_s
        if now_s - self._missing_since_s >= self._work.service.missing_s:
            name = self._work.service.name
            with contextlib.suppress(*LOST, Missing):
                if not await self._work.service.find(self._work.connection, self._handle):
                    raise Held(
                        f"{name} does not know the request {self._handle.request_id} any more.",
                        "Look for it at the provider's own page.",
                    )
            self._missing_since_s = now_s
        return self._lost(Missing())
