"""What a provider on the net must be able to do, and what its answers mean to a job."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum, auto
from pathlib import Path
from typing import Any, Protocol

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import ChargeKind, Json
from kling_studio.core.request import RenderRequest
from kling_studio.providers.cloud.fields import NOWHERE, Place
from kling_studio.providers.http import Connection
from kling_studio.providers.renderer import Order


@dataclass(frozen=True, slots=True)
class Handle:
    """How a provider knows a job: the id alone is not enough everywhere.

    ``unknown`` are fields of the answer it came in that this version does not know.
    """

    endpoint: str
    request_id: str
    addresses: Mapping[str, Json] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A request in the provider's own list, with the body as the provider keeps it."""

    handle: Handle
    body: Any


class Phase(Enum):
    """Where the provider says that a job stands."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class Report:
    """One look at a job. ``error`` says why it failed; with ``forget_uploads`` an upload was not to be had there.

    ``doubtful`` is an end that may still change: it counts once it has lasted for a while. ``ahead`` is how many wait
    in front of it, where that is told; ``unknown`` are fields that this version does not know.
    """

    phase: Phase
    text: str = ""
    ahead: int | None = None
    answer: Json = None
    error: KnownError | None = None
    forget_uploads: bool = False
    doubtful: bool = False
    unknown: tuple[str, ...] = ()


class Complaining(KnownError):
    """The provider complains of a request, and tells of which field."""

    def __init__(self, what_happened: str, what_to_do: str = "", place: Place = NOWHERE) -> None:
        super().__init__(what_happened, what_to_do)
        self.place = place


class Refused(Complaining):
    """The provider did not accept the request and never will; nothing was paid."""


class Busy(Exception):
    """The provider did not accept the request now; ``wait_s`` is what it asks for, if it does."""

    def __init__(self, wait_s: float | None = None) -> None:
        super().__init__("busy")
        self.wait_s = wait_s


class Unclear(Exception):
    """Nobody knows whether the request was accepted; the words say what came instead of an answer."""


class Again(Exception):
    """A look that failed and says nothing about the job."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


class Missing(Exception):
    """The provider does not know the id, or not yet."""


class Service(Protocol):
    """One provider. Its calls raise ``NotSent`` and ``NoAnswer`` of :mod:`kling_studio.providers.network_errors`."""

    @property
    def provider(self) -> str:
        """As in ids of models."""
        ...

    @property
    def name(self) -> str:
        """As a reader knows it."""
        ...

    @property
    def busy_waits_s(self) -> tuple[float, ...]:
        """How long to wait after each 429 that names no time; after the last one somebody has to decide."""
        ...

    @property
    def can_cancel(self) -> bool:
        """Whether it can be asked to end a job."""
        ...

    @property
    def uploads_last_s(self) -> float | None:
        """How long an upload may be used again; ``None`` for ever."""
        ...

    @property
    def missing_s(self) -> float:
        """How long an id may be unknown before that means something."""
        ...

    def compile(self, order: Order) -> RenderRequest:
        """The request for an order; pure."""
        ...

    def connect(self, secret: str) -> Connection:
        """Connections with this key."""
        ...

    async def price(self, connection: Connection, endpoint: str, body: Mapping[str, Any]) -> Decimal | None:
        """What the provider asks for this very body, where it tells before."""
        ...

    async def submit(self, connection: Connection, endpoint: str, body: Mapping[str, Any]) -> Handle:
        """Send it, once. Raises ``Refused``, ``Busy``, ``Unclear``, or ``Held`` where key or balance are at fault."""
        ...

    async def poll(self, connection: Connection, handle: Handle) -> Report:
        """Look at a job. Raises ``Again``, ``Missing``, or ``Held`` for the key."""
        ...

    async def cancel(self, connection: Connection, handle: Handle) -> str:
        """Ask for the end of a job; what the provider says to that, in words. Raises as :meth:`poll`."""
        ...

    async def look_up(
        self, connection: Connection, endpoint: str, since: datetime, until: datetime
    ) -> tuple[list[Listed], datetime | None]:
        """The requests of a time in the provider's list, and what its clock says.

        Raises as :meth:`poll`.
        """
        ...

    async def find(self, connection: Connection, handle: Handle) -> bool:
        """Whether the provider's list holds an id. Raises as :meth:`poll`."""
        ...

    async def upload(
        self, connection: Connection, file: Path, content_type: str, on_bytes: Callable[[int], object]
    ) -> str:
        """Put a file there; its address. Raises ``Again``, ``Refused`` or ``Held``."""
        ...

    def film_in(self, answer: Json) -> str | None:
        """The address of the film in an answer."""
        ...

    def size_in(self, answer: Json) -> int | None:
        """The size of the film in bytes, where the answer tells."""
        ...

    def id_in(self, answer: Json) -> str | None:
        """The id of a voice or an element in an answer."""
        ...

    async def charge(
        self, connection: Connection, handle: Handle, answer: Json, expected: Decimal | None
    ) -> tuple[ChargeKind, Decimal] | None:
        """What a job that ended well costs by the provider's own word, as good as it can be known now."""
        ...
