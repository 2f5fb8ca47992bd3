"""Which frames a consistency sheet holds."""

from dataclasses import replace

from kling_studio.core import edits
from kling_studio.core.consistency import ConsistencySheet, consistency_sheet, episodes_to_come
from kling_studio.core.job import JobState
from kling_studio.core.ledger import NO_FACTS, LedgerState, Take
from kling_studio.core.project import (
    CastMember,
    DialogueLine,
    Episode,
    Look,
    Project,
    Scene,
    SheetChoice,
    Shot,
    View,
    ViewKind,
)

SIDE, FRONT, COAT = View("side.png", ViewKind.SIDE), View("front.png"), View("coat.png")
MIRA = CastMember("m1", "Mira", images=(SIDE, FRONT), looks=(Look("coat", images=(COAT,)),))


def take(job: str, scene_id: str, number: int, seconds: int, **fields: object) -> Take:
    made = Take(job, scene_id, 1, "", number, "fal:o3-pro", "", "", seconds, None, None, "", {}, "")
    return replace(made, **{"state": JobState.DONE, "video": f"takes/{job}.mp4", **fields})  # type: ignore[arg-type]


def ledger(*takes: Take) -> LedgerState:
    by_scene: dict[str, tuple[str, ...]] = {}
    for one in takes:
        by_scene[one.scene_id] = (*by_scene.get(one.scene_id, ()), one.job)
    return replace(NO_FACTS, takes={one.job: one for one in takes}, jobs_by_scene=by_scene)


def a_project() -> Project:
    first = Scene(
        "s1",
        "Dock",
        cast=("Mira",),
        shots=(
            Shot("a", "Rain.", 2),
            Shot("b", "@Mira waits.", 4),
            Shot("c", "Rain.", 2, dialogue=(DialogueLine("Mira", "", "Wait."),)),
        ),
    )
    second = Scene("s2", cast=("Mira",), shots=(Shot("d", "Rain.", 3),))
    named = Scene("s3", shots=(Shot("e", "@Mira far off.", 3),))
    return Project(
        "Night Shift",
        (MIRA,),
        (
            Episode("e1", "Pilot", (first, named)),
            Episode("e2", "", (second,), (("Mira", "coat"),)),
            Episode("e3", "", (Scene("s4", cast=("Mira",)),)),
        ),
    )


def test_the_middle_of_each_shot_that_shows_the_member() -> None:
    facts = ledger(
        take("j1", "s1", 1, 8),
        take("j2", "s1", 2, 16),
        take("j3", "s1", 3, 8, state=JobState.FAILED, video=None),
        take("j4", "s2", 1, 3),
        take("j5", "s3", 1, 3),
    )
    sheet = consistency_sheet(a_project(), facts, MIRA)
    pilot, second = sheet.episodes
    assert [(frame.take_number, frame.time_s) for frame in pilot.frames] == [
        (1, 4.0),
        (1, 7.0),
        (2, 8.0),
        (2, 14.0),
    ]
    assert pilot.frames[0].label == "1 Dock · take 1 · shot 2"
    assert pilot.references == (FRONT, SIDE)
    assert (second.title, second.look, second.references) == ("Episode 2", "coat", (COAT, SIDE))
    assert [frame.time_s for frame in second.frames] == [1.5], "no shot names her: all of them show her"
    assert [frame.video for frame in sheet.frames] == ["takes/j1.mp4"] * 2 + ["takes/j2.mp4"] * 2 + [
        "takes/j4.mp4"
    ]


def test_frames_are_picked_and_hidden() -> None:
    facts = ledger(take("j1", "s1", 1, 8))
    project = a_project()
    first, second = consistency_sheet(project, facts, MIRA).frames
    picked = edits.pick_frame(project, "m1", first.take, first.shot_id, 5.5)
    chosen = edits.hide_frame(picked, "m1", second.take, second.shot_id)
    sheet = consistency_sheet(chosen, facts, chosen.cast[0])
    assert [(frame.key, frame.time_s) for frame in sheet.frames] == [(first.key, 5.5)]
    assert sheet.hidden == 1
    beyond = edits.pick_frame(chosen, "m1", first.take, first.shot_id, 99.0)
    assert consistency_sheet(beyond, facts, beyond.cast[0]).frames[0].time_s == 8.0, "its film ends there"
    assert consistency_sheet(chosen, NO_FACTS, chosen.cast[0]) == ConsistencySheet("Mira", ())
    scrubbed = sheet.with_frame(first.moved(-1.0))
    assert [frame.time_s for frame in scrubbed.frames] == [0.0]
    assert sheet.with_frame(second) == sheet, "it is hidden"


def test_a_hidden_frame_comes_back_at_the_moment_that_was_picked() -> None:
    project = edits.pick_frame(a_project(), "m1", "j1", "b", 5.5)
    hidden = edits.hide_frame(edits.hide_frame(project, "m1", "j1", "b"), "m1", "j1", "c")
    assert edits.hide_frame(hidden, "m1", "j1", "b") is hidden
    assert hidden.cast[0].sheet == (
        SheetChoice("j1", "b", 5.5, hidden=True),
        SheetChoice("j1", "c", hidden=True),
    )
    shown = edits.show_hidden_frames(hidden, "m1")
    assert shown.cast[0].sheet == (SheetChoice("j1", "b", 5.5),)
    assert edits.show_hidden_frames(shown, "m1") is shown
    again = edits.pick_frame(hidden, "m1", "j1", "b", 6.0)
    assert [choice.time_s for choice in again.cast[0].sheet] == [6.0, None], "each stays at its place"


def test_what_will_come_is_told_before_there_is_a_take() -> None:
    pilot, second = episodes_to_come(a_project(), MIRA)
    assert (pilot.title, pilot.references) == ("Pilot", (FRONT, SIDE))
    assert pilot.shots == ("1 Dock · shot 2", "1 Dock · shot 3"), "a scene that only names her brings none"
    assert (second.look, second.references, second.shots) == ("coat", (COAT, SIDE), ("1 Scene 1 · shot 1",))
    (alone,) = episodes_to_come(replace(a_project(), episodes=()), MIRA)
    assert (alone.title, alone.references, alone.shots) == ("", (FRONT, SIDE), ())


def test_a_take_of_unknown_length_is_as_long_as_its_scene() -> None:
    facts = ledger(take("j1", "s2", 1, 0))
    (frame,) = consistency_sheet(a_project(), facts, MIRA).frames
    assert (frame.time_s, frame.seconds) == (1.5, 3.0)


def test_the_frames_of_a_good_take_say_so() -> None:
    facts = ledger(take("j1", "s1", 1, 8), take("j2", "s1", 2, 8))
    project = edits.mark_good(a_project(), "s1", "j2")
    frames = consistency_sheet(project, facts, MIRA).frames
    assert [frame.is_good for frame in frames] == [False, False, True, True]
    assert frames[2].label == "1 Dock · take 2 · shot 2 · good"
