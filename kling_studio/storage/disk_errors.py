"""What a disk refuses, in sentences that name the file and what helps."""

import errno
from pathlib import Path
from typing import Literal

from kling_studio.core.errors import KnownError

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_PERMISSION = frozenset({errno.EACCES, errno.EPERM})


def disk_error(error: OSError, path: Path, verb: Literal["read", "written"]) -> KnownError:
    """The sentence for an ``error`` met while ``path`` was to be read or written."""
    refused = f"{path} could not be {verb}:"
    if error.errno in _NO_SPACE:
        return KnownError(f"{refused} the disk is full.", "Free some space, then try again.")
    if error.errno == errno.EFBIG:
        return KnownError(f"{refused} the file is too large for this disk.", "Save to another place.")
    if error.errno == errno.EROFS:
        return KnownError(f"{refused} the disk is read-only.", "Save to another place.")
    if error.errno in _NO_PERMISSION:
        return KnownError(
            f"{refused} permission is denied.", "Change its permissions or choose another place."
        )
    if error.errno == errno.ENAMETOOLONG:
        return KnownError(f"{refused} its name is too long.", "Choose a shorter name.")
    if error.errno == errno.ENOENT:
        return KnownError(f"{refused} it is not there, or its folder is not.")
    return KnownError(f"{refused} {error.strerror or error}.")
