"""Frames and clips of takes, taken into the project."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kling_studio.app.following import as_clip, last_frame, take_before
from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind, Json
from kling_studio.core.ledger import Take
from kling_studio.storage.media_files import sha256_of
from tests.ui.preview_films import make_film, number_in


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = create_sample(tmp_path / "Night Shift").session
    yield opened
    opened.folder.close()


def add_film(session: Session, scene_id: str, number: int) -> Take:
    film = session.folder.root / "takes" / f"{scene_id}_{number}.mp4"
    film.parent.mkdir(exist_ok=True)
    make_film(film, frames=24)
    job = f"{scene_id}-{number}"
    names = ("scene_id", "scene", "title", "take", "model", "mode", "endpoint", "seconds", "quoted")
    planned: dict[str, Json] = dict.fromkeys((*names, "price_list", "fingerprint"), "")
    planned |= {"scene_id": scene_id, "take": number, "model": "fal:o3-pro", "sent": {}}
    stored: dict[str, Json] = {"video": f"takes/{film.name}", "bytes": 1, "sha256": ""}
    for kind, data in ((FactKind.PLANNED, planned), (FactKind.RENDERING, {}), (FactKind.STORED, stored)):
        asyncio.run(session.journal.add(job, kind, data))
    return session.ledger.takes[job]


def test_the_last_frame_becomes_a_picture_of_the_project(session: Session) -> None:
    scene = next(session.project.scenes())
    take = add_film(session, scene.id, 1)
    reference = last_frame(session, take)
    path = session.path_of(reference)
    assert reference.startswith("media/")
    assert path is not None
    assert number_in(QImage(str(path))) == 23
    assert last_frame(session, take) == reference


def test_a_film_becomes_a_clip_of_its_own(session: Session) -> None:
    scene = next(session.project.scenes())
    take = add_film(session, scene.id, 1)
    clip = session.path_of(as_clip(session, take))
    film = session.path_of(take.video or "")
    assert clip is not None
    assert film is not None
    assert clip.parent.name == "media"
    assert sha256_of(clip) == sha256_of(film)
    film.unlink()
    with pytest.raises(KnownError, match="not in the project folder"):
        last_frame(session, take)


def test_the_take_before_is_of_the_scene_in_front(session: Session) -> None:
    first, second, *_ = session.project.episodes[0].scenes
    assert take_before(session, second.id) is None
    add_film(session, first.id, 1)
    newest = add_film(session, first.id, 2)
    assert take_before(session, second.id) == newest
    assert take_before(session, first.id) is None
    assert take_before(session, "gone") is None


def test_a_good_take_goes_before_a_newer_one(session: Session) -> None:
    first, second, *_ = session.project.episodes[0].scenes
    good, newest = add_film(session, first.id, 1), add_film(session, first.id, 2)
    session.dispatch(edits.mark_good, first.id, good.job)
    assert take_before(session, second.id) == good
    session.dispatch(edits.unmark_good, first.id, good.job)
    assert take_before(session, second.id) == newest
