from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, DialogueLine, Project, SheetChoice, View, Voice
from kling_studio.core.saveable import check_saveable
from kling_studio.storage.codec import decode, encode
from kling_studio.storage.json_text import dumps, loads
from tests.core.building import a_scene, a_shot, with_scene

HALF = "half \ud83d"
OLD = with_scene(a_scene())


def with_fields(**fields: object) -> Project:
    scene = replace(next(OLD.scenes()), **fields)  # type: ignore[arg-type]
    return replace(OLD, episodes=(replace(OLD.episodes[0], scenes=(scene,)),))


def with_member(**fields: object) -> Project:
    return replace(OLD, cast=(replace(CastMember("x", "Otto"), **fields),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "new",
    [
        edits.set_title(OLD, HALF),
        edits.set_episode(OLD, "e1", HALF),
        with_fields(title=HALF),
        with_fields(shots=(a_shot(dialogue=(DialogueLine("Mira", "", HALF),)),)),
        with_member(tags=("crew", " ")),
        with_fields(model=""),
        with_fields(aspect_ratio=" "),
        with_fields(language=""),
        with_fields(images=("a.png", " ")),
        with_fields(cfg_scale=1001.0),
        with_fields(cfg_scale=float("nan")),
        with_fields(shots=(a_shot(seconds=3601),)),
        with_member(description=HALF),
        with_member(images=(View(""),)),
        with_member(voice=Voice(HALF)),
        with_member(sheet=(SheetChoice("j1", HALF),)),
        edits.pick_frame(OLD, "m1", "j1", "a", -0.5),
        edits.pick_frame(OLD, "m1", "j1", "a", float("nan")),
        edits.pick_frame(OLD, "m1", "j1", "a", 86_401.0),
    ],
)
def test_what_no_file_can_hold_is_refused(new: Project) -> None:
    with pytest.raises(EditRejected):
        check_saveable(OLD, new)


def test_what_stayed_the_same_is_passed_over() -> None:
    check_saveable(OLD, OLD)
    check_saveable(OLD, edits.add_member(OLD, CastMember("x", "Otto", images=(View("o.png"),))))
    check_saveable(OLD, edits.set_episode(OLD, "e1", "Other"))


def test_what_was_there_before_is_not_asked_again() -> None:
    odd = with_fields(model="")
    check_saveable(odd, edits.set_title(odd, "Other"))


@given(st.text(st.characters(), max_size=8), st.text(st.characters(), max_size=4), st.integers(-4000, 4000))
def test_whatever_passes_is_read_back_as_it_was(words: str, model: str, seconds: int) -> None:
    new = with_fields(model=model, title=words, shots=(a_shot(prompt=words, seconds=seconds),))
    try:
        check_saveable(OLD, new)
    except EditRejected:
        return
    text = dumps(encode(new, with_ids=True)).encode().decode()
    assert decode(loads(text, source="x"), source="x", new_id=str) == new
