"""Sounds on their way to being a member's sample: heard, made a WAV file where they are none, then given."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.adopting import with_sample
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Project, Voice
from kling_studio.storage.media_names import FILM_ENDINGS
from kling_studio.ui.background import Background


class SampleIntake(QObject):
    """``failed`` brings why a file is no sample."""

    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self)

    def bring(self, member_id: str, path: Path, label: str = "Set voice sample") -> None:
        """Make a file of sound, or the sound of a film, the sample of a member."""

        def work() -> str:
            from kling_studio.media import sounds

            sounds.listen(path)
            if path.suffix.lower() not in FILM_ENDINGS:
                return self._session.folder.add_media(path)
            return self._written(path, f"{path.stem}.wav")

        self._background.run(
            work, lambda reference: self._give(member_id, reference, label, path.stem), self.failed.emit
        )

    def wait(self) -> None:
        """Wait for what is under way."""
        self._background.wait()

    def _written(self, source: Path, name: str) -> str:
        from kling_studio.media import sounds

        with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
            made = Path(folder) / name
            sounds.write_wav(source, made)
            return self._session.folder.add_media(made)

    def _give(self, member_id: str, reference: str, label: str, name: str) -> None:
        self._session.apply(given_sample(member_id, reference, name.replace("_", " ")), label)


def given_sample(member_id: str, reference: str, name: str) -> Callable[[Project], Project]:
    """The edit that gives a member's voice another sample; a voice that was not there yet gets the name."""

    def edit(project: Project) -> Project:
        voice = _member(project, member_id).voice or Voice(name)
        return edits.set_member(project, member_id, voice=with_sample(voice, reference))

    return edit


def _member(project: Project, member_id: str) -> CastMember:
    found = next((member for member in project.cast if member.id == member_id), None)
    if found is None:
        raise EditRejected("That member is no longer in the cast.")
    return found
