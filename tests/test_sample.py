"""The sample project: what a newcomer sees first has to be whole, and within the rules of its own models."""

import json
import sys
import wave
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.checks import Severity, check_scene
from kling_studio.core.project import MemberKind, Project, ViewKind
from kling_studio.core.prompt import mentions, scene_words, speakers
from kling_studio.resources import resource
from kling_studio.storage.codec import decode

SAMPLE = resource("sample")
PACKAGING = Path(__file__).parent.parent / "packaging"
WORDS_A_SECOND = 2.5


@pytest.fixture(scope="module")
def project() -> Project:
    file = SAMPLE / "project.json"
    numbers = count(1)
    data = json.loads(file.read_text(encoding="utf-8"))
    return decode(data, source=file.name, new_id=lambda: f"id{next(numbers)}")


@pytest.fixture(scope="module")
def draw() -> Iterator[Callable[[str], bytes]]:
    sys.path.insert(0, str(PACKAGING))
    yield import_module("draw_sample").draw
    sys.path.remove(str(PACKAGING))


def pictures(project: Project) -> list[str]:
    views = [view.path for member in project.cast for view in member.images]
    return views + [path for scene in project.scenes() if (path := scene.start_frame)]


def test_every_file_it_names_is_there_and_nothing_else_is(project: Project) -> None:
    sounds = [member.voice.sample for member in project.cast if member.voice and member.voice.sample]
    named = {*pictures(project), *sounds, "project.json"}
    assert named == {path.name for path in SAMPLE.iterdir()}
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 3_000_000


def test_every_picture_is_one_that_kling_takes(project: Project) -> None:
    for path in pictures(project):
        with Image.open(SAMPLE / path) as picture:
            picture.load()
            assert min(picture.size) >= 300, path
            assert 0.4 <= picture.width / picture.height <= 2.5, path


def test_the_voice_sample_is_long_enough_to_make_a_voice_from(project: Project) -> None:
    mira = project.member("Mira")
    assert mira is not None
    assert mira.voice is not None
    with wave.open(str(SAMPLE / str(mira.voice.sample))) as sound:
        assert 5 <= sound.getnframes() / sound.getframerate() <= 30


def test_each_start_frame_has_the_shape_of_its_scene(project: Project) -> None:
    for scene in project.scenes():
        across, down = map(int, scene.aspect_ratio.split(":"))
        with Image.open(SAMPLE / str(scene.start_frame)) as picture:
            assert picture.width * down == picture.height * across, scene.title


def test_it_shows_the_breadth_of_the_program(project: Project) -> None:
    scenes = list(project.scenes())
    assert [len(episode.scenes) for episode in project.episodes] == [2, 2]
    assert {scene.aspect_ratio for scene in scenes} == {"16:9", "9:16", "1:1"}
    assert {scene.language for scene in scenes} == {"en", "es"}
    assert {"fal:o3-pro", "fal:o3-standard", "fal:v3-pro"} == {scene.model for scene in scenes}
    assert all(scene.audio for scene in scenes)
    assert {member.kind for member in project.cast} == {MemberKind.CHARACTER, MemberKind.PRODUCT}
    views = {view.view for member in project.cast for view in member.images}
    assert views >= {ViewKind.FRONT, ViewKind.SIDE, ViewKind.BACK, ViewKind.OUTFIT, ViewKind.DETAIL}


def test_the_cast_of_a_scene_is_exactly_who_its_words_name(project: Project) -> None:
    names = {member.name for member in project.cast}
    for scene in project.scenes():
        words = " ".join([scene.prompt, *(shot.prompt for shot in scene.shots)])
        assert {mention.name for mention in mentions(words, names)} == set(scene.cast), scene.title
        assert words.count("@") == sum(1 for _ in mentions(words, names)), scene.title
        assert set(speakers(scene)) <= set(scene.cast), scene.title


def test_every_line_can_be_spoken_in_its_shot(project: Project) -> None:
    for scene in project.scenes():
        for shot in scene.shots:
            words = sum(len(line.text.split()) for line in shot.dialogue)
            assert words <= shot.seconds * WORDS_A_SECOND, shot.prompt


def test_every_scene_can_be_sent_as_it_is(project: Project) -> None:
    catalog = load_catalog()
    for scene in project.scenes():
        found = check_scene(project, scene, catalog)
        assert [finding for finding in found if finding.severity is Severity.ERROR] == []


def test_the_words_leave_room_in_every_shot(project: Project) -> None:
    names = {member.name for member in project.cast}
    for scene in project.scenes():
        for words in scene_words(scene, names, lambda name: f"{name} <<<element_1>>>", heard=True):
            assert len(words) < 400, words


@pytest.mark.parametrize("name", ["marco_front", "dock"])
def test_drawing_again_gives_the_same_picture(draw: Callable[[str], bytes], name: str) -> None:
    data = draw(name)
    assert data == draw(name)
    with Image.open(BytesIO(data)) as drawn, Image.open(SAMPLE / f"{name}.jpg") as kept:
        assert drawn.size == kept.size
        # Another build of Pillow may round a pixel otherwise; a changed drawing differs by far more.
        assert max(ImageStat.Stat(ImageChops.difference(drawn, kept)).mean) < 1
