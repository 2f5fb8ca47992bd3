"""What fal refuses, in sentences. Source: fal's error pages as of 2026."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kling_studio.providers.cloud.fields import NOWHERE, Place, place_at
from kling_studio.providers.cloud.sentences import sentence
from kling_studio.providers.cloud.service import Again, Busy, Complaining, Phase, Refused, Report, Unclear
from kling_studio.providers.renderer import Held, KeyWanted
from kling_studio.providers.reply import Reply

BILLING = "https://fal.ai/dashboard/billing"
_CANCELLED = frozenset({"client_cancelled", "client_disconnected"})
_RENDER_AGAIN = "It may be rendered again."
_ADVICE = {
    "content_policy_violation": "Change the words or the pictures: the same again would be refused again.",
    "no_media_generated": "The model gave nothing. It may be rendered again.",
    "file_download_error": "fal.ai could not fetch an input. Render again: it is uploaded anew.",
    "face_detection_error": "No face was found that can be used. Take a picture with a clear face.",
}
_OUTSIDE = (
    "image_too_",
    "file_too_large",
    "unsupported_",
    "video_duration_too_",
    "audio_duration_too_",
)
_OUR_BODY = frozenset(
    {
        "missing",
        "one_of",
        "list_type",
        "literal_error",
        "extra_forbidden",
        "string_type",
        "sequence_too_long",
        "sequence_too_short",
        "greater_than",
        "greater_than_equal",
        "less_than",
        "less_than_equal",
        "string_too_long",
        "string_too_short",
        "json_invalid",
        "value_error.missing",
    }
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What fal says is wrong. ``kind`` is its word for it."""

    message: str
    kind: str = ""
    place: Place = NOWHERE


def complaint_in(reply: Reply) -> Complaint:
    """What an answer complains of, in either of fal's two shapes."""
    body = reply.object
    kind = str(body.get("error_type") or reply.headers.get("x-fal-error-type", ""))
    detail = body.get("detail", body.get("error"))
    if isinstance(detail, list) and detail and isinstance(detail[0], Mapping):
        return _first(detail[0], kind)
    if isinstance(detail, Mapping):
        return Complaint(str(detail.get("message", "")), kind or str(detail.get("type", "")))
    return Complaint(detail if isinstance(detail, str) else "", kind)


def _first(item: Mapping[str, Any], kind: str) -> Complaint:
    place = item.get("loc")
    parts = [part for part in place if isinstance(part, str | int)] if isinstance(place, list) else []
    return Complaint(str(item.get("msg", "")), str(item.get("type") or kind), place_at(parts))


def not_accepted(reply: Reply) -> Exception:
    """What the answer to a submit means that was no success."""
    status, complaint = reply.status, complaint_in(reply)
    if status == 429:
        return Busy(reply.wait_s())
    if status in {401, 402, 403}:
        return refused_key(reply)
    if status == 404:
        words = complaint.message or "The endpoint is not there."
        return Refused(
            f"fal.ai: {sentence(words)}",
            "The model has gone or moved: choose another, or refresh the catalog.",
        )
    if status in {400, 405, 413, 422}:
        error = failure(complaint)
        return Refused(f"{error.what_happened} Nothing was paid.", error.what_to_do, error.place)
    if 300 <= status < 400:
        return Refused("fal.ai answered with a redirect, which no request that costs money follows.")
    return Unclear(f"fal.ai answered with status {status}")


def refused_key(reply: Reply) -> Held:
    """The sentence for 401, 402 and 403."""
    if reply.status == 401:
        return KeyWanted(
            "fal.ai does not accept the key.", "Check the key: kling-studio key set fal, or FAL_KEY."
        )
    words = complaint_in(reply).message or f"status {reply.status}"
    return Held(f"fal.ai says: {sentence(words)}", f"Top up the balance at {BILLING} if it is used up.")


def lost(reply: Reply) -> Exception:
    """What a look means that brought no answer about the job."""
    if reply.status in {401, 403}:
        return refused_key(reply)
    return Again(f"status {reply.status}", reply.wait_s())


def failure(complaint: Complaint) -> Complaining:
    """Why a job failed and what can be done, by fal's word for it."""
    kind, place = complaint.kind, complaint.place
    words = complaint.message.strip() or "The render failed"
    message = sentence(f"{words.rstrip('.')} ({place.words})" if place.words else words)
    if kind in _ADVICE:
        return Complaining(f"fal.ai: {message}", _ADVICE[kind], place)
    if kind.startswith(_OUTSIDE):
        advice = "The file is outside fal.ai's limits: repair or replace it."
        return Complaining(f"fal.ai: {message}", advice, place)
    if kind in _OUR_BODY:
        return Complaining(
            f"fal.ai does not take {place.words or 'the request'}: {sentence(words)}",
            "Report this: the program should have known. The ledger holds the whole request.",
            place,
        )
    return Complaining(f"fal.ai: {message}", _RENDER_AGAIN, place)


def ended(complaint: Complaint) -> Report:
    """The report of a job that ended without a film."""
    if complaint.kind in _CANCELLED:
        return Report(Phase.CANCELLED)
    return Report(
        Phase.FAILED, error=failure(complaint), forget_uploads=complaint.kind == "file_download_error"
    )
