"""What the queue says of a job, and what can be done with it. Nothing here knows a widget."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.facts import ChargeKind
from kling_studio.core.job import FINAL_STATES, JobState
from kling_studio.core.ledger import FILM, Take
from kling_studio.core.pricing import in_cents
from kling_studio.core.remarks import remarks
from kling_studio.ui.job_words import cost_of_cancel, looked_for, standing

_WAITING = frozenset({JobState.PLANNED, JobState.UPLOADING, JobState.SENDING, JobState.QUEUED})
_CAN_CANCEL = _WAITING | {JobState.RENDERING}
_BAD_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class Mark(StrEnum):
    """The shape in front of the words, so that a state is seen without its colour too."""

    WAITS = "waits"
    WORKS = "works"
    NEEDS_YOU = "needs you"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Verb(StrEnum):
    """What a person can do with a job."""

    SETTINGS = "settings"
    GO_ON = "go on"
    LOOK_UP = "look up"
    GIVE_ID = "give id"
    NOT_ACCEPTED = "not accepted"
    RETRY = "retry"
    CANCEL = "cancel"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class News:
    """How far a job is by its renderer's last word; ``total`` 0 where nobody knows. ``ahead`` wait in front of it."""

    words: str = ""
    done: int = 0
    total: int = 0
    ahead: int | None = None

    @property
    def share(self) -> float | None:
        """How much is done, from 0 to 1."""
        return min(1.0, max(0.0, self.done / self.total)) if self.total > 0 else None


@dataclass(frozen=True, slots=True)
class Row:
    """A job as the list shows it. ``held`` are the sentences of what stopped it while it is open.

    ``settings`` names the page of the settings that mends it. ``still`` names a picture of the project, ``film`` is the
    take's own file once it is there. ``scene_is_there`` tells whether the project still has its scene.
    """

    take: Take
    name: str
    model: str
    news: News = News()
    held: str = ""
    still: str | None = None
    film: Path | None = None
    scene_is_there: bool = True
    settings: str = ""

    @property
    def job(self) -> str:
        """The id of the job."""
        return self.take.job

    @property
    def needs_you(self) -> bool:
        """Whether it goes on only when a person has done something."""
        return self.take.is_open and (self.take.state is JobState.UNCLEAR or bool(self.held))


def mark_of(row: Row) -> Mark:
    """The shape of a job's state."""
    if row.needs_you:
        return Mark.NEEDS_YOU
    match row.take.state:
        case JobState.DONE:
            return Mark.DONE
        case JobState.FAILED:
            return Mark.FAILED
        case JobState.CANCELLED:
            return Mark.CANCELLED
        case state:
            return Mark.WAITS if state in _WAITING else Mark.WORKS


def state_words(row: Row, now: datetime) -> str:
    """The state with how far or how long: "Uploading 42 %", "Rendering 0:48", "Done in 2:10"."""
    take, share = row.take, row.news.share
    since = elapsed_words(take.changed_at, now)
    if row.needs_you:
        return f"Needs you, for {since}"
    match take.state:
        case JobState.PLANNED:
            words = "Planned"
        case JobState.UPLOADING | JobState.DOWNLOADING:
            words = take.state.value.capitalize() + ("" if share is None else f" {share:.0%}")
        case JobState.RENDERING:
            words = f"Rendering {since}" + ("" if share is None else f", {share:.0%}")
        case JobState.QUEUED:
            ahead = row.news.ahead
            place = "In line" if ahead is None else f"{standing(take, ahead, now).capitalize()},"
            words = f"{place} {since}"
        case JobState.DONE:
            took = elapsed_words(take.sent_at or take.planned_at, time_of(take.changed_at))
            words = f"Done in {took}, at {clock_words(take.changed_at)}"
        case state if state in FINAL_STATES:
            words = f"{state.value.capitalize()} at {clock_words(take.changed_at)}"
        case state:
            words = f"{state.value.capitalize()} {since}"
    return words


def sentence_of(row: Row) -> str:
    """The line below: what stopped or ended it, else its last word."""
    if row.take.state is JobState.UNCLEAR:
        return row.held or looked_for(row.news.words)
    if row.held or not row.take.is_open:
        return row.held or row.take.error or " ".join(remarks(row.take))
    # What the state says already is not said twice.
    return "" if row.news.words.lower() == row.take.state.value else row.news.words


def is_sentence(row: Row) -> bool:
    """Whether that line is to be read whole, and not only glanced at."""
    return row.needs_you or row.take.state in FINAL_STATES


def price_words(take: Take) -> tuple[str, str, bool]:
    """The amount, how it is known, and whether that is the last word on it."""
    if take.model == ANIMATIC:
        return "Free", "", False
    if take.charge_kind is not None:
        is_actual = take.charge_kind is ChargeKind.ACTUAL
        return in_cents(take.charged), "" if is_actual else take.charge_kind.value, is_actual
    if take.state in FINAL_STATES - {JobState.DONE}:
        return "", "not charged", False
    return in_cents(take.quoted), "" if take.quoted is None else "estimate", False


def verbs(row: Row) -> tuple[Verb, ...]:
    """What can be done with a job now, the most useful first."""
    take, found = row.take, []
    if take.state is JobState.UNCLEAR:
        found += [Verb.LOOK_UP, Verb.GIVE_ID, Verb.NOT_ACCEPTED]
    elif row.held and take.is_open:
        found += [Verb.SETTINGS, Verb.GO_ON] if row.settings else [Verb.GO_ON]
    if take.state in {JobState.FAILED, JobState.CANCELLED} and row.scene_is_there and take.what == FILM:
        found.append(Verb.RETRY)
    if take.state in _CAN_CANCEL:
        found.append(Verb.CANCEL)
    if row.scene_is_there:
        found.append(Verb.SHOW)
    return tuple(found)


def verb_words(row: Row, verb: Verb) -> str:
    """The words of a verb; cancelling says what it may cost all the same."""
    match verb:
        case Verb.CANCEL:
            paid = cost_of_cancel(row.take)
            return f"Cancel, {paid}" if paid else "Cancel"
        case Verb.LOOK_UP:
            return "Look it up again"
        case Verb.GIVE_ID:
            return "Paste a request id…"
        case Verb.NOT_ACCEPTED:
            return "It was not accepted…"
        case _:
            return {Verb.SETTINGS: "Settings…", Verb.GO_ON: "Go on", Verb.RETRY: "Retry…", Verb.SHOW: "Show"}[
                verb
            ]


def elapsed_words(since: str, until: datetime) -> str:
    """``0:48``, ``1:02:07``: from a fact's time on; 0:00 where the clock was set back."""
    seconds = max(0, int((until - time_of(since)).total_seconds())) if since else 0
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def clock_words(at: str) -> str:
    """The time of day on this machine, ``14:32``."""
    return f"{time_of(at).astimezone():%H:%M}"


def time_of(at: str) -> datetime:
    """A fact's time; long ago where it cannot be read."""
    try:
        read = datetime.fromisoformat(at)
    except ValueError:
        return _BAD_TIME
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def request_id_in(text: str) -> str:
    """The id in what somebody pasted: itself, or that in an address of the provider; empty where there is none."""
    words = text.split()
    if len(words) != 1:
        return ""
    parts = [part for part in words[0].partition("?")[0].split("/") if part]
    for key in ("requests", "predictions"):
        if key in parts[:-1]:
            return parts[parts.index(key) + 1]
    return parts[-1] if parts and len(parts) == 1 else ""
