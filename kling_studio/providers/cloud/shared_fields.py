"""The part of a body that says how to render: the same settings everywhere, under each provider's names."""

from typing import Any

from kling_studio.core.catalog import Mode, Sound
from kling_studio.core.project import Scene


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
