"""What the files behind references are."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kling_studio.app.framing import framed_views, make_missing
from kling_studio.app.measuring import Measuring, measure_all, measure_one
from kling_studio.app.opening import create_project
from kling_studio.app.tasks import Tasks
from kling_studio.core import edits
from kling_studio.core.framings import framed_view
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Framing, View
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

    def test_pictures_of_the_cast_are_looked_at_and_what_was_read_of_them_is_kept(
        self, tmp_path: Path
    ) -> None:
        session = create_project(tmp_path / "project", short_project()).session
        root = session.folder.root
        Image.linear_gradient("L").resize((400, 400)).save(root / "mira.png")
        errors: list[BaseException] = []

        async def story() -> None:
            tasks = Tasks(errors.append)
            Measuring(session, tasks).start()
            await tasks.finish()

        with session.folder:
            asyncio.run(story())
        looked = session.media["mira.png"]
        assert len(looked.likeness) == 72
        assert looked.sharpness is not None
        digested = session.digests.facts(session.media, ["mira.png"], session.path_of)["mira.png"]
        assert digested.sha256
        assert replace(digested, sha256="") == looked
        assert errors == []

    def test_what_somebody_else_read_of_the_same_file_meanwhile_is_kept(self, tmp_path: Path) -> None:
        session = create_project(tmp_path / "project", short_project()).session
        picture = put_picture(session.folder.root, size=(640, 360))
        now = measured(session.folder.root, "mira.png")
        session.add_measured({"mira.png": replace(now, sha256="read before")})

        async def measure() -> str:
            tasks = Tasks(lambda error: None)
            Measuring(session, tasks).start()
            await tasks.finish()
            return session.media["mira.png"].sha256

        with session.folder:
            assert asyncio.run(measure()) == "read before"
            picture.write_bytes(put_picture(tmp_path, size=(1400, 900)).read_bytes())
            assert asyncio.run(measure()) == ""

    def test_a_picture_whose_pixels_are_damaged_is_unreadable_once_it_was_looked_at(
        self, tmp_path: Path
    ) -> None:
        session = create_project(tmp_path / "project", short_project()).session
        path = put_picture(session.folder.root)
        data = bytearray(path.read_bytes())
        place = data.index(b"IDAT") + 8
        data[place : place + 40] = bytes(40)
        path.write_bytes(data)
        errors: list[BaseException] = []

        async def story() -> None:
            tasks = Tasks(errors.append)
            Measuring(session, tasks).start()
            await tasks.finish()

        with session.folder:
            asyncio.run(story())
        assert session.media["mira.png"].kind is MediaKind.UNREADABLE
        assert "mira.png" in session.media["mira.png"].problem
        assert errors == []

    def test_a_part_of_a_picture_is_made_where_it_is_not_there(self, tmp_path: Path) -> None:
        session = create_project(tmp_path / "project", short_project()).session
        root = session.folder.root
        original = put_picture(root, size=(800, 400)).read_bytes()
        errors: list[BaseException] = []

        async def story() -> None:
            tasks = Tasks(errors.append)
            Measuring(session, tasks).start()
            await tasks.finish()
            half = Framing("mira.png", 90, 0, 0, 1, 0.5)
            session.dispatch(edits.frame_view, "mira", "mira.png", half)
            await tasks.finish()

        with session.folder:
            asyncio.run(story())
        part = session.project.cast[0].images[0]
        assert (session.media[part.path].width_px, session.media[part.path].height_px) == (400, 400)
        assert (root / "mira.png").read_bytes() == original
        assert [path.name for path in (root / "media").iterdir() if path.is_file()] == [Path(part.path).name]
        assert errors == []

    def test_a_part_whose_original_is_gone_is_missing(self, tmp_path: Path) -> None:
        session = create_project(tmp_path / "project", short_project()).session
        view = framed_view(View("mira.png"), Framing("mira.png", 90))
        views = [view, View("mira.png"), framed_view(View("../a.png"), Framing("../a.png", 90))]
        with session.folder:
            assert make_missing(views, session.path_of) == frozenset()
            assert list(framed_views(session.project)) == []
            path = session.path_of(view.path)
            assert path is not None
            assert not path.exists()
