"""The fields of bodies: what they are called on the screen, and where the hand finds them there."""

from collections.abc import Iterable
from dataclasses import dataclass

_NAMES = {
    "prompt": "the words",
    "multi_prompt": "the shots",
    "negative_prompt": "the negative prompt",
    "duration": "the seconds",
    "aspect_ratio": "the aspect ratio",
    "generate_audio": "the sound switch",
    "sound": "the sound switch",
    "keep_audio": "the switch for the clip's own sound",
    "keep_original_sound": "the switch for the clip's own sound",
    "cfg_scale": "the guidance",
    "shot_type": "the kind of cuts",
    "start_image_url": "the start frame",
    "image_url": "the start frame",
    "image": "the start frame",
    "end_image_url": "the end frame",
    "tail_image_url": "the end frame",
    "end_image": "the end frame",
    "image_urls": "the reference pictures",
    "images": "the reference pictures",
    "elements": "the cast",
    "element_list": "the cast",
    "frontal_image_url": "a cast member's front picture",
    "reference_image_urls": "a cast member's pictures",
    "frontal_image": "a cast member's front picture",
    "refer_images": "a cast member's pictures",
    "video_url": "the clip",
    "video": "the clip",
    "voice_id": "the voice",
    "voice_ids": "the voices",
    "voice_url": "the voice sample",
    "audio": "the voice sample",
}

# The same as fields of a scene.
_FIELDS = {
    "prompt": "prompt",
    "multi_prompt": "shots",
    "duration": "seconds",
    "aspect_ratio": "aspect_ratio",
    "negative_prompt": "negative_prompt",
    "generate_audio": "audio",
    "sound": "audio",
    "keep_audio": "keep_sound",
    "keep_original_sound": "keep_sound",
    "cfg_scale": "cfg_scale",
    "shot_type": "shot_type",
    "start_image_url": "start_frame",
    "image_url": "start_frame",
    "image": "start_frame",
    "end_image_url": "end_frame",
    "tail_image_url": "end_frame",
    "end_image": "end_frame",
    "image_urls": "images",
    "images": "images",
    **dict.fromkeys(("elements", "element_list", "voice_id", "voice_ids"), "cast"),
    **dict.fromkeys(("frontal_image_url", "reference_image_urls", "frontal_image", "refer_images"), "cast"),
}
_SHOT_FIELDS = {"prompt": "prompt", "duration": "seconds"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a complaint points: in words for a reader, and as a field of the scene, of one shot (from 1) or of all."""

    words: str = ""
    field: str = ""
    shot: int | None = None


NOWHERE = Place()


def place_at(path: Iterable[str | int]) -> Place:
    """The place of a field in a body: "the shots, entry 2"; an empty one for the body as a whole."""
    parts = [part for part in path if part not in {"body", "root", "__root__"}]
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if isinstance(part, str):
            entry = next((number for number in parts[index + 1 :] if isinstance(number, int)), None)
            if entry is None:
                entry = next((number for number in reversed(parts[:index]) if isinstance(number, int)), None)
            name = _NAMES.get(part, f"the field {part}")
            is_of_a_shot = entry is not None and "multi_prompt" in parts
            return Place(
                name if entry is None else f"{name}, entry {entry + 1}",
                _SHOT_FIELDS.get(part, "") if is_of_a_shot else _FIELDS.get(part, ""),
                entry + 1 if entry is not None and is_of_a_shot else None,
            )
    return NOWHERE


def place_in(text: str) -> Place:
    """The place that a sentence of a provider names; an empty one where it names none."""
    words = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split()
    return next((place_at([word]) for word in words if "_" in word and word in _NAMES), NOWHERE)
