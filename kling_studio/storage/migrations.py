"""Older text forms brought up to the newest, one plain dict to another.

A step never changes once it is released, and knows nothing of the rest of the program. Step *n* makes version
*n* + 1 out of version *n*; each version has a real project in ``tests/data``.
"""

from collections.abc import Callable, Sequence
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Sequence[Step] = ()
VERSION = len(STEPS) + 1


def migrated(data: dict[str, Any], version: int, steps: Sequence[Step] = STEPS) -> dict[str, Any]:
    """``data`` of an older or today's ``version`` (from 1) in the newest form."""
    for step in steps[version - 1 :]:
        data = step(data)
    return data
