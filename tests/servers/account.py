"""What a server has seen and done, for a test to ask afterwards or while it runs."""

import dataclasses
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Self


@dataclass
class Request:
    """One request as it came in. ``body`` is empty for files, whose content is in ``Account.uploads``."""

    kind: str
    method: str
    host: str
    path: str
    query: str
    headers: dict[str, str]  # names in lower case
    at: float  # seconds since 1970, by this machine's clock
    body: str = ""
    status: int | None = None  # what was answered; None where the connection was dropped
    sent_bytes: int = 0  # of a body that faults stream
    fault: str = ""

    @property
    def json(self) -> Any:
        """The body as JSON; None if it is not."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass
class Submit:
    """One POST that asks for a render (or a voice, an element), accepted or not."""

    endpoint: str
    body: Any
    headers: dict[str, str]
    at: float


@dataclass
class Accepted:
    request_id: str
    endpoint: str
    body: Any
    at: float


@dataclass
class Charge:
    """What the service bills for a success, or gives back for a failure."""

    request_id: str
    endpoint: str
    amount: Decimal


@dataclass
class Leak:
    """A secret where it must not be."""

    where: str  # "header authorization", "address", "body"
    kind: str
    host: str
    path: str


@dataclass
class Upload:
    url: str
    sha256: str
    name: str
    content_type: str
    size: int


@dataclass
class Account:
    """All that happened, in order. With ``journal`` each fact is also a line of that file at once."""

    journal: Path | None = None
    requests: list[Request] = field(default_factory=list)
    submits: list[Submit] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    refunds: list[Charge] = field(default_factory=list)
    leaks: list[Leak] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._news = threading.Condition()

    def note(self, name: str, fact: Any) -> None:
        with self._news:
            getattr(self, name).append(fact)
            self._write(name, fact)
            self._news.notify_all()

    def _write(self, name: str, fact: Any) -> None:
        if self.journal is None:
            return
        line = json.dumps([name, dataclasses.asdict(fact)], default=str)
        with self.journal.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def answered(self, request: Request) -> None:
        """Wakes those who wait, once a request has its answer."""
        with self._news:
            self._write("answered", request)
            self._news.notify_all()

    def wait_for(self, condition: Callable[["Account"], object], timeout_s: float = 10) -> None:
        """Until ``condition`` holds. TimeoutError says that it never did."""
        with self._news:
            if not self._news.wait_for(lambda: condition(self), timeout_s):
                raise TimeoutError(f"after {timeout_s} s: {len(self.requests)} requests, no such thing")

    def of_kind(self, *kinds: str) -> list[Request]:
        return [request for request in self.requests if request.kind in kinds]

    def uploads_of(self, content: bytes) -> list[Upload]:
        """How often and where to this very content was uploaded."""
        digest = hashlib.sha256(content).hexdigest()
        return [upload for upload in self.uploads if upload.sha256 == digest]

    @property
    def charged(self) -> Decimal:
        return sum((charge.amount for charge in self.charges), Decimal(0))

    @classmethod
    def read(cls, journal: Path) -> Self:
        """The account of a server that runs as a program, from its state file."""
        account = cls()
        kinds: dict[str, type] = {
            "requests": Request,
            "submits": Submit,
            "accepted": Accepted,
            "charges": Charge,
            "refunds": Charge,
            "leaks": Leak,
            "uploads": Upload,
        }
        text = journal.read_text("utf-8") if journal.exists() else ""
        for line in text.splitlines():
            name, fact = json.loads(line)
            if name not in kinds:
                continue
            if "amount" in fact:
                fact["amount"] = Decimal(fact["amount"])
            getattr(account, name).append(kinds[name](**fact))
        return account


def secret_places(request: Request, secrets: Iterable[str], *, may_carry_key: bool) -> list[str]:
    """Where a request shows a secret although it must not. The key's own header is excused where it belongs."""
    places = []
    for secret in secrets:
        if secret in request.path or secret in request.query:
            places.append("address")
        if secret in request.body:
            places.append("body")
        for name, value in request.headers.items():
            excused = may_carry_key and name == "authorization"
            if secret in value and not excused:
                places.append(f"header {name}")
    return places


def now() -> float:
    return time.time()
