"""What happened, as it stands in the ledger: facts, never changed and never undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from kling_studio.core.job import JobState

# Read-only from our side: mappings and tuples once a fact holds them.
Json: TypeAlias = "str | int | float | bool | list[Json] | tuple[Json, ...] | Mapping[str, Json] | None"


class FactKind(StrEnum):
    """What a fact tells. The keys of its data stand in :data:`DATA_KEYS`."""

    PLANNED = "planned"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    SENDING = "sending"
    UNSENT = "unsent"
    ACCEPTED = "accepted"
    UNCLEAR = "unclear"
    QUEUED = "queued"
    RENDERING = "rendering"
    FINISHED = "finished"
    CHARGE = "charge"
    DOWNLOADING = "downloading"
    STORED = "stored"
    MADE = "made"
    FAILED = "failed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


class ChargeKind(StrEnum):
    """How an amount is known, from the weakest to the best."""

    ESTIMATE = "estimate"
    DERIVED = "derived"
    ACTUAL = "actual"


# The state that a fact brings its job to; a charge says nothing about the state.
STATE_AFTER: Mapping[str, JobState] = MappingProxyType(
    {
        FactKind.PLANNED: JobState.PLANNED,
        FactKind.UPLOADING: JobState.UPLOADING,
        FactKind.UPLOADED: JobState.UPLOADING,
        FactKind.SENDING: JobState.SENDING,
        # It was certainly not accepted: no connection, or a refusal that costs nothing and may pass.
        FactKind.UNSENT: JobState.PLANNED,
        FactKind.ACCEPTED: JobState.QUEUED,
        FactKind.UNCLEAR: JobState.UNCLEAR,
        FactKind.QUEUED: JobState.QUEUED,
        FactKind.RENDERING: JobState.RENDERING,
        FactKind.FINISHED: JobState.DOWNLOADING,
        FactKind.DOWNLOADING: JobState.DOWNLOADING,
        FactKind.STORED: JobState.DONE,
        FactKind.MADE: JobState.DONE,
        FactKind.FAILED: JobState.FAILED,
        FactKind.CANCELLING: JobState.CANCELLING,
        FactKind.CANCELLED: JobState.CANCELLED,
    }
)

# The keys that a fact of a kind must hold; it may hold more.
DATA_KEYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        FactKind.PLANNED: frozenset(
            {
                "scene_id",
                "scene",
                "title",
                "take",
                "model",
                "mode",
                "endpoint",
                "seconds",
                "quoted",
                "price_list",
                "fingerprint",
                "sent",
            }
        ),
        FactKind.UPLOADED: frozenset({"sha256", "address"}),
        FactKind.ACCEPTED: frozenset({"request_id", "addresses"}),
        FactKind.FINISHED: frozenset({"answer"}),
        FactKind.CHARGE: frozenset({"kind", "amount", "currency"}),
        FactKind.STORED: frozenset({"video", "bytes", "sha256"}),
        FactKind.MADE: frozenset({"id"}),
        FactKind.FAILED: frozenset({"what_happened", "what_to_do"}),
    }
)


# Asked first: most values are these, and a question to Mapping takes longer than all the rest of reading a fact.
_SCALARS = frozenset({str, int, float, bool, type(None)})


def frozen(value: Json) -> Json:
    """The same JSON value, deeply read-only: objects become mapping proxies, lists become tuples."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple([frozen(item) for item in value])
    return value


def plain(value: Json) -> Json:
    """The same JSON value in dicts and lists of its own, ready for :mod:`json`."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


_NOTHING: Mapping[str, Json] = MappingProxyType({})


def nothing() -> Mapping[str, Json]:
    """The one empty read-only mapping, as a default of fields."""
    return _NOTHING


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to a job.

    ``at`` is ISO 8601 in UTC, such as ``2026-11-21T09:30:00.123456Z``, so that text order is time order.
    ``kind`` is plain text where a newer version wrote a kind that this one does not know. ``data`` is copied
    and made read-only.
    """

    at: str
    kind: FactKind | str
    job: str
    data: Mapping[str, Json] = field(default_factory=nothing)

    def __post_init__(self) -> None:
        read_only = MappingProxyType({key: frozen(value) for key, value in self.data.items()})
        object.__setattr__(self, "data", read_only)
