"""The only place where asyncio tasks are made: each is kept until it ends, and its error reaches someone."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Tasks:
    """Running tasks under a reporter of errors. ``KnownError`` and bugs alike go to ``on_error``."""

    def __init__(self, on_error: Callable[[BaseException], object]) -> None:
        self._on_error = on_error
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run ``work`` beside everything else on the running loop."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def finish(self) -> None:
        """Wait until everything that runs has ended."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    def cancel_all(self) -> None:
        """Ask every task to stop."""
        for task in tuple(self._running):
            task.cancel()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_error(error)
