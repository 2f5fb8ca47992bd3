"""The states of a render and the table of legal steps between them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class JobState(StrEnum):
    """Where a take stands, in the words of the command line."""

    PLANNED = "planned"
    UPLOADING = "uploading"
    SENDING = "sending"
    UNCLEAR = "unclear"
    QUEUED = "queued"
    RENDERING = "rendering"
    DOWNLOADING = "downloading"
    DONE = "done"
    FAILED = "failed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


_S = JobState

LEGAL_STEPS: Mapping[JobState, frozenset[JobState]] = MappingProxyType(
    {
        # A renderer on this machine has nothing to upload or send: it goes from planned to rendering to done.
        _S.PLANNED: frozenset({_S.UPLOADING, _S.SENDING, _S.RENDERING, _S.FAILED, _S.CANCELLED}),
        _S.UPLOADING: frozenset({_S.UPLOADING, _S.SENDING, _S.FAILED, _S.CANCELLED}),
        # Never back to sending: a request whose outcome is unknown may have been paid for. Back to planned only
        # where it was certainly not accepted.
        _S.SENDING: frozenset({_S.PLANNED, _S.UNCLEAR, _S.QUEUED, _S.FAILED}),
        _S.UNCLEAR: frozenset({_S.QUEUED, _S.FAILED, _S.CANCELLED}),
        _S.QUEUED: frozenset(
            {
                _S.QUEUED,
                _S.RENDERING,
                _S.DOWNLOADING,
                _S.FAILED,
                _S.CANCELLING,
                _S.CANCELLED,
            }
        ),
        _S.RENDERING: frozenset(
            {
                _S.QUEUED,
                _S.RENDERING,
                _S.DOWNLOADING,
                _S.DONE,
                _S.FAILED,
                _S.CANCELLING,
                _S.CANCELLED,
            }
        ),
        # No cancelling here: the result is paid for, and stays within reach until it is on the disk.
        _S.DOWNLOADING: frozenset({_S.DOWNLOADING, _S.DONE, _S.FAILED}),
        # A provider may refuse to cancel, or be done first; then the render simply goes on.
        _S.CANCELLING: frozenset(
            {
                _S.CANCELLING,
                _S.CANCELLED,
                _S.QUEUED,
                _S.RENDERING,
                _S.DOWNLOADING,
                _S.DONE,
                _S.FAILED,
            }
        ),
        _S.DONE: frozenset(),
        _S.FAILED: frozenset(),
        _S.CANCELLED: frozenset(),
    }
)

FINAL_STATES = frozenset(state for state, after in LEGAL_STEPS.items() if not after)
OPEN_STATES = frozenset(LEGAL_STEPS) - FINAL_STATES
# Nothing was sent yet, so nothing can be charged.
BEFORE_THE_SUBMIT = frozenset({_S.PLANNED, _S.UPLOADING})


def can_step(before: JobState | None, after: JobState) -> bool:
    """Whether a job may go from ``before`` (None: there is no such job yet) to ``after``."""
    if before is None:
        return after is JobState.PLANNED
    return after in LEGAL_STEPS[before]
