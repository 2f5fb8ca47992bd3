"""Letters that no font draws."""

from kling_studio.core.checks import Severity
from tests.core.building import a_scene, a_shot, says
from tests.core.checks.asking import ask, one, rules


def no_han(text: str) -> str:
    return "".join(letter for letter in text if "\u4e00" <= letter <= "\u9fff")


def test_captions_that_would_have_gaps_are_told_once_a_shot() -> None:
    scene = a_scene(a_shot("s1"), a_shot("s2", "雨雨夜", dialogue=says("", "雨")))
    finding = one("no-font", ask(scene, model="animatic:preview", undrawable=no_han))
    assert (finding.severity, finding.shot, finding.field) == (Severity.WARNING, 2, "prompt")
    assert finding.message == "No font on this machine draws 雨 夜. Install one, such as Noto Sans CJK."


def test_a_speakers_name_is_drawn_too() -> None:
    scene = a_scene(a_shot(dialogue=says("米拉", "Hi.")))
    assert "no-font" in rules(ask(scene, model="animatic:preview", undrawable=no_han))


def test_what_is_not_drawn_here_needs_no_font() -> None:
    assert rules(ask(a_scene(a_shot(prompt="雨")), undrawable=no_han)) == []
    assert rules(ask(a_scene(a_shot(prompt="雨")), model="animatic:preview")) == []
