"""A question that nobody answers keeps nobody from leaving."""

import asyncio
import subprocess
import sys
import threading

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.providers.aside import aside


def test_it_gives_the_answer_or_the_error() -> None:
    def refuse() -> None:
        raise KnownError("The keychain refuses.")

    async def story() -> None:
        assert await aside(lambda: threading.current_thread().name) == "question"
        with pytest.raises(KnownError, match="refuses"):
            await aside(refuse)

    asyncio.run(story())


def test_who_asked_may_leave_and_a_late_answer_hurts_nobody() -> None:
    answered, left = threading.Event(), threading.Event()

    def wait() -> str:
        left.wait(10)
        answered.set()
        return "late"

    async def story() -> None:
        asking = asyncio.create_task(aside(wait))
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(story())
    left.set()
    assert answered.wait(10)


def test_a_program_ends_while_the_question_is_open() -> None:
    program = """
import asyncio, threading
from kling_studio.providers.aside import aside

async def main():
    asking = asyncio.ensure_future(aside(threading.Event().wait))
    await asyncio.sleep(0)
    asking.cancel()

asyncio.run(main())
print("left")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True
    )
    assert ended.stdout.strip() == "left"
