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
    shots, whole = _counts(view)
    return whole if whole is not None else shots.get(shot.id, Count())


def count_of_scene(view: SceneView) -> Count:
    """The characters of the scene's longest shot; of all shots where they go as one prompt."""
    shots, whole = _counts(view)
    if whole is not None:
        return whole
    return max(shots.values(), key=lambda count: count.characters, default=Count())


def _counts(view: SceneView) -> tuple[dict[str, Count], Count | None]:
    """Each shot's count by its id, or one for all of them."""
    mode, scene, model = view.mode, view.scene, view.model
    if mode is None or model is None:
        return {}, Count()
    inputs = sending(view.project, scene, mode, model.provider)
    words = worded(view.project, scene, model, mode, inputs)
    if not words.shots:
        return {}, Count(len(words.prompt), mode.prompt_chars, mode.prompt_chars)
    pairs = zip(scene.shots, words.shots, strict=False)
    return {shot.id: Count(len(text), mode.shot_chars, mode.prompt_chars) for shot, text in pairs}, None
