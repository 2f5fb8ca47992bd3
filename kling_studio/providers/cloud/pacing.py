"""No more submits a minute than an account may make."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

from kling_studio.providers.clock import Clock
from kling_studio.providers.renderer import Progress

_MINUTE_S = 60.0


class Pacing:
    """Lets ``a_minute`` jobs pass in any minute, in the order in which they came; 0 lets all pass."""

    def __init__(self, clock: Clock, a_minute: int = 0) -> None:
        self._clock = clock
        self._a_minute = a_minute
        self._passed_s: deque[float] = deque(maxlen=a_minute or None)
        self._turn = asyncio.Lock()

    async def turn(self, name: str) -> AsyncGenerator[Progress, None]:
        """Wait until another job may be sent."""
        if not self._a_minute:
            return
        async with self._turn:
            if len(self._passed_s) == self._a_minute:
                wait_s = self._passed_s[0] + _MINUTE_S - self._clock.now_s()
                if wait_s > 0:
                    yield Progress(0, 0, f"{name} takes {self._a_minute} a minute: waiting {wait_s:.0f} s")
                    await self._clock.sleep(wait_s)
            self._passed_s.append(self._clock.now_s())
