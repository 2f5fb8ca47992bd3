"""The names of fields in bodies, as they are called on the screen."""

from collections.abc import Iterable

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


def field_name(place: Iterable[str | int]) -> str:
    """The field at a place in a body: "the shots, entry 2"; empty for the body as a whole."""
    parts = [part for part in place if part not in {"body", "root", "__root__"}]
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if isinstance(part, str):
            entry = next((number for number in parts[index + 1 :] if isinstance(number, int)), None)
            if entry is None:
                entry = next((number for number in reversed(parts[:index]) if isinstance(number, int)), None)
            name = _NAMES.get(part, f"the field {part}")
            return name if entry is None else f"{name}, entry {entry + 1}"
    return ""


def field_in(text: str) -> str:
    """The field that a sentence of a provider names, in our words; empty where it names none."""
    words = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split()
    return next((_NAMES[word] for word in words if "_" in word and word in _NAMES), "")
