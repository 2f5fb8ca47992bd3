"""asyncio and Qt as one loop."""

import asyncio
from collections.abc import Coroutine

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kling_studio.app.tasks import Tasks
from kling_studio.ui.event_loop import run_forever

TURNS = 50_000
_TASKS = Tasks(lambda error: None)


def start(work: Coroutine[None, None, None]) -> None:
    _TASKS.start(work, "work")


def test_the_loop_turns_for_hours(qapp: QApplication) -> None:
    """Some versions of PySide6 end the process after some thousand turns, by giving up the last hold on None."""
    turns: list[int] = []

    async def turn() -> None:
        for number in range(TURNS):
            await asyncio.sleep(0)
            if number % 1000 == 0:
                turns.append(number)
        qapp.quit()

    run_forever(qapp, lambda: start(turn()))
    assert turns[-1] == TURNS - 1000


def test_qts_timers_and_asyncios_sleep_share_the_loop(qapp: QApplication) -> None:
    order: list[str] = []

    def finish() -> None:
        order.append("qt")
        qapp.quit()

    async def wait() -> None:
        await asyncio.sleep(0.05)
        order.append("asyncio")
        QTimer.singleShot(0, finish)

    run_forever(qapp, lambda: start(wait()))
    assert order == ["asyncio", "qt"]
