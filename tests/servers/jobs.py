"""The renders of a service: they wait, run and end by themselves, at a pace that the test sets."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.servers.faults import Failure

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
STEP_S = 0.005


@dataclass
class Job:
    id: str
    endpoint: str
    body: dict[str, Any]
    created_at: datetime
    state: str = WAITING
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cost: Decimal = Decimal(0)
    output: Any = None
    failure: Failure | None = None
    listed: bool = True
    polls: int = 0
    cancel_asked: bool = False
    log: list[str] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return self.state in {DONE, FAILED, CANCELLED}


@dataclass
class Pace:
    """How long things take, in seconds, and how many run at once.

    ``held`` keeps jobs where they are, without any clock: "waiting" keeps them in the queue, "running" keeps
    them from ending.
    """

    queue_s: float = 0.02
    render_s: float = 0.03
    at_once: int = 100
    held: set[str] = field(default_factory=set)


class Jobs:
    """All renders by id, oldest first."""

    def __init__(self, pace: Pace, clock: Callable[[], datetime]) -> None:
        self.pace = pace
        self.by_id: dict[str, Job] = {}
        self._clock = clock
        self.errors: list[Exception] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, job: Job, finish: Callable[[Job], Awaitable[None]]) -> None:
        """``finish`` gives the job its output, or its failure, when it has run long enough."""
        self.by_id[job.id] = job
        task = asyncio.get_running_loop().create_task(self._run(job, finish))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def position(self, job: Job) -> int:
        """How many wait in front of it."""
        waiting = [other.id for other in self.by_id.values() if other.state == WAITING]
        return waiting.index(job.id) if job.id in waiting else 0

    def end(self, job: Job, state: str) -> None:
        job.state, job.ended_at = state, self._clock()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, job: Job, finish: Callable[[Job], Awaitable[None]]) -> None:
        await asyncio.sleep(self.pace.queue_s)
        await _while(lambda: job.state == WAITING and ("waiting" in self.pace.held or not self._is_next(job)))
        if job.state != WAITING:
            return
        job.state, job.started_at = RUNNING, self._clock()
        job.log.append("Rendering has begun.")
        await asyncio.sleep(self.pace.render_s)
        await _while(lambda: job.state == RUNNING and "running" in self.pace.held)
        if job.state == RUNNING:
            try:
                await finish(job)
            except Exception as error:  # noqa: BLE001  the server raises it in its test's thread
                self.errors.append(error)
                self.end(job, FAILED)

    def _is_next(self, job: Job) -> bool:
        running = sum(1 for other in self.by_id.values() if other.state == RUNNING)
        return running < self.pace.at_once and self.position(job) == 0


async def _while(condition: Callable[[], bool]) -> None:
    while condition():  # noqa: ASYNC110  the test's thread changes it, which an event of this loop would not hear
        await asyncio.sleep(STEP_S)
