"""From one render to the next: the last frame of a take as a start frame, its film as a source."""

import tempfile
from itertools import pairwise
from pathlib import Path

from kling_studio.app.session import Session
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import KnownError
from kling_studio.core.good_takes import best_first
from kling_studio.core.ledger import Take, takes_of_scene
from kling_studio.storage.media_files import copy


def take_before(session: Session, scene_id: str) -> Take | None:
    """The newest good paid take of the scene in front of this one, in the same episode, else the newest.

    An animatic is none: it has words in its picture.
    """
    for episode in session.project.episodes:
        for before, scene in pairwise(episode.scenes):
            if scene.id == scene_id:
                takes = best_first(before, takes_of_scene(session.ledger, before.id))
                return next((take for take in takes if take.model != ANIMATIC), None)
    return None


def last_frame(session: Session, take: Take) -> str:
    """The last frame of a take as a picture of the project; its reference. Reads the film: for another thread.

    Raises ``KnownError`` where the film is gone or damaged, or the disk refuses.
    """
    from kling_studio.media.probe import probe

    film = film_of(session, take)
    return _as_picture(session, film, probe(film).frames - 1, "last")


def grabbed_frame(session: Session, take: Take, index: int) -> str:
    """The frame with this index, from 0, as a picture of the project; its reference. Else as :func:`last_frame`."""
    return _as_picture(session, film_of(session, take), index, f"frame{index + 1}")


def _as_picture(session: Session, film: Path, index: int, mark: str) -> str:
    from kling_studio.media.frames import frame_at

    picture = frame_at(film, index)
    with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
        path = Path(folder, f"{film.stem}_{mark}.png")
        picture.save(path, "PNG")
        return session.folder.add_media(path)


def as_clip(session: Session, take: Take) -> str:
    """The film of a take as a clip of the project, copied; its reference. For another thread; raises as above."""
    film = film_of(session, take)
    with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
        # From outside: what lies in the project already would be taken as it is, and takes are no media.
        path = Path(folder, film.name)
        copy(film, path)
        return session.folder.add_media(path)


def film_of(session: Session, take: Take) -> Path:
    """The file of a take. Raises ``KnownError`` where there is none."""
    film = session.path_of(take.video) if take.video else None
    if film is None or not film.is_file():
        raise KnownError(
            f"The film of take {take.number} is not in the project folder.", "Put it back or render again."
        )
    return film
