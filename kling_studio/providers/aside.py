"""Questions that may wait for a person, such as a keychain's, asked where nobody has to wait for their end."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def aside(question: Callable[[], T]) -> T:
    """What ``question`` returns, asked on a thread of its own, which does not keep the program from ending."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def ask() -> None:
        try:
            result = question()
        except BaseException as error:  # noqa: BLE001  whoever asked gets it
            tell(answer.set_exception, error)
        else:
            tell(answer.set_result, result)

    def tell(how: Callable[..., None], what: object) -> None:
        def now() -> None:
            if not answer.done():
                how(what)

        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(now)

    threading.Thread(target=ask, name="question", daemon=True).start()
    return await answer
