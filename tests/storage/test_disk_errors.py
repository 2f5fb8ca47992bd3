"""What a disk refuses, in sentences."""

import errno
import os
from pathlib import Path

import pytest

from kling_studio.storage.disk_errors import disk_error


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full. Free some space"),
        (errno.EDQUOT, "the disk is full. Free some space"),
        (errno.EFBIG, "the file is too large for this disk"),
        (errno.EROFS, "the disk is read-only. Save to another place"),
        (errno.EACCES, "permission is denied"),
        (errno.EPERM, "permission is denied"),
        (errno.ENAMETOOLONG, "its name is too long"),
        (errno.ENOENT, "it is not there, or its folder is not"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_every_refusal_names_the_file_and_the_reason(number: int, words: str) -> None:
    error = OSError(number, os.strerror(number))
    sentence = str(disk_error(error, Path("x.json"), "written"))
    assert sentence.startswith("x.json could not be written: ")
    assert words in sentence
