"""Time as the providers' policies see it. Tests run it faster."""

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that does not jump, and pauses. ``speed`` seconds pass on it in one real second."""

    speed: float = 1.0

    def now_s(self) -> float:
        """Seconds since some moment."""
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        """Let so many seconds pass."""
        await asyncio.sleep(seconds / self.speed)


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
