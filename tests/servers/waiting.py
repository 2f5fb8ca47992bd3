"""Waiting for a server, by asking it."""

import time
from collections.abc import Callable


def until(holds: Callable[[], bool]) -> None:
    """Asks again and again; a server that never gets there is a failure, not a hanging test."""
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.002)
    raise AssertionError("it never came")
