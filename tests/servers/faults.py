"""The script of faults: which request gets which, in what order, how often."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.account import Request
from tests.servers.fault import Fault


@dataclass(frozen=True)
class Failure:
    """How a render ends that was accepted and brings no video. For ``faults.add("render", ...)``.

    ``status``, ``type``, ``loc``, ``ctx`` are fal's; ``code`` is WaveSpeed's. ``in_status``: whether fal's
    status names the error already, or only the result does (None: the latter for 422 alone).
    ``billed`` is for fal's 422 after a runner had worked.
    """

    message: str = "Internal server error"
    status: int = 500
    type: str = "internal_server_error"
    loc: tuple[str | int, ...] = ("body", "prompt")
    ctx: dict[str, Any] = field(default_factory=dict)
    code: int = 1405
    in_status: bool | None = None
    plain_detail: bool = False  # a detail of one string, as partner models sometimes answer
    billed: bool = False

    @property
    def shows_in_status(self) -> bool:
        return self.status != 422 if self.in_status is None else self.in_status

    @classmethod
    def content_policy(cls) -> "Failure":
        message = (
            "The content could not be processed because it contained material flagged by a content checker."
        )
        return cls(message, 422, "content_policy_violation", code=1200)

    @classmethod
    def media_unreadable(cls, field_name: str = "image_url") -> "Failure":
        message = "Failed to download the file. Please check if the URL is accessible and try again."
        return cls(message, 422, "file_download_error", ("body", field_name), code=1402)

    @classmethod
    def nothing_generated(cls) -> "Failure":
        return cls("The model did not generate any media.", 422, "no_media_generated", code=1403)

    @classmethod
    def unavailable(cls) -> "Failure":
        return cls("Downstream service unavailable", 503, "downstream_service_unavailable", code=5003)

    @classmethod
    def timeout(cls) -> "Failure":
        return cls("Generation timed out", 504, "generation_timeout", code=5004)


@dataclass
class _Entry:
    kind: str
    fault: Fault | Failure
    left: int | None
    when: Callable[[Any], bool] | None


class Faults:
    """Entries are tried in the order they were added; the first that fits is used, and used up."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._lock = threading.Lock()

    def add(
        self,
        kind: str,
        fault: Fault | Failure,
        *,
        times: int | None = 1,
        when: Callable[[Any], bool] | None = None,
    ) -> None:
        """For the next ``times`` requests of ``kind`` ("*" is any; None: for ever) that ``when`` agrees to.

        ``when`` gets the ``Request``, or the ``Job`` for kind "render".
        """
        with self._lock:
            self._entries.append(_Entry(kind, fault, times, when))

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

    @property
    def unused(self) -> list[str]:
        """What is still to come, so that a test can show that all of its weather happened."""
        return [f"{entry.kind}: {entry.fault}" for entry in self._entries if entry.left]

    def for_request(self, request: Request, *, unread: bool) -> Fault | None:
        """``unread`` asks for those that act before the body is read."""
        fault = self._take(request.kind, request, lambda it: isinstance(it, Fault) and it.unread is unread)
        return fault if isinstance(fault, Fault) else None

    def for_render(self, job: Any) -> Failure | None:
        failure = self._take("render", job, lambda it: isinstance(it, Failure))
        return failure if isinstance(failure, Failure) else None

    def _take(self, kind: str, subject: Any, fits: Callable[[Any], bool]) -> Fault | Failure | None:
        with self._lock:
            for entry in self._entries:
                meant = entry.kind in {kind, "*"} and entry.left != 0 and fits(entry.fault)
                if meant and (entry.when is None or entry.when(subject)):
                    if entry.left is not None:
                        entry.left -= 1
                    return entry.fault
        return None
