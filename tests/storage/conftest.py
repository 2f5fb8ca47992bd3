"""Disks that refuse."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SMALL_DISK_BYTES = 256 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk takes the rights to mount one")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that takes nothing new once ``close_folder`` was called on it."""
    folder = tmp_path / "closed"
    folder.mkdir()
    yield folder
    if _is_root():
        subprocess.run(["chattr", "-i", str(folder)], check=False, capture_output=True)
    folder.chmod(0o755)


def close_folder(folder: Path) -> None:
    """Take away the right to write to ``folder``, also from root."""
    if _is_root():
        made = subprocess.run(["chattr", "+i", str(folder)], check=False, capture_output=True)
        if made.returncode:
            pytest.skip("root may write everywhere, and this disk knows no immutable folders")
    else:
        folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("this system has no folders without write access")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
