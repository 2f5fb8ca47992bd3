"""What the preview says: timecodes, takes, states and prices in few words."""

from kling_studio.core.catalog import ANIMATIC, Catalog
from kling_studio.core.job import FINAL_STATES, JobState
from kling_studio.core.ledger import Take
from kling_studio.core.pricing import in_cents

_STATES = {
    JobState.PLANNED: "Planned",
    JobState.UPLOADING: "Uploading",
    JobState.SENDING: "Sending",
    JobState.UNCLEAR: "Needs you",
    JobState.QUEUED: "Queued",
    JobState.RENDERING: "Rendering",
    JobState.DOWNLOADING: "Downloading",
    JobState.DONE: "Done",
    JobState.FAILED: "Failed",
    JobState.CANCELLING: "Cancelling",
    JobState.CANCELLED: "Cancelled",
}


def timecode(index: int, frame_rate: float) -> str:
    """``HH:MM:SS:FF`` of a frame, counted from 0; rates such as 23.976 count as the next whole one."""
    second, frame = divmod(index, max(1, round(frame_rate)))
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    return f"{hour:02}:{minute:02}:{second:02}:{frame:02}"


def state_words(take: Take, progress: float | None = None) -> str:
    """The state of a take, with its progress from 0 to 1 where that is known."""
    words = _STATES[take.state]
    return f"{words} {progress:.0%}" if progress is not None and take.is_open else words


def model_name(catalog: Catalog, model_id: str) -> str:
    """The name of a model; its id where the catalog no longer has it."""
    model = catalog.models.get(model_id)
    return model.name if model is not None else model_id


def short_model_name(catalog: Catalog, model_id: str) -> str:
    """The same for a card: what nearly every name begins with is left out."""
    return model_name(catalog, model_id).removeprefix("Kling ")


def price_words(take: Take) -> str:
    """What the take costs by the best word on it: "$1.40", "Free", "$?" where nobody knows, "" where nothing came."""
    if take.model == ANIMATIC:
        return "Free"
    if take.charge_kind is None and take.state in FINAL_STATES - {JobState.DONE}:
        return ""
    amount = take.quoted if take.charge_kind is None else take.charged
    return "$?" if amount is None else in_cents(amount)
