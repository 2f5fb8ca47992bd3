"""Waiting by two clocks, of which one may stand still and the other jump."""

import asyncio
from dataclasses import dataclass, field
from itertools import islice

from kling_studio.providers.clock import Clock, Patience
from tests.end_to_end.napping import Nap, NappingClock

AN_HOUR_S = 3600.0
FAST = 100.0  # at this speed an hour would take 36 s, and the clocks are looked at every 50 ms


def waits(clock: Clock, meanwhile: "asyncio.Event | None" = None) -> bool:
    """Whether an hour has passed on the clock before ten real seconds have."""

    async def story() -> bool:
        try:
            await asyncio.wait_for(clock.sleep(AN_HOUR_S, meanwhile), 10)
        except TimeoutError:
            return False
        return True

    return asyncio.run(story())


@dataclass(frozen=True)
class Jumping(NappingClock):
    """Jumps once somebody has begun to wait."""

    jump_s: float = 0.0
    looks: list[float] = field(default_factory=list)

    def wall_s(self) -> float:
        self.looks.append(0.0)
        if len(self.looks) == 3:
            self.nap.take(self.jump_s)
        return super().wall_s()


def test_what_a_machine_slept_through_counts() -> None:
    for both in (False, True):
        assert waits(Jumping(FAST, Nap(both=both), jump_s=AN_HOUR_S))


def test_a_wall_clock_that_is_set_back_keeps_nobody_waiting() -> None:
    clock = Jumping(10_000.0, Nap(both=False), jump_s=-5 * AN_HOUR_S)
    assert waits(clock)
    assert len(clock.looks) >= 3


def test_an_event_ends_it() -> None:
    async def story() -> None:
        stop = asyncio.Event()
        waiting = asyncio.create_task(Clock().sleep(AN_HOUR_S, stop))
        await asyncio.sleep(0)
        stop.set()
        await asyncio.wait_for(waiting, 10)
        await asyncio.wait_for(Clock().sleep(AN_HOUR_S, stop), 10)

    asyncio.run(story())


def test_nothing_to_wait_for() -> None:
    asyncio.run(asyncio.wait_for(Clock().sleep(0), 10))


def test_pauses_grow_to_a_minute_and_no_two_are_the_same() -> None:
    pauses = list(islice(Patience().pauses(), 8))
    for pause_s, wanted_s in zip(pauses, (2, 4, 8, 16, 32, 60, 60, 60), strict=True):
        assert 0.9 * wanted_s <= pause_s <= 1.1 * wanted_s
    assert len(set(pauses)) == len(pauses)
    assert Patience().poll_pause(0) <= 2.2
    assert Patience().poll_pause(20) >= 4.5
