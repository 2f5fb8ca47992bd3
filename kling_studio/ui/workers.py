"""Pools of threads that may still be at work when whoever asked for the work is gone.

Qt's own pool, given a parent, goes with it and waits for its threads, while these may be waiting for the interpreter
that the window's thread holds: neither ever goes on.
"""

import atexit

from PySide6.QtCore import QObject, QThreadPool
from shiboken6 import isValid

_LAST_WAIT_MS = 5000
_pools: list[QThreadPool] = []
_left_behind: list[QThreadPool] = []


def workers(owner: QObject, count: int) -> QThreadPool:
    """A pool of ``count`` threads; what still waits in it is dropped when ``owner`` goes."""
    pool = QThreadPool()
    pool.setMaxThreadCount(count)
    _pools.append(pool)
    owner.destroyed.connect(lambda: _leave_behind(pool))
    return pool


def _leave_behind(pool: QThreadPool) -> None:
    """Keep the pool until its threads are done, which is looked at whenever another one is left behind."""
    if not isValid(pool):  # at the end of the process Qt takes apart what it finds, in any order
        return
    pool.clear()
    _pools.remove(pool)
    _left_behind.append(pool)
    _left_behind[:] = [one for one in _left_behind if one.activeThreadCount()]


@atexit.register
def _wait() -> None:
    """A pool that is taken apart under its threads at the end of the process would take that with it."""
    for pool in (*_pools, *_left_behind):
        if isValid(pool):
            pool.clear()
            pool.waitForDone(_LAST_WAIT_MS)
