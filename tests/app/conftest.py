"""Disks that refuse, as for the storage, and how they open again."""

import subprocess
from pathlib import Path

from tests.storage.conftest import close_folder, closed_folder, small_disk

__all__ = ["close_folder", "closed_folder", "open_folder", "small_disk"]


def open_folder(folder: Path) -> None:
    """Give back the right to write to a folder that was closed."""
    subprocess.run(["chattr", "-i", str(folder)], check=False, capture_output=True)
    folder.chmod(0o755)
