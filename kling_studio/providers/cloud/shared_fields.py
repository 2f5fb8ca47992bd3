"""The parts of a body that are the same everywhere, under each provider's names: words, inputs and settings."""

from collections.abc import Callable
from typing import Any

from kling_studio.core.catalog import Mode, Sound
from kling_studio.core.project import Scene, ShotType
from kling_studio.core.request import Files
from kling_studio.core.sending import Sending, sends_end_frame
from kling_studio.core.wording import Wording


def words_in(
    scene: Scene, wording: Wording, *, seconds: Callable[[int], str | int], automatic: str
) -> dict[str, Any]:
    """One prompt, or the words of each shot with its seconds as the provider spells them.

    ``automatic`` is the provider's word for cuts that the model decides; empty where the endpoint has no such field.
    """
    if wording.shots:
        shots = [
            {"prompt": text, "duration": seconds(shot.seconds)}
            for text, shot in zip(wording.shots, scene.shots, strict=True)
        ]
        return {"multi_prompt": shots, **({"shot_type": "customize"} if automatic else {})}
    words = {"prompt": wording.prompt} if wording.prompt else {}
    is_automatic = automatic and scene.shot_type is ShotType.AUTOMATIC
    return {**words, "shot_type": automatic} if is_automatic else words


def inputs_in(
    scene: Scene, mode: Mode, inputs: Sending, files: Files, *, pictures: str, clip: str
) -> dict[str, Any]:
    """Frames, pictures and the clip, as far as ``mode`` takes them; ``pictures`` and ``clip`` name their fields."""
    body: dict[str, Any] = {}
    if mode.start_frame and scene.start_frame:
        body[mode.start_field] = files.of(scene.start_frame)
    if scene.end_frame and sends_end_frame(scene, mode):
        body[mode.end_field] = files.of(scene.end_frame)
    if inputs.pictures:
        body[pictures] = [files.of(path) for path in inputs.pictures]
    film = scene.source_video if mode.seconds_from_source else scene.reference_video
    if mode.video and film:
        body[clip] = files.of(film)
    return body


def settings_in(
    scene: Scene, mode: Mode, *, seconds: str | int, sound: str, kept_sound: str
) -> dict[str, Any]:
    """The fields of the settings that ``mode`` takes.

    ``seconds`` is the duration as the provider spells it; ``sound`` and ``kept_sound`` are its names for the switches
    of sound and of a clip's own sound.
    """
    body: dict[str, Any] = {}
    if not mode.seconds_from_source:
        body["duration"] = seconds
    if mode.aspects:
        body["aspect_ratio"] = scene.aspect_ratio
    if mode.sound is Sound.OPTIONAL:
        body[sound] = scene.audio
    elif mode.sound is Sound.KEPT:
        body[kept_sound] = scene.keep_sound
    if mode.negative_prompt and scene.negative_prompt.strip():
        body["negative_prompt"] = scene.negative_prompt.strip()
    if mode.guidance and scene.cfg_scale is not None:
        body["cfg_scale"] = scene.cfg_scale
    return body
