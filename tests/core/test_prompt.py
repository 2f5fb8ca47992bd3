"""The words of a request: master text, shot, camera and dialogue in one form."""

import pytest

from kling_studio.core.project import DialogueLine
from kling_studio.core.prompt import (
    dialogue_words,
    joined_words,
    plain,
    renamed,
    scene_words,
    shot_words,
    speakers,
    spelled,
    texts,
)
from tests.core.building import a_scene, a_shot, says

NAMES = ("Mira", "Marco")


def element(name: str) -> str:
    return f"@Element{NAMES.index(name) + 1}"


def test_names_get_another_spelling_and_nothing_else_does() -> None:
    text = "@Mira meets @Marco; mail mira@Mira.example, @Mirabel."
    assert spelled(text, NAMES, element) == "@Element1 meets @Element2; mail mira@Mira.example, @Mirabel."
    assert plain(text, NAMES) == "Mira meets Marco; mail mira@Mira.example, @Mirabel."
    assert spelled("no names", NAMES, element) == "no names"


def test_a_rename_touches_its_own_name_alone() -> None:
    text = "@Mira, @Mirabel, @Marco, mira@Mira.example and Mira"
    assert renamed(text, "Mira", "Nina", NAMES) == "@Nina, @Mirabel, @Marco, mira@Mira.example and Mira"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (DialogueLine("Mira", "relieved", "It came."), '[@Element1, relieved]: "It came."'),
        (DialogueLine("Mira", " ", " It came. "), '[@Element1]: "It came."'),
        (DialogueLine("", "", "At dawn."), '[Narrator]: "At dawn."'),
        (
            DialogueLine("Mira", "", 'He said "go" and “now”, «vite»'),
            "[@Element1]: \"He said 'go' and 'now', 'vite'\"",
        ),
    ],
)
def test_a_spoken_line_has_one_form(line: DialogueLine, words: str) -> None:
    assert dialogue_words(line, element) == words


def test_camera_and_dialogue_follow_the_action() -> None:
    shot = a_shot(
        "s1", "@Mira  walks\nin", camera="slow push in", dialogue=says("Mira", "Hi.") + says("Marco", " ")
    )
    said = '@Element1 walks in. slow push in. [@Element1]: "Hi."'
    assert shot_words(shot, NAMES, element, heard=True) == said
    assert shot_words(shot, NAMES, element, heard=False) == "@Element1 walks in. slow push in."


def test_a_name_inside_a_spoken_line_is_spoken() -> None:
    shot = a_shot("s1", "", dialogue=says("Mira", "Where is @Marco?"))
    assert shot_words(shot, NAMES, element, heard=True) == '[@Element1]: "Where is Marco?"'


@pytest.mark.parametrize("text", ["Rain.", "Rain!", "雨。", "雨，", "And then…", "First:"])
def test_a_sentence_that_has_its_end_gets_no_other(text: str) -> None:
    assert shot_words(a_shot("s1", text), (), str, heard=True) == text


def test_the_scenes_words_stand_in_front_of_every_shots() -> None:
    scene = a_scene(a_shot("s1", "@Mira enters"), a_shot("s2", ""), prompt="Dawn, @Marco asleep")
    assert scene_words(scene, NAMES, element, heard=True) == (
        "Dawn, @Element2 asleep. @Element1 enters.",
        "Dawn, @Element2 asleep.",
    )
    assert scene_words(a_scene(a_shot("s1", "Rain")), NAMES, element, heard=True) == ("Rain.",)


def test_joined_words_tell_the_shots_apart_by_number_and_seconds() -> None:
    scene = a_scene(a_shot("s1", "Rain"), a_shot("s2", ""), a_shot("s3", "Sun", seconds=4), prompt="Dawn")
    assert joined_words(scene, (), str, heard=True) == "Dawn. Shot 1, 5 s: Rain. Shot 3, 4 s: Sun."
    assert joined_words(a_scene(a_shot("s1", "Rain"), prompt="Dawn"), (), str, heard=True) == "Dawn. Rain."
    assert joined_words(a_scene(a_shot("s1", "")), (), str, heard=True) == ""


def test_speakers_are_named_once_in_order() -> None:
    scene = a_scene(
        a_shot("s1", dialogue=says("Marco", "Hi.") + says("Mira", " ") + says("", "At dawn.")),
        a_shot("s2", dialogue=says("Nina", "Yes.") + says("Marco", "No.")),
    )
    assert speakers(scene) == ("Marco", "Nina")


def test_every_text_that_may_hold_a_name_is_listed_with_its_shot() -> None:
    scene = a_scene(a_shot("s1", "A", camera="B", dialogue=says("Mira", "C"), notes="never sent"), prompt="D")
    assert list(texts(scene)) == [(None, "D"), ("s1", "A"), ("s1", "B"), ("s1", "C")]
