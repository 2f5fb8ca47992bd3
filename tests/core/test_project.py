"""Questions a project answers about itself."""

import pytest

from kling_studio.core.errors import EditRejected, KnownError
from kling_studio.core.project import Episode, Project, Scene, Shot, Voice, is_address
from tests.core.building import MARCO, MIRA


def test_scenes_are_counted_over_all_episodes() -> None:
    first, second = Scene("a"), Scene("b", shots=(Shot("s1", seconds=3), Shot("s2", seconds=4)))
    project = Project(
        cast=(MIRA, MARCO), episodes=(Episode("e1", scenes=(first,)), Episode("e2", scenes=(second,)))
    )
    assert list(project.scenes()) == [first, second]
    assert project.find_scene("b") is second
    assert project.find_scene("c") is None
    assert project.member("Marco") is MARCO
    assert project.member("marco") is None
    assert [scene.seconds for scene in project.scenes()] == [0, 7]


def test_a_voice_knows_its_id_at_each_provider() -> None:
    voice = Voice("warm", ids=(("fal", "1"), ("wavespeed", "2")))
    assert [voice.id_at(name) for name in ("fal", "wavespeed", "animatic")] == ["1", "2", None]


@pytest.mark.parametrize(
    ("reference", "remote"),
    [
        ("mira.png", False),
        ("media/a:b.png", False),
        ("https://x.test/a.png", True),
        ("data:image/png;base64,AA", True),
    ],
)
def test_an_address_is_no_file(reference: str, remote: bool) -> None:
    assert is_address(reference) is remote


def test_an_error_says_what_happened_and_what_to_do() -> None:
    error = EditRejected("A scene keeps at least one shot.", "Delete the scene instead.")
    assert str(error) == "A scene keeps at least one shot. Delete the scene instead."
    assert str(KnownError("It is gone.")) == "It is gone."
