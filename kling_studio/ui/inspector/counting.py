"""How many characters travel with a text, and how many the model reads."""

from dataclasses import dataclass

from kling_studio.core.project import Shot
from kling_studio.core.sending import sending
from kling_studio.core.wording import worded
from kling_studio.ui.inspector.view import SceneView


@dataclass(frozen=True, slots=True)
class Count:
    """``limit`` is what is read, ``hard_limit`` what is taken at all; 0 where no limit is known."""

    characters: int = 0
    limit: int = 0
    hard_limit: int = 0


def count_of_shot(view: SceneView, shot: Shot) -> Count:
    """The characters that are sent for one shot, the scene's own among them."""
    return _counts(view).get(shot.id, Count())


def count_of_scene(view: SceneView) -> Count:
    """The characters of the scene's longest shot; of all shots where they go as one prompt."""
    return max(_counts(view).values(), key=lambda count: count.characters, default=Count())


def _counts(view: SceneView) -> dict[str, Count]:
    """The count of each shot, by its id: of the very words that are sent."""
    scene, model, mode = view.scene, view.model, view.mode
    if model is None or mode is None:
        return {}
    inputs = sending(view.project, scene, mode, model.provider)
    words = worded(view.project, scene, model, mode, inputs)
    if words.shots:
        return {
            shot.id: Count(len(text), mode.shot_chars, mode.prompt_chars)
            for shot, text in zip(scene.shots, words.shots, strict=True)
        }
    whole = Count(len(words.prompt), mode.prompt_chars, mode.prompt_chars)
    return {shot.id: whole for shot in scene.shots}
