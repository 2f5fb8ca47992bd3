"""Projects written for others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.exporting import export_project
from kling_studio.app.opening import create_project, project_from_file
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.errors import BadInput
from kling_studio.core.facts import Fact, FactKind
from kling_studio.core.ledger import fold
from kling_studio.core.project import Episode, Project, Scene, Shot
from kling_studio.storage.codec import encode
from tests.render.test_journal import PLANNED
from tests.small_projects import make_film, put_picture, short_project

NOON = "2026-11-21T12:00:00.000000Z"
FREE = "animatic:preview"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    put_picture(tmp_path)
    scenes = (
        Scene("../wide", "Wide", FREE, shots=(Shot("h1", "@Mira walks.", 1),)),
        Scene("tall", "Tall", FREE, aspect_ratio="9:16", shots=(Shot("h2", "Rain.", 1),)),
        Scene("empty", "Empty", FREE),
    )
    episodes = (Episode("e1", "One", scenes[:1]), Episode("e2", "Two", scenes[1:]), Episode("e3", "Three"))
    project = replace(short_project(), episodes=episodes)
    opened = create_project(tmp_path / "project", project, media_from=tmp_path).session
    with opened.folder:
        yield opened


def quietly(_done: int, _total: int) -> None:
    pass


def seen(film: Path) -> tuple[int, tuple[int, int]]:
    with av.open(str(film)) as container:
        frames = [(frame.width, frame.height) for frame in container.decode(video=0)]
        audio = container.streams.audio[0]
        assert audio.duration is not None
        assert audio.time_base is not None
        assert float(audio.duration * audio.time_base) == pytest.approx(len(frames) / 24, abs=0.001)
    return len(frames), frames[0]


def test_as_json_it_is_the_same_project_again(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "out" / "story.json"
    export_project(session, target, None, quietly)
    project, messages = project_from_file(target, load_catalog())
    assert encode(project, with_ids=False) == encode(session.project, with_ids=False)
    assert messages == ()
    assert (target.parent / "mira.png").exists()


def test_as_a_film_every_scene_follows_in_the_first_ones_size(session: Session, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export_project(session, tmp_path / "film.MP4", None, lambda done, total: told.append((done, total)))
    assert seen(tmp_path / "film.MP4") == (48, (1280, 720))
    assert told[-1] == (48, 48)
    assert {path.name for path in tmp_path.iterdir()} == {"film.MP4", "mira.png", "project"}


def test_an_episode_alone(session: Session, tmp_path: Path) -> None:
    export_project(session, tmp_path / "two.mp4", 2, quietly)
    assert seen(tmp_path / "two.mp4") == (24, (720, 1280))
    export_project(session, tmp_path / "two.json", 2, quietly)
    project, _ = project_from_file(tmp_path / "two.json", load_catalog())
    assert [episode.title for episode in project.episodes] == ["Two"]
    assert [member.name for member in project.cast] == ["Mira"]


def test_a_take_stands_for_its_scene_if_it_is_there(session: Session, tmp_path: Path) -> None:
    takes = session.folder.root / "takes"
    takes.mkdir()
    make_film(takes / "first.mp4", 2.0)
    make_film(takes / "second.mp4", 0.5)
    make_film(tmp_path / "outside.mp4", 3.0)
    facts: list[Fact] = []
    videos = ("takes/first.mp4", "takes/second.mp4", "takes/gone.mp4", "../outside.mp4")
    for number, video in enumerate(videos, start=1):
        data = {**PLANNED, "scene_id": "tall", "take": number}
        facts.append(Fact(NOON, FactKind.PLANNED, video, data))
        facts.append(Fact(NOON, FactKind.RENDERING, video))
        facts.append(Fact(NOON, FactKind.STORED, video, {"video": video, "bytes": 1, "sha256": ""}))
    session.journal.ledger = fold(session.ledger, facts)
    export_project(session, tmp_path / "two.mp4", 2, quietly)
    assert seen(tmp_path / "two.mp4") == (12, (64, 64))
    session.dispatch(edits.mark_good, "tall", "takes/first.mp4")
    session.dispatch(edits.mark_good, "tall", "takes/gone.mp4")
    export_project(session, tmp_path / "good.mp4", 2, quietly)
    assert seen(tmp_path / "good.mp4") == (48, (64, 64))


@pytest.mark.parametrize("name", ["film.avi", "film", "film.mp4.zip"])
def test_an_ending_that_nobody_knows_is_told(session: Session, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=rf"{name}: expected a name that ends in \.json or \.mp4"):
        export_project(session, tmp_path / name, None, quietly)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("episode", [0, 4, -1])
def test_an_episode_that_is_not_there_is_told(session: Session, tmp_path: Path, episode: int) -> None:
    with pytest.raises(BadInput, match=f"no episode {episode}: expected a number from 1 to 3"):
        export_project(session, tmp_path / "film.mp4", episode, quietly)


def test_where_nothing_is_to_be_seen_there_is_no_film(session: Session, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no scene with a shot"):
        export_project(session, tmp_path / "film.mp4", 3, quietly)
    assert not (tmp_path / "film.mp4").exists()


def test_the_projects_own_file_is_never_the_target(session: Session) -> None:
    own = session.folder.root / "project.json"
    before = own.read_bytes()
    with pytest.raises(BadInput, match="own file"):
        export_project(session, own, None, quietly)
    assert own.read_bytes() == before


def test_stopped_in_the_middle_nothing_is_left(session: Session, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_project(session, tmp_path / "film.mp4", None, stop)
    assert {path.name for path in tmp_path.iterdir()} == {"mira.png", "project"}


def test_an_empty_project_says_what_is_missing(tmp_path: Path) -> None:
    session = create_project(tmp_path / "empty", Project()).session
    with session.folder, pytest.raises(BadInput, match="no scene"):
        export_project(session, tmp_path / "film.mp4", None, quietly)
