"""What the files behind references are."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kling_studio.app.measuring import Measuring, measure_all, measure_one
from kling_studio.app.opening import create_project
from kling_studio.app.tasks import Tasks
from kling_studio.core import edits
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import View
from tests.small_projects import make_film, put_picture, short_project


def measured(folder: Path, name: str) -> MediaFact:
    return measure_one(name, lambda reference: folder / reference)


def test_pictures_films_and_sounds(tmp_path: Path) -> None:
    picture = put_picture(tmp_path, size=(640, 360))
    assert measured(tmp_path, "mira.png") == MediaFact(
        MediaKind.PICTURE, 640, 360, size_bytes=picture.stat().st_size
    )
    make_film(tmp_path / "clip.mp4", seconds=0.5, size=(96, 64), sound=(44_100, "mono"))
    clip = measured(tmp_path, "clip.mp4")
    assert (clip.kind, clip.width_px, clip.height_px) == (MediaKind.CLIP, 96, 64)
    assert clip.duration_s == pytest.approx(0.5, abs=0.06)


def test_a_sound_is_a_sound(tmp_path: Path) -> None:
    import wave

    with wave.open(str(tmp_path / "voice.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16_000))
    fact = measured(tmp_path, "voice.wav")
    assert fact.kind is MediaKind.SOUND
    assert fact.duration_s == pytest.approx(1.0)


def test_a_clip_that_does_not_count_its_frames_is_a_clip(tmp_path: Path) -> None:
    import av

    make_film(tmp_path / "clip.mp4", seconds=0.5)
    with (
        av.open(str(tmp_path / "clip.mp4")) as film,
        av.open(str(tmp_path / "clip.mkv"), "w", format="matroska", options={"live": "1"}) as copy,
    ):
        stream = copy.add_stream_from_template(film.streams.video[0])
        for packet in film.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    assert measured(tmp_path, "clip.mkv").kind is MediaKind.CLIP


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.png", b"Dear diary"),
        ("empty.png", b""),
        ("empty.mp4", b""),
        ("notes.mp4", b"Dear diary"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
        ("list.ffconcat", b"ffconcat version 1.0\nfile /etc/passwd\n"),
    ],
)
def test_what_cannot_be_read_says_so_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    fact = measured(tmp_path, name)
    assert fact.kind is MediaKind.UNREADABLE
    assert name in fact.problem


def test_a_picture_of_12000_by_12000_says_so(tmp_path: Path) -> None:
    Image.new("1", (12_000, 12_000)).save(tmp_path / "huge.png")
    fact = measured(tmp_path, "huge.png")
    assert fact.kind is MediaKind.UNREADABLE
    assert "huge.png" in fact.problem


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    assert measured(tmp_path, "folder.png").kind is MediaKind.UNREADABLE


@pytest.mark.parametrize("name", ["gone.png", "long" * 200 + ".png", "file.png/inner.png"])
def test_what_is_not_there_is_missing(tmp_path: Path, name: str) -> None:
    put_picture(tmp_path, "file.png")
    assert measured(tmp_path, name).kind is MediaKind.MISSING


def test_outside_of_the_project_nothing_is_looked_at_and_addresses_are_left_out() -> None:
    names = ("https://example.test/a.png", "../secret.png")
    facts = measure_all(names, lambda _reference: None)
    assert set(facts) == {"../secret.png"}
    assert "outside the project" in facts["../secret.png"].problem


class TestMeasuring:
    def test_it_keeps_up_with_the_project_and_looks_again(self, tmp_path: Path) -> None:
        session = create_project(tmp_path / "project", short_project()).session
        root = session.folder.root
        errors: list[BaseException] = []

        def kinds() -> dict[str, str]:
            return {name: fact.kind.value for name, fact in session.media.items()}

        async def story() -> None:
            tasks = Tasks(errors.append)
            measuring = Measuring(session, tasks)
            measuring.start()
            await tasks.finish()
            assert kinds()["mira.png"] == "missing"

            put_picture(root)
            measuring.again()
            await tasks.finish()
            assert kinds()["mira.png"] == "picture"

            (root / "new.png").write_bytes(b"")
            session.dispatch(edits.add_views, "mira", (View("new.png"),))
            await tasks.finish()
            assert kinds()["new.png"] == "unreadable"
            session.undo()
            await tasks.finish()

        with session.folder:
            asyncio.run(story())
        assert errors == []

    def test_each_file_is_measured_once_and_everyone_hears_of_it(self, tmp_path: Path) -> None:
        project = short_project()
        views = tuple(View(f"p{number}.png") for number in range(450))
        many = replace(project, cast=(replace(project.cast[0], images=views),))
        session = create_project(tmp_path / "project", many).session
        heard: list[int] = []
        session.media_changed.connect(lambda _nothing: heard.append(len(session.media)))

        async def story() -> None:
            tasks = Tasks(lambda error: heard.append(-1))
            measuring = Measuring(session, tasks)
            measuring.start()
            session.dispatch(edits.set_title, "Other")
            await tasks.finish()

        with session.folder:
            asyncio.run(story())
        assert heard == sorted(set(heard))
        assert heard[-1] == 450
