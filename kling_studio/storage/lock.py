"""The lock of a project folder, so that one window at a time writes to it.

It is the operating system's lock on an open file: a process that dies lets go of it, so no lock is ever stale.
"""

import errno
import os
import sys
from pathlib import Path

_HELD_ELSEWHERE = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_NO_LOCKS_HERE = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})


class FolderLock:
    """A lock that is held from :meth:`acquire` to :meth:`release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock; False where another window, of this or another process, has it.

        A disk that knows no locks gives it to everybody.

        Raises:
            OSError: the file of the lock cannot be opened for writing.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                os.close(descriptor)
                if error.errno in _HELD_ELSEWHERE:
                    return False
                raise
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go of the lock. Its file stays: removing it would let two others lock two files of one name."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # Not lockf: its locks belong to the process, so two windows of one process would share them.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
