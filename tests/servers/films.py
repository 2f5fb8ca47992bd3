"""What a request body asks for: the film it should bring, and the work that is billed."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.servers.clips import FRAMES, Clip, frame_of_picture, read_clip, tier
from tests.servers.prices import Work

UNREADABLE_SOURCE = Clip(5.0, 1280, 720, True)  # an address on somebody else's host
Reader = Callable[[str | None], bytes | None]  # the content behind an address, where it is known here


@dataclass(frozen=True)
class Film:
    clip: Clip
    work: Work


def fal_film(endpoint: str, model: str, mode: str, body: dict[str, Any], read: Reader) -> Film:
    """``body`` with the service's defaults filled in."""
    source = (read_clip(read(body["video_url"])) or UNREADABLE_SOURCE) if "video_url" in body else None
    seconds = float(body["duration"]) if "duration" in body else (source or UNREADABLE_SOURCE).seconds
    start = body.get("start_image_url") or body.get("image_url")
    width, height = _frame(endpoint, mode, body, source, read(start))
    if source is not None:
        sound = bool(body["keep_audio"]) and source.sound
    else:
        sound = bool(body.get("generate_audio", "turbo" in model and "v2.5" not in model))
    voice = bool(body.get("voice_ids")) or any("voice_id" in item for item in body.get("elements", []))
    return Film(Clip(seconds, width, height, sound), Work(model, mode, _decimal(seconds), sound, voice))


def wavespeed_film(
    endpoint: str, model: str, mode: str, body: dict[str, Any], read: Reader, *, voice: bool
) -> Film:
    source = (read_clip(read(body["video"])) or UNREADABLE_SOURCE) if body.get("video") else None
    # Without a clip the price call answers its floor.
    length = source.seconds if source else 0.0
    seconds = length if mode == "edit" else float(body.get("duration", 5))
    width, height = _frame(endpoint, mode, body, source, read(body.get("image")))
    if source is not None:
        sound = bool(body.get("keep_original_sound", True)) and source.sound
    else:
        sound = bool(body.get("sound"))
    return Film(Clip(seconds, width, height, sound), Work(model, mode, _decimal(seconds), sound, voice))


def _frame(
    endpoint: str, mode: str, body: dict[str, Any], source: Clip | None, picture: bytes | None
) -> tuple[int, int]:
    """The frame follows the picture, the source, or the ratio that was asked for."""
    frames = FRAMES[tier(endpoint)]
    if mode == "image":
        return frame_of_picture(picture, tier(endpoint))
    if body.get("aspect_ratio", "auto") != "auto":
        return frames[body["aspect_ratio"]]
    if source is None:
        return frames["16:9"]
    return min(frames.values(), key=lambda size: abs(size[0] / size[1] - source.width / source.height))


def wrong_sum(body: dict[str, Any]) -> str:
    """Why the model will not render these shots; empty where it will."""
    shots = body.get("multi_prompt") or []
    total = sum(int(shot.get("duration", 5)) for shot in shots)
    if not shots or total == int(body.get("duration", 5)) or body.get("shot_type", "").startswith("intel"):
        return ""
    return f"The durations of multi_prompt add up to {total}, not to duration {body.get('duration', 5)}"


def addresses(value: Any) -> list[str]:
    """Every address in a body, in the order of its fields."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in addresses(item)]
    if isinstance(value, list):
        return [found for item in value for found in addresses(item)]
    return [value] if isinstance(value, str) and value.startswith(("http://", "https://")) else []


def _decimal(seconds: float) -> Decimal:
    """Whole seconds stay whole; a clip's own length is billed by the second that has begun."""
    return Decimal(int(seconds) if seconds == int(seconds) else int(seconds) + 1)
