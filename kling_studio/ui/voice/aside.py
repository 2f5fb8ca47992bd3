"""Recordings that are neither kept nor thrown away yet: they wait in the project folder for their member."""

import hashlib
from contextlib import suppress
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.ui.voice.sample import SampleView

FOLDER = "recordings"


class RecordingsAside:
    """What is recorded in ``sample`` stays with the member it is of, in the project folder at ``root``."""

    def __init__(self, root: Path, sample: SampleView) -> None:
        self._folder = root / FOLDER
        self._sample = sample
        self._member_id = ""
        for over in (sample.recording.kept, sample.recording.closed):
            over.connect(self._forget)

    def leave(self) -> None:
        """Nobody said yet what is to become of a recording: it waits for its member."""
        if self._member_id:
            try:
                self._sample.put_recording_aside(self._path)
            except KnownError as error:
                self._sample.notice.tell(error)
        self._member_id = ""

    def come_to(self, member_id: str) -> None:
        """Go on with the recording that waits for a member."""
        self._member_id = member_id
        if self._path.is_file():
            try:
                self._sample.show_recording(self._path)
            except KnownError as error:
                self._sample.notice.tell(error)

    def _forget(self) -> None:
        with suppress(OSError):  # nobody can do anything about a file that cannot be removed
            self._path.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        # An id may be anything that a project file says, also what no file can be called.
        return self._folder / f"{hashlib.sha256(self._member_id.encode()).hexdigest()[:16]}.wav"
