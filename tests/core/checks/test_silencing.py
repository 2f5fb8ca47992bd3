"""Rules that a scene does not want to hear of."""

import pytest

from kling_studio.core import edits
from kling_studio.core.checks import check_scene, is_silenced
from kling_studio.core.errors import EditRejected
from tests.core.building import a_scene, a_shot, catalog, says
from tests.core.checks.series import ask_in, series

SCENE = a_scene(
    a_shot(prompt="@Marco turns around, @Nobody waits.", dialogue=says("Marco", "Hi.")), cast=("Marco",)
)


def test_what_a_scene_silences_is_left_out_there_alone() -> None:
    project = series(SCENE, 1)
    after = edits.silence(project, "c1", "needs-back-view")
    assert ask_in(after, "needs-back-view") == []
    assert len(ask_in(after, "needs-back-view", "other0")) == 1
    scene = after.find_scene("c1")
    assert scene is not None
    everything = check_scene(after, scene, catalog(), silenced=True)
    assert [found.rule for found in everything if is_silenced(scene, found)] == ["needs-back-view"]
    assert [found for found in everything if not is_silenced(scene, found)] == list(
        check_scene(after, scene, catalog())
    )
    again = edits.speak_again(after, "c1", "needs-back-view")
    assert again == project


def test_an_error_cannot_be_silenced() -> None:
    project = edits.silence(series(SCENE), "c1", "unknown-name")
    assert [found.severity.value for found in ask_in(project, "unknown-name")] == ["error"]


def test_silencing_twice_and_what_speaks_already_change_nothing() -> None:
    project = edits.silence(edits.silence(series(SCENE), "c1", "no-voice"), "c1", "accent-drift")
    scene = project.find_scene("c1")
    assert scene is not None
    assert scene.silenced == ("accent-drift", "no-voice")
    assert edits.silence(project, "c1", "no-voice") is project
    assert edits.speak_again(project, "c1", "long-profile") is project
    with pytest.raises(EditRejected):
        edits.silence(project, "gone", "no-voice")
