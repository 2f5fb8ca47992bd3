from pathlib import Path

import pytest

from kling_studio.core.project import Scene
from kling_studio.media.animatic.stage import choose_panels
from kling_studio.media.animatic.style import QUIET_TEXT
from tests.media.animatic.scenes import folder_with_pictures, plan_of, shot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_with_pictures(tmp_path)


def shown(folder: Path, scene: Scene, index: int = 0) -> list[str]:
    """What a shot shows: names of files, or of members in angle brackets where a card stands for them."""
    panels, pictures = choose_panels(plan_of(folder, scene).shots[index])
    return [
        panel.pictures[0].name if picture else f"<{panel.name}>"
        for panel, picture in zip(panels, pictures, strict=True)
    ]


def test_the_first_shot_begins_with_the_start_frame(folder: Path) -> None:
    scene = Scene(id="s", start_frame="hall.png", shots=(shot("@Mira walks in."), shot("@Mira sits.")))
    assert shown(folder, scene) == ["hall.png"]
    assert shown(folder, scene, 1) == ["mira.png"]


@pytest.mark.parametrize("missing", ["gone.png", "text.png"])
def test_a_start_frame_that_cannot_be_read_gives_way(folder: Path, missing: str) -> None:
    assert shown(folder, Scene(id="s", start_frame=missing, shots=(shot("@Mira"),))) == ["mira.png"]


def test_a_shot_shows_who_is_mentioned_and_who_speaks(folder: Path) -> None:
    scene = Scene(
        id="s", shots=(shot("@Pallet 9 arrives.", 1, "", ("Marco", "", "Late."), ("Mira", "", "No.")),)
    )
    assert shown(folder, scene) == ["pallet.png", "marco.png", "mira.png"]


def test_at_most_three_are_shown_people_before_things(folder: Path) -> None:
    scene = Scene(id="s", shots=(shot("@Pallet 9, @Nobody, @Marco and @Mira."),))
    assert shown(folder, scene) == ["<Nobody>", "marco.png", "mira.png"]


def test_members_without_a_readable_picture_stand_as_cards_beside_the_others(folder: Path) -> None:
    scene = Scene(id="s", shots=(shot("@Ghost meets @Mira."),))
    assert shown(folder, scene) == ["<Ghost>", "mira.png"]


def test_loose_pictures_come_next_in_turn(folder: Path) -> None:
    images = ("gone.png", "loose1.png", "loose2.png")
    scene = Scene(id="s", images=images, cast=("Mira",), shots=(shot("Rain."), shot("@Ghost"), shot("Snow.")))
    assert [shown(folder, scene, index) for index in range(3)] == [
        ["loose1.png"],
        ["loose2.png"],
        ["loose1.png"],
    ]


def test_then_the_cast_of_the_scene(folder: Path) -> None:
    scene = Scene(id="s", cast=("Nobody", "Marco", "Unknown", "Mira"), shots=(shot("Rain."),))
    assert shown(folder, scene) == ["marco.png", "mira.png"]


def test_with_no_picture_at_all_a_card_bears_the_name(folder: Path) -> None:
    scene = Scene(id="s", shots=(shot("@Nobody and @Ghost wait."), shot("Rain.")))
    assert shown(folder, scene) == ["<Nobody>", "<Ghost>"]
    assert shown(folder, scene, 1) == ["<>"]


def test_words_are_shown_with_plain_names(folder: Path) -> None:
    planned = plan_of(
        folder, Scene(id="s", shots=(shot("@Mira greets @Marco.", 1, "", ("Mira", "", "Hi, @Marco!")),))
    )
    assert planned.shots[0].action == "Mira greets Marco."
    assert planned.shots[0].captions[0].text == "Hi, Marco!"


def test_lines_share_the_shot_by_their_words(folder: Path) -> None:
    lines = (("Mira", "glad", "One two three."), ("Nemo", "", "   "), ("Nemo", "", "Four."))
    planned = plan_of(folder, Scene(id="s", shots=(shot("", 2, "", *lines),))).shots[0]
    assert [(c.speaker, c.first_frame, c.end_frame) for c in planned.captions] == [
        ("Mira", 0, 36),
        ("Nemo", 36, 48),
    ]
    assert [c.colour for c in planned.captions] == [(232, 163, 61), QUIET_TEXT]


def test_frames_follow_from_the_seconds(folder: Path) -> None:
    plan = plan_of(
        folder, Scene(id="s", aspect_ratio="9:16", shots=(shot("a", 2), shot("b", 0), shot("c", 3)))
    )
    assert [(s.number, s.first_frame, s.frames) for s in plan.shots] == [(1, 0, 48), (2, 48, 24), (3, 72, 72)]
    assert (plan.frames, plan.format.width_px, plan.format.height_px) == (144, 720, 1280)
