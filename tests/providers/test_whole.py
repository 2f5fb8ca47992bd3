"""Work that is finished before a cancel takes effect."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kling_studio.providers.whole import whole


def test_it_gives_what_the_work_gives() -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        return 7

    assert asyncio.run(whole(work())) == 7


def test_an_error_of_the_work_comes_through() -> None:
    async def work() -> None:
        await asyncio.sleep(0)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        asyncio.run(whole(work()))


@pytest.mark.parametrize("times", [1, 3])
def test_however_often_cancelled_the_work_is_done_first(times: int) -> None:
    async def story() -> list[str]:
        done: list[str] = []
        go = asyncio.Event()

        async def work() -> None:
            await go.wait()
            done.append("work")

        task = asyncio.create_task(whole(work()))
        for _ in range(times):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.sleep(0)
        assert not task.done()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        return done

    assert asyncio.run(story()) == ["work"]


def test_cancelled_work_that_fails_is_cancelled_and_nothing_is_left_unseen() -> None:
    async def story(make: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        go = asyncio.Event()
        unseen: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: unseen.append(context))
        task = asyncio.create_task(whole(make(go)))
        await asyncio.sleep(0)
        task.cancel()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        del task
        assert unseen == []

    async def failing(go: asyncio.Event) -> None:
        await go.wait()
        raise ValueError("no")

    asyncio.run(story(failing))
