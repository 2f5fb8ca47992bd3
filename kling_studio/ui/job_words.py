"""What the header says of a render that is on its way: where it stands, and what its end would cost."""

from datetime import datetime

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.job import BEFORE_THE_SUBMIT, JobState
from kling_studio.core.ledger import FILM, Take
from kling_studio.core.pricing import shown

UNCLEAR = "It may have been accepted: it is not sent again by itself, so that nothing is paid twice."

_WORDS = {
    JobState.PLANNED: "waiting",
    JobState.UPLOADING: "uploading",
    JobState.SENDING: "sending",
    JobState.UNCLEAR: "needs you",
    JobState.QUEUED: "in line",
    JobState.DOWNLOADING: "downloading",
    JobState.CANCELLING: "cancelling",
}
# WaveSpeed's published interface names no way to end a prediction.
_NEVER_CANCELS = frozenset({"wavespeed"})


def standing(take: Take, ahead: int | None, now: datetime) -> str:
    """Where a paid render stands: "in line, 3rd", "0:48"; ``ahead`` is how many are in front of it, where known."""
    if take.state is JobState.RENDERING:
        since_s = (now - datetime.fromisoformat(take.changed_at)).total_seconds()
        minute, second = divmod(max(0, int(since_s)), 60)
        return f"{minute}:{second:02}"
    if take.state is JobState.QUEUED and ahead is not None:
        return f"in line, {_ordinal(ahead + 1)}"
    return _WORDS.get(take.state, take.state.value)


def cancel_words(take: Take) -> str:
    """What cancelling does now, and what is paid already."""
    provider = take.model.partition(":")[0]
    name, price = PROVIDERS.get(provider, provider), shown(take.quoted)
    match take.state:
        case JobState.PLANNED | JobState.UPLOADING:
            return "Nothing is sent yet, and nothing is paid."
        case JobState.SENDING | JobState.UNCLEAR:
            return f"It may have been accepted already; then {price} will be paid."
        case JobState.DOWNLOADING:
            return f"It is rendered, and {price} is paid. The film is on its way here."
        case _ if provider in _NEVER_CANCELS:
            return f"{name} cannot end a render once it was sent: {price} will be paid, and the film is kept."
        case JobState.QUEUED:
            return f"Asks {name} to drop it. While it waits in line nothing is paid."
        case JobState.CANCELLING:
            return f"{name} was asked to end it. If it is done first, {price} is paid and the film is kept."
        case _:
            return f"Asks {name} to end it. It may be finished all the same; then {price} is paid."


def cost_of_cancel(take: Take) -> str:
    """The same in as few words as a link has room for: "already paid $0.84"; empty where nothing is to be paid.

    Waiting in fal's line costs nothing, and what runs there may be finished all the same, or not. WaveSpeed ends
    nothing that was sent.
    """
    provider = take.model.partition(":")[0]
    if not take.endpoint or take.state in BEFORE_THE_SUBMIT or take.charged == 0:
        return ""
    never_cancels = provider in _NEVER_CANCELS
    if take.state is JobState.QUEUED and not never_cancels:
        return ""
    known = next((amount for amount in (take.charged, take.price, take.quoted) if amount is not None), None)
    price = " an unknown amount" if known is None else f" {shown(known)}"
    if take.state in {JobState.SENDING, JobState.UNCLEAR}:
        return f"may have cost{price}"
    is_paid = never_cancels or take.charged is not None or take.state is JobState.DOWNLOADING
    return f"already paid{price}" if is_paid else f"may still cost{price}"


def looked_for(words: str) -> str:
    """Why an unclear request needs a person, and what is done about it meanwhile: ``words`` of who looks for it."""
    return f"{UNCLEAR} {words.rstrip('.')}." if words else UNCLEAR


def ended(take: Take) -> tuple[str, str]:
    """The news of a render that has ended: what became of which take, and the rest of it."""
    if take.what != FILM:
        name = f"The {take.what} of {take.scene_title}"
    else:
        name = f"Take {take.number} of {take.scene_title or f'scene {take.scene_number}'}"
    match take.state:
        case JobState.DONE:
            kind = f", {take.charge_kind}" if take.charge_kind is not None else ", estimate"
            amount = take.quoted if take.charge_kind is None else take.charged
            price = "Free." if take.model == ANIMATIC else f"{shown(amount)}{kind}."
            return f"{name} is ready.", price[0].upper() + price[1:]
        case JobState.FAILED:
            return f"{name} failed.", take.error
        case _:
            return f"{name} was cancelled.", take.error


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
