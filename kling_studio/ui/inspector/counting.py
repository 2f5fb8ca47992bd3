"""How many characters travel with a text, and how many the model reads."""

from dataclasses import dataclass

from kling_studio.core.project import Scene, Shot, ShotType
from kling_studio.core.prompt import joined_words, scene_words
from kling_studio.ui.inspector.view import SceneView


@dataclass(frozen=True, slots=True)
class Count:
    """``limit`` is what is read, ``hard_limit`` what is taken at all; 0 where no limit is known."""

    characters: int = 0
    limit: int = 0
    hard_limit: int = 0


def count_of_shot(view: SceneView, shot: Shot) -> Count:
    """The characters that are sent for one shot, the scene's own among them."""
    mode, scene = view.mode, view.scene
    if mode is None:
        return Count()
    names = [member.name for member in view.project.cast]
    if _sent_shot_by_shot(view):
        words = scene_words(scene, names, _longest, heard=scene.audio)
        return Count(len(words[scene.shots.index(shot)]), mode.shot_chars, mode.prompt_chars)
    return Count(_joined(scene, names), mode.prompt_chars, mode.prompt_chars)


def count_of_scene(view: SceneView) -> Count:
    """The characters of the scene's longest shot; of all shots where they go as one prompt."""
    counts = [count_of_shot(view, shot) for shot in view.scene.shots]
    return max(counts, key=lambda count: count.characters, default=Count())


def _sent_shot_by_shot(view: SceneView) -> bool:
    scene = view.scene
    joins = view.mode is None or view.mode.joins_shots
    return len(scene.shots) > 1 and not joins and scene.shot_type is ShotType.CUSTOMIZE


def _joined(scene: Scene, names: list[str]) -> int:
    return len(joined_words(scene, names, _longest, heard=scene.audio))


def _longest(name: str) -> str:
    """A name at its longest in a request: beside its tag, as the checks count it."""
    return f"{name} <<<element_1>>>"
