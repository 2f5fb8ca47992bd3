"""A finished film: proven, named, and written down. A film that no fact tells of is nobody's."""

import asyncio
import contextlib
from pathlib import Path

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind, Json
from kling_studio.core.ledger import Take
from kling_studio.core.numbering import Place
from kling_studio.render.journal import Journal
from kling_studio.storage.atomic import sync_folder
from kling_studio.storage.disk_errors import disk_error
from kling_studio.storage.folder import TAKE_FOLDER, ProjectFolder
from kling_studio.storage.media_files import sha256_of


class Storing:
    """Where the films of a project's takes go."""

    def __init__(self, folder: ProjectFolder, journal: Journal) -> None:
        self._folder = folder
        self._journal = journal
        self._naming = asyncio.Lock()

    def part(self, job: str) -> Path:
        """Where the film of a job grows."""
        return self._folder.root / TAKE_FOLDER / f".{job}.part.mp4"

    async def store(self, take: Take, place: Place) -> None:
        """Prove the film, give it its name, and write down that it is there."""
        part = self.part(take.job)
        has_sound = await asyncio.to_thread(_proven, part)
        async with self._naming:
            file = await asyncio.to_thread(self._keep, part, place, take.number)
        try:
            stored: dict[str, Json] = {
                "video": file.relative_to(self._folder.root).as_posix(),
                "bytes": file.stat().st_size,
                "sha256": await asyncio.to_thread(sha256_of, file),
                "has_sound": has_sound,
            }
            await self._journal.add(take.job, FactKind.STORED, stored)
        except BaseException:
            with contextlib.suppress(OSError):
                # Back to where it was: what is paid is not made again.
                file.rename(part)
            raise

    def clear(self, job: str) -> None:
        """Remove what a job left half done, also in an earlier run that was killed."""
        for part in (self._folder.root / TAKE_FOLDER).glob(f".{job}.*"):
            with contextlib.suppress(OSError):
                part.unlink()

    def _keep(self, part: Path, place: Place, take_number: int) -> Path:
        """Give a proven film its name; one that is there already is never overwritten."""
        file = self._folder.new_take_path(place.episode, place.scene_in_episode, take_number)
        try:
            part.rename(file)
            sync_folder(file.parent)
        except OSError as error:
            raise disk_error(error, file, "written") from error
        return file


def _proven(part: Path) -> bool:
    """Whether the film, which can be read, has sound."""
    from kling_studio.media.probe import has_decodable_video, probe

    if not has_decodable_video(part):
        raise KnownError("The finished film cannot be read.", "Render again.")
    return probe(part).has_audio
