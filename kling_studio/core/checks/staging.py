"""How a scene is staged: touching in edits, ratios within an episode, shots that nobody cuts."""

from collections.abc import Iterator
from functools import partial
from itertools import count
from math import ceil

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.checks.reading import heard
from kling_studio.core.checks.vocabulary import Theme
from kling_studio.core.checks.ways_out import anew
from kling_studio.core.project import ModeName, Project, ShotType
from kling_studio.core.speech import speaking_s

LONG_TAKE_S = 10
"""From so many seconds on, one shot is better told as several."""


def contact_in_edit(at: Context) -> Iterator[Finding]:
    """An edit whose words touch or handle things."""
    if at.mode.name is not ModeName.EDIT or at.model.forgiving:
        return
    for said in heard(at.scene, Theme.CONTACT):
        if said.field == "camera":
            continue
        yield at.finding(
            "contact-in-edit",
            Severity.ADVICE,
            f"“{said.words}”: edits change places and things well, and touching and handling badly. "
            "Leave it as it is in the clip, or render the scene anew.",
            shot=said.shot,
            field=said.field,
            fix=anew(at),
        )


def mixed_aspect(at: Context) -> Iterator[Finding]:
    """A ratio that is not the one of the episode."""
    usual = at.around.aspect_ratio
    if at.scene.aspect_ratio == usual or not usual or at.mode.follows:
        return
    fix = at.scene_fix(f"Make it {usual}", aspect_ratio=usual)
    yield at.finding(
        "mixed-aspect",
        Severity.WARNING,
        f"The episode is {usual}, and this scene {at.scene.aspect_ratio}.",
        field="aspect_ratio",
        fix=fix if not at.mode.aspects or usual in at.mode.aspects else None,
    )


def long_single_shot(at: Context) -> Iterator[Finding]:
    """One long shot where the model would cut: several say what happens when."""
    shots, automatic = at.scene.shots, at.scene.shot_type is ShotType.AUTOMATIC
    if len(shots) != 1 or shots[0].seconds < LONG_TAKE_S or automatic or at.model.forgiving:
        return
    if at.mode.shots < 2 or at.mode.joins_shots:
        return
    half = max(
        shots[0].seconds // 2, ceil(speaking_s((line.text for line in shots[0].dialogue), at.scene.language))
    )
    yield at.finding(
        "long-single-shot",
        Severity.ADVICE,
        f"One shot of {shots[0].seconds} s. Cut into shots, each says what happens when.",
        shot=shots[0],
        field="seconds",
        fix=Fix("Cut it in two", partial(_cut, shot_id=shots[0].id, at_seconds=half))
        if half < shots[0].seconds
        else None,
    )


def _cut(project: Project, shot_id: str, at_seconds: int) -> Project:
    taken = {shot.id for scene in project.scenes() for shot in scene.shots}
    new_id = next(name for turn in count(2) if (name := f"{shot_id}-{turn}") not in taken)
    return edits.split_shot(project, shot_id, at_seconds, new_id)
