"""A machine that falls asleep: of its clocks only the wall's goes on, or both do."""

import asyncio
import time
from dataclasses import dataclass, field, replace

import pytest

from kling_studio.cli import driving
from kling_studio.providers.clock import Clock
from tests.end_to_end.pace import QUICK
from tests.servers.loopback import LoopbackServer


@dataclass
class Nap:
    """How far the clocks have jumped, in seconds."""

    both: bool
    wall_s: float = 0.0
    running_s: float = 0.0

    def take(self, seconds: float) -> None:
        """Sleep. The program stands still meanwhile, so it sees nothing but its clocks."""
        self.wall_s += seconds
        if self.both:
            self.running_s += seconds


@dataclass(frozen=True)
class NappingClock(Clock):
    """The clock of a machine that naps."""

    nap: Nap = field(default_factory=lambda: Nap(both=False))

    def now_s(self) -> float:
        return Clock.now_s(self) + self.nap.running_s

    def wall_s(self) -> float:
        return Clock.wall_s(self) + self.nap.wall_s


class Machine:
    """Falls asleep together with nobody: the services' clock goes on as the wall's does."""

    def __init__(self, nap: Nap, monkeypatch: pytest.MonkeyPatch) -> None:
        self.nap = nap
        clock = NappingClock(QUICK.clock.speed, nap)
        monkeypatch.setattr(driving, "patience", replace(QUICK, clock=clock))
        # The deadlines of connections are kept by the loop.
        monkeypatch.setattr(asyncio.BaseEventLoop, "time", lambda _loop: time.monotonic() + nap.running_s)

    def sleep(self, seconds: float, *services: LoopbackServer) -> None:
        for service in services:
            service.clock_skew_s += seconds
        self.nap.take(seconds)
