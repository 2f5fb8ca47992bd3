"""Signals and tasks."""

import asyncio

from kling_studio.app.signal import Signal
from kling_studio.app.tasks import Tasks
from kling_studio.core.errors import KnownError


def test_everyone_who_listens_is_told_in_order_and_may_leave_meanwhile() -> None:
    signal: Signal[int] = Signal()
    heard: list[str] = []
    signal.connect(lambda value: heard.append(f"first {value}"))

    def once(value: int) -> None:
        heard.append(f"second {value}")
        leave()

    leave = signal.connect(once)
    signal.connect(lambda value: heard.append(f"third {value}"))
    signal.emit(1)
    signal.emit(2)
    leave()
    assert heard == ["first 1", "second 1", "third 1", "first 2", "third 2"]


def test_every_error_of_a_task_reaches_someone() -> None:
    told: list[BaseException] = []
    known, fault = KnownError("The disk is full."), ZeroDivisionError()

    async def failing(error: Exception) -> None:
        await asyncio.sleep(0)
        raise error

    async def story() -> None:
        tasks = Tasks(told.append)
        tasks.start(failing(known), "one")
        tasks.start(failing(fault), "two")
        await tasks.finish()

    asyncio.run(story())
    assert told == [known, fault]


def test_what_is_cancelled_is_no_error_and_what_runs_is_waited_for() -> None:
    told: list[BaseException] = []
    done: list[str] = []

    async def story() -> None:
        tasks = Tasks(told.append)

        async def later() -> None:
            done.append("later")

        async def first() -> None:
            await asyncio.sleep(0)
            tasks.start(later(), "later")

        tasks.start(first(), "first")
        await tasks.finish()
        assert done == ["later"]
        waiting = tasks.start(asyncio.Event().wait(), "for ever")
        await asyncio.sleep(0)
        tasks.cancel_all()
        await tasks.finish()
        assert waiting.cancelled()

    asyncio.run(story())
    assert told == []
