"""A finding: what is wrong or could be better, where, and what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import partial
from typing import Unpack

from kling_studio.core import edits
from kling_studio.core.catalog import Catalog, Mode, Model
from kling_studio.core.checks.goals import Goal, Part
from kling_studio.core.checks.tally import Surroundings
from kling_studio.core.edits.scenes import SceneFields
from kling_studio.core.looks import look_in
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import ModeChoice
from kling_studio.core.project import CastMember, Project, Scene, Shot
from kling_studio.core.sending import Sending
from kling_studio.core.severity import Severity

__all__ = ["Context", "Finding", "Fix", "Goal", "Part", "Severity"]


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that removes the finding, under the words of its button."""

    label: str
    edit: Callable[[Project], Project]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one scene. ``shot`` counts from 1; ``field`` is where the hand has to go.

    ``fix`` mends it at once; ``goal`` is what a person can bring to mend it, or to mend it better.
    """

    rule: str
    severity: Severity
    message: str
    scene_id: str
    shot_id: str | None = None
    shot: int | None = None
    field: str = ""
    fix: Fix | None = dataclass_field(default=None, compare=False)
    goal: Goal | None = dataclass_field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Context:
    """All that a rule may look at. ``mode`` is the chosen mode of ``model``; rules run only where there is one.

    ``project`` has its cast as it looks in this scene, ``undressed`` is the project as it is kept. ``names`` are those
    of the whole cast, ``around`` tells of the other scenes, ``lists`` are the chosen price lists; ``undrawable`` gives
    the letters of a text that no font has.
    """

    project: Project
    undressed: Project
    names: tuple[str, ...]
    scene: Scene
    model: Model
    mode: Mode
    choice: ModeChoice
    inputs: Sending
    media: MediaFacts
    catalog: Catalog
    undrawable: Callable[[str], str]
    around: Surroundings
    lists: tuple[str, ...]

    def finding(
        self,
        rule: str,
        severity: Severity,
        message: str,
        *,
        shot: Shot | None = None,
        field: str = "",
        fix: Fix | None = None,
        goal: Goal | None = None,
    ) -> Finding:
        """A finding about this scene, or one of its shots."""
        number = self.scene.shots.index(shot) + 1 if shot is not None else None
        shot_id = shot.id if shot is not None else None
        return Finding(rule, severity, message, self.scene.id, shot_id, number, field, fix, goal)

    def scene_fix(self, label: str, **changes: Unpack[SceneFields]) -> Fix:
        """A fix that sets fields of this scene."""
        return Fix(label, partial(edits.set_scene, scene_id=self.scene.id, **changes))

    def goal(self, label: str, member: CastMember, part: Part) -> Goal:
        """What is to be brought to a member; its pictures are those of the look it has here, if that has any."""
        kept = self.undressed.member(member.name) if part is Part.PICTURES else None
        look = look_in(self.undressed, self.scene, kept) if kept is not None else None
        return Goal(label, member.id, part, look.name if look is not None and look.images else "")

    def trim_fix(self, label: str, shot: Shot, seconds: int) -> Fix:
        """A fix that makes one of its shots last so many seconds."""
        return Fix(label, partial(edits.trim_shot, shot_id=shot.id, seconds=seconds))
