"""A scene among others, and asking about it."""

from dataclasses import replace
from typing import Any

from kling_studio.core.checks import Finding, check_scene
from kling_studio.core.project import CastMember, Episode, Project, Scene, Shot
from tests.core.building import MARCO, MIRA, SPEAKER, a_shot, catalog


def series(
    scene: Scene, copies: int = 0, cast: tuple[CastMember, ...] = (), *, of: Scene | None = None
) -> Project:
    """The scene, and as many copies of it, or of another one, in a second episode."""
    others = tuple(
        replace(of or scene, id=f"other{n}", shots=_renamed((of or scene).shots, n)) for n in range(copies)
    )
    episodes = (Episode("e1", "Pilot", (scene,)), Episode("e2", "Second", others))
    return Project("Film", cast or (MIRA, MARCO, SPEAKER), episodes)


def ask_in(project: Project, rule: str, scene_id: str = "c1", **more: Any) -> list[Finding]:
    """What the rule finds in a scene of the project."""
    scene = project.find_scene(scene_id)
    assert scene is not None
    return [found for found in check_scene(project, scene, catalog(), **more) if found.rule == rule]


def assert_fixed(project: Project, finding: Finding) -> Project:
    """Do what the finding offers; the rule must find nothing there any more, and no error may come."""
    assert finding.fix is not None
    after = finding.fix.edit(project)
    assert ask_in(after, finding.rule, finding.scene_id) == [], finding.fix.label
    scene = after.find_scene(finding.scene_id)
    assert scene is not None
    assert [found for found in check_scene(after, scene, catalog()) if found.severity == "error"] == []
    return after


def says_words(count: int) -> str:
    """So many words."""
    return " ".join(["well"] * count)


def _renamed(shots: tuple[Shot, ...], n: int) -> tuple[Shot, ...]:
    return tuple(replace(shot, id=f"{shot.id}-{n}") for shot in shots or (a_shot(),))
