"""Time as the providers' policies see it. Tests run it faster.

A machine that falls asleep stops one of its clocks or none: the running one may stand still for an hour, or jump with
the wall's, which besides may be set by hand at any time.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_GLANCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that does not jump, and pauses. ``speed`` seconds pass on it in one real second."""

    speed: float = 1.0

    def now_s(self) -> float:
        """Seconds since some moment."""
        return time.monotonic() * self.speed

    def wall_s(self) -> float:
        """Seconds since 1970 by the wall's clock, which may jump either way."""
        return time.time()

    def wall(self) -> datetime:
        """The same as a time."""
        return datetime.fromtimestamp(self.wall_s(), UTC)

    async def sleep(self, seconds: float, unless: asyncio.Event | None = None) -> None:
        """Let so many seconds pass by either clock, so that what a machine slept through counts; or until an event."""
        began_s, began_wall_s = self.now_s(), self.wall_s()
        while unless is None or not unless.is_set():
            passed_s = max(self.now_s() - began_s, self.wall_s() - began_wall_s)
            if passed_s >= seconds:
                return
            glance_s = min(seconds - passed_s, _GLANCE_S) / self.speed
            if unless is None:
                await asyncio.sleep(glance_s)
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(unless.wait(), glance_s)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the renderers wait for what, in seconds, and when they give the matter to a person.

    The window looks for an unclear request as long as it runs; a command ``look_ups_s`` only.
    """

    clock: Clock = Clock()
    look_ups_s: tuple[float, ...] = (30.0,) * 20
    look_up_for_ever_s: float | None = 3600.0
    tries: int = 5
    doubt_s: float = 60.0
    submit_read_s: float = 60.0
    read_s: float = 30.0

    def pauses(self) -> Iterator[float]:
        """The pauses after failures that repeat: 2, 4, 8 ... 60 s, without end."""
        pause = 2.0
        while True:
            yield jittered(pause)
            pause = min(60.0, pause * 2)

    def poll_pause(self, since_s: float) -> float:
        """The pause before the next poll of a render that is watched for so long."""
        return jittered(2.0 if since_s < 20.0 else 5.0)


FOR_COMMANDS = Patience(look_ups_s=(1.0, 2.0, 5.0), look_up_for_ever_s=None)
"""A command does not keep a terminal for hours: it looks a few times and says what to do."""


def jittered(seconds: float) -> float:
    """About so long, so that many programs do not ask at the same moment."""
    return seconds * random.uniform(0.9, 1.1)
