"""What the scene's model allows, as far as the timeline shows it."""

from typing import NamedTuple

from kling_studio.app.session import Session
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import DEFAULT_SHOT_SECONDS, Scene

# Beyond this a limit is too far away to be drawn to scale from the start.
_FAR_S = 30
_BEYOND_S = 1.25


class Limits(NamedTuple):
    """Seconds and shots that one render takes; ``None`` or empty where the model sets no such limit."""

    model: str = ""
    shots: int | None = None
    max_s: int | None = None
    only_s: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """What lies beyond the line on the ruler."""
        if self.only_s:
            return f"{self.model} renders {self.only_words}."
        return f"{self.model} renders at most {self.max_s} s."

    @property
    def shots_sentence(self) -> str:
        """Why a shot is marked as one too many."""
        count = "one shot" if self.shots == 1 else f"{self.shots} shots"
        return f"{self.model} takes {count} a scene."

    @property
    def only_words(self) -> str:
        """The fixed lengths: "5 or 10 s"."""
        return f"{' or '.join(str(value) for value in self.only_s)} s"

    def is_too_long(self, seconds: int) -> bool:
        """Whether a scene of this length is beyond what the model renders."""
        return self.max_s is not None and seconds > self.max_s

    def is_extra(self, index: int) -> bool:
        """Whether the shot at this place is one too many."""
        return self.shots is not None and index >= self.shots


def limits_of(session: Session, scene: Scene) -> Limits:
    """The limits of the scene's model in the mode that the scene asks for."""
    model = session.catalog.models.get(scene.model)
    mode = choose_mode(session.project, scene, model).mode if model else None
    if model is None or mode is None:
        return Limits()
    if mode.seconds_from_source:
        return Limits(model.name, mode.shots)
    return Limits(model.name, mode.shots, mode.max_seconds, mode.only_seconds)


def total_words(scene: Scene, limits: Limits) -> str:
    """The scene in a few words: "4 shots, 10 of 15 s"."""
    count = "1 shot" if len(scene.shots) == 1 else f"{len(scene.shots)} shots"
    if limits.only_s:
        return f"{count}, {scene.seconds} s of {limits.only_words}"
    of = f" of {limits.max_s}" if limits.max_s is not None else ""
    return f"{count}, {scene.seconds}{of} s"


def new_shot_seconds(scene: Scene, limits: Limits) -> int:
    """How long a new shot is made: the usual length, or what the model leaves, at least a second."""
    if limits.max_s is None:
        return DEFAULT_SHOT_SECONDS
    return max(1, min(DEFAULT_SHOT_SECONDS, limits.max_s - scene.seconds))


def horizon_s(scene: Scene, limits: Limits) -> float:
    """How many seconds are shown at once when everything is to be seen, with some ground beyond."""
    end = max(scene.seconds, 1) + _BEYOND_S
    if limits.max_s is not None and limits.max_s <= _FAR_S:
        return max(end, limits.max_s + _BEYOND_S)
    return max(end, 15 + _BEYOND_S)
