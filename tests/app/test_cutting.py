"""Parts of films and sounds, made where they are needed."""

import asyncio
from pathlib import Path

import pytest

from kling_studio.app.cutting import CutFile, cut_files, make_cut, make_missing_cuts
from kling_studio.app.measuring import Measuring
from kling_studio.app.opening import create_project
from kling_studio.app.session import Session
from kling_studio.app.tasks import Tasks
from kling_studio.core import edits
from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaKind
from kling_studio.core.project import Cut, Voice
from kling_studio.media.sounds import listen
from tests.small_projects import make_film, short_project
from tests.sounds_for_tests import voice


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = create_project(tmp_path / "project", short_project()).session
    make_film(session.folder.root / "mira.mp4", 6, (160, 90))
    voice(session.folder.root / "mira.wav", 12)
    session.dispatch(edits.set_member, "mira", clip="mira.mp4", voice=Voice("low", "mira.wav"))
    return session


def files_in(session: Session) -> set[str]:
    return {f"media/{path.name}" for path in (session.folder.root / "media").glob("*") if path.is_file()}


def test_a_part_of_a_clip_and_of_a_sample_is_made_and_measured(session: Session) -> None:
    before = (session.folder.root / "mira.mp4").read_bytes()
    errors: list[BaseException] = []

    async def story() -> None:
        tasks = Tasks(errors.append)
        Measuring(session, tasks).start()
        await tasks.finish()
        session.dispatch(edits.cut_clip, "mira", Cut("mira.mp4", 1, 5))
        session.dispatch(edits.cut_sample, "mira", Cut("mira.wav", 2, 9))
        await tasks.finish()

    with session.folder:
        asyncio.run(story())
    clip, sample = cut_files(session.project)
    assert session.media[clip.path].kind is MediaKind.CLIP
    assert session.media[clip.path].duration_s == pytest.approx(4, abs=0.05)
    assert session.media[sample.path].kind is MediaKind.SOUND
    assert session.media[sample.path].duration_s == pytest.approx(7, abs=0.01)
    assert files_in(session) == {clip.path, sample.path}
    assert (session.folder.root / "mira.mp4").read_bytes() == before
    assert errors == []


def test_what_cannot_be_made_is_passed_over(session: Session) -> None:
    files = [
        CutFile("media/a.mp4", Cut("gone.mp4", 0, 1), is_sound=False),
        CutFile("../b.mp4", Cut("mira.mp4", 0, 1), is_sound=False),
        CutFile("media/c.wav", Cut("mira.wav", 1, 2), is_sound=True),
    ]
    with session.folder:
        assert make_missing_cuts(files, session.path_of) == {"media/c.wav"}
        assert make_missing_cuts(files, session.path_of) == frozenset()
        with pytest.raises(KnownError, match="outside the project folder"):
            make_cut(files[1], session.path_of)


def test_what_is_given_up_leaves_nothing_behind(session: Session) -> None:
    file = CutFile("media/a.mp4", Cut("mira.mp4", 0, 5), is_sound=False)
    heard: list[float] = []
    with session.folder:
        assert not make_cut(file, session.path_of, heard.append, lambda: len(heard) == 3)
        assert files_in(session) == set()
        assert make_missing_cuts([file], session.path_of, lambda: True) == frozenset()
        assert list((session.folder.root / "media").iterdir()) == [
            path
            for path in (session.folder.root / "media").iterdir()
            if path.is_dir() and path.name[0] != "."
        ]


def test_what_is_there_stays(session: Session) -> None:
    file = CutFile("media/a.wav", Cut("mira.wav", 0, 3), is_sound=True)
    with session.folder:
        assert make_cut(file, session.path_of)
        path = session.folder.root / file.path
        stamp = path.stat().st_mtime_ns
        assert make_cut(file, session.path_of)
    assert path.stat().st_mtime_ns == stamp
    assert listen(path).duration_s == pytest.approx(3, abs=0.01)
