"""What WaveSpeed refuses, in sentences. Source: its error codes and troubleshooting pages of 2026."""

from kling_studio.core.errors import KnownError
from kling_studio.providers.cloud.fields import place_in
from kling_studio.providers.cloud.service import Again, Busy, Complaining, Phase, Refused, Report, Unclear
from kling_studio.providers.renderer import Held, KeyWanted
from kling_studio.providers.reply import Reply

BILLING = "https://wavespeed.ai/billing"
MEDIA_UNREADABLE, TIMEOUT = 1402, 5004
_REFUND = "A refund is expected within 3 hours."
_AGAIN = f"It may be rendered again. {_REFUND}"
_BALANCE = ("insufficient", "balance", "credit", "top up")
_FINAL = frozenset({400, 404, 422})


def status_of(reply: Reply) -> int:
    """The status that counts: HTTP's, or the envelope's where HTTP says that all is well."""
    code = reply.object.get("code")
    if reply.status == 200 and isinstance(code, int) and not isinstance(code, bool):
        return code
    return reply.status


def message_of(reply: Reply) -> str:
    """What the envelope says."""
    message = reply.object.get("message")
    return message.strip().rstrip(".") if isinstance(message, str) else ""


def not_accepted(reply: Reply) -> Exception:
    """What the answer to a submit means that was no success."""
    status, message = status_of(reply), message_of(reply)
    if status == 429:
        return Busy(reply.wait_s())
    if status in {401, 402, 403}:
        return refused_key(reply)
    if 400 <= status < 500 and status != 408 and any(word in message.lower() for word in _BALANCE):
        return _no_balance(message)
    if status in _FINAL:
        place = place_in(message)
        field = f" ({place.words})" if place.words else ""
        return Refused(
            f"WaveSpeed does not take the request: {message or f'status {status}'}{field}. Nothing was paid.",
            "Change what it names.",
            place,
        )
    return Unclear(f"WaveSpeed answered with status {status}")


def refused_key(reply: Reply) -> Held:
    """The sentence for 401, 402 and 403."""
    if status_of(reply) == 401:
        return KeyWanted(
            "WaveSpeed does not accept the key.",
            "Check the key: kling-studio key set wavespeed, or WAVESPEED_API_KEY.",
        )
    return _no_balance(message_of(reply) or f"status {status_of(reply)}")


def _no_balance(message: str) -> Held:
    return Held(f"WaveSpeed says: {message}.", f"Top up the balance at {BILLING} if it is used up.")


def lost(reply: Reply) -> Exception:
    """What a look means that brought no answer about the task."""
    if status_of(reply) in {401, 403}:
        return refused_key(reply)
    return Again(f"status {status_of(reply)}", reply.wait_s())


def ended(code: int, error: str) -> Report:
    """The report of a task that failed."""
    message = error.strip().rstrip(".") or "the render failed"
    doubtful = code == TIMEOUT
    if code == 1200:
        words = "Change the words or the pictures: the same again would be refused again."
        known = KnownError(f"WaveSpeed refused the content: {message}.", f"{words} {_REFUND}")
    elif code == 1401 and _is_lost(message.lower()):
        words = f"Make it again: Cast, the member, Make again below the voice. {_REFUND}"
        known = KnownError(f"WaveSpeed has lost something of the cast: {message}.", words)
    elif code in {1400, 1401}:
        place = place_in(error)
        words = f"Report this: the program should have known. {_REFUND}"
        known = Complaining(
            f"WaveSpeed does not take {place.words or 'the request'}: {message}.", words, place
        )
    elif code == MEDIA_UNREADABLE:
        words = f"Render again: it is uploaded anew. {_REFUND}"
        known = KnownError(f"WaveSpeed could not fetch a file: {message}.", words)
    else:
        known = KnownError(f"WaveSpeed: {message}.", _AGAIN)
    return Report(Phase.FAILED, error=known, forget_uploads=code == MEDIA_UNREADABLE, doubtful=doubtful)


def _is_lost(message: str) -> bool:
    """Whether an element or a voice is meant that was made and is not there any more."""
    return "not found" in message and ("element" in message or "voice" in message)


def without_film(status: str) -> Report:
    """The report of a task that ended by another word than failed."""
    words = f"WaveSpeed ended it without a film: {status}."
    return Report(Phase.FAILED, error=KnownError(words, _AGAIN))
