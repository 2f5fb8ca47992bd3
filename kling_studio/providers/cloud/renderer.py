"""A provider on the net as a renderer: each job goes on from where its facts left it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from hashlib import sha256

from kling_studio.core.facts import ChargeKind, FactKind, Json
from kling_studio.core.job import BEFORE_THE_SUBMIT, JobState
from kling_studio.core.ledger import FILM, Take
from kling_studio.core.pricing import exact
from kling_studio.core.request import RenderRequest
from kling_studio.providers.aside import aside
from kling_studio.providers.clock import Patience
from kling_studio.providers.cloud.fetching import fetch
from kling_studio.providers.cloud.looking_up import look_up
from kling_studio.providers.cloud.pacing import Pacing
from kling_studio.providers.cloud.sending import send, unclear
from kling_studio.providers.cloud.service import Again, Handle, Missing, Service
from kling_studio.providers.cloud.uploading import upload_all
from kling_studio.providers.cloud.watching import watch
from kling_studio.providers.cloud.work import Stage, Work
from kling_studio.providers.network_errors import ForeignAddress, NoAnswer, NotSent
from kling_studio.providers.renderer import Held, KeyWanted, Order, Progress, Step
from kling_studio.storage.keychain import VARIABLES, Key
from kling_studio.storage.uploads import RememberedUploads


class CloudRenderer:
    """Renders at one provider. ``key_of`` gives the key of a provider at the moment that it is needed."""

    def __init__(
        self,
        service: Service,
        key_of: Callable[[str], Key | None],
        patience: Patience,
        pacing: Pacing | None = None,
        remembered: RememberedUploads | None = None,
    ) -> None:
        self._service = service
        self._key_of = key_of
        self._patience = patience
        self._pacing = pacing or Pacing(patience.clock)
        self._remembered = remembered or RememberedUploads()
        self._adopting = asyncio.Lock()

    def request(self, order: Order) -> dict[str, Json]:
        """The request as ``kling-studio request`` prints it."""
        return request_json(self._service.compile(order))

    def check_ready(self) -> None:
        """Raise ``KnownError`` where there is no key."""
        self._key()

    async def render(self, order: Order) -> AsyncGenerator[Step | Progress, None]:
        """Go on from where the facts of the order's take left it."""
        take = order.take
        if take is None:
            raise ValueError("a job without its facts")
        key = await aside(self._key)
        async with self._service.connect(key.secret) as connection:
            connection.submit_read_s = self._patience.submit_read_s
            connection.read_s = self._patience.read_s
            account = sha256(f"kling-studio {key.secret}".encode()).hexdigest()[:16]
            work = Work(order, take, self._service, connection, self._patience, account)
            async with aclosing(self._stages(work)) as steps:
                async for step in steps:
                    yield step

    async def ask_to_cancel(self, take: Take) -> str:
        """Ask the provider to end a job that another program watches; what it says to that.

        Raises ``KnownError`` where it could not be asked.
        """
        key = await aside(self._key)
        if take.request_id is None:
            raise Held("The provider has not said yet that it has it.", "Try again in a moment.")
        async with self._service.connect(key.secret) as connection:
            handle = Handle(take.endpoint, take.request_id, take.addresses)
            try:
                return await self._service.cancel(connection, handle)
            except (Again, Missing, NotSent, NoAnswer, ForeignAddress):
                raise Held(f"{self._service.name} could not be asked to cancel.", "Try again.") from None

    async def _stages(self, work: Work) -> Stage:
        _take_up(work)
        stages: list[Callable[[], Stage]] = []
        if work.take.state in BEFORE_THE_SUBMIT:
            stages += [lambda: self._bring_files(work), lambda: self._send(work)]
        elif work.take.state is JobState.SENDING:
            stages.append(lambda: _tell(unclear(work)))
        stages.append(lambda: self._after(work))
        for stage in stages:
            async with aclosing(stage()) as steps:
                async for step in steps:
                    yield step

    def _bring_files(self, work: Work) -> Stage:
        return upload_all(work, self._remembered)

    async def _send(self, work: Work) -> Stage:
        if work.take.what == FILM:
            async with aclosing(self._pacing.turn(self._service.name)) as news:
                async for progress in news:
                    yield progress
        async with aclosing(send(work, lambda: self._bring_files(work))) as steps:
            async for step in steps:
                yield step

    async def _after(self, work: Work) -> Stage:
        if work.is_unclear:
            async with aclosing(look_up(work, self._adopting)) as steps:
                async for step in steps:
                    yield step
        if work.ended or work.handle is None:
            return
        handle = work.handle
        stages: list[Callable[[], Stage]] = []
        if work.answer is None:
            stages.append(lambda: watch(work, handle, self._remembered))
        stages += [lambda: self._bill(work, handle), lambda: _result(work, handle)]
        for stage in stages:
            async with aclosing(stage()) as steps:
                async for step in steps:
                    yield step

    async def _bill(self, work: Work, handle: Handle) -> Stage:
        """What it cost, by the best word there is now."""
        if work.ended or work.take.charge_kind is not None:
            return
        expected = work.take.quoted
        try:
            known = await self._service.charge(work.connection, handle, work.answer, expected)
        except (Again, Missing, NotSent, NoAnswer, ForeignAddress, Held):
            known = None  # the film matters more
        kind, amount = known or (ChargeKind.ESTIMATE, expected)
        if known is None and work.price is not None:
            kind, amount = ChargeKind.DERIVED, work.price
        data: dict[str, Json] = {
            "kind": kind.value,
            "amount": None if amount is None else exact(amount),
            "currency": "USD",
        }
        yield Step(FactKind.CHARGE, data)

    def _key(self) -> Key:
        key = self._key_of(self._service.provider)
        name, variable = self._service.name, VARIABLES[self._service.provider]
        how = f"Set {variable}, or keep it with: kling-studio key set {self._service.provider}"
        if key is None:
            raise KeyWanted(f"There is no key for {name}.", how)
        if not (key.secret.isascii() and key.secret.isprintable()):
            raise KeyWanted(f"The key for {name} holds characters that no key has.", how)
        return key


def request_json(request: RenderRequest) -> dict[str, Json]:
    """A request as JSON: what is sent, which files go up, and what is made before."""
    return {
        "provider": request.provider,
        "endpoint": request.endpoint,
        "body": dict(request.body),
        "uploads": [{"placeholder": upload.placeholder, "path": upload.path} for upload in request.uploads],
        "before": [
            {
                "placeholder": made.placeholder,
                "endpoint": made.endpoint,
                "body": dict(made.body),
                "of": made.of,
            }
            for made in request.before
        ],
    }


async def _tell(step: Step) -> Stage:
    yield step


async def _result(work: Work, handle: Handle) -> Stage:
    """The film on the disk, or the id that was asked for."""
    if work.ended:
        return
    if work.take.what == FILM:
        async with aclosing(fetch(work, handle)) as steps:
            async for step in steps:
                yield step
        return
    made = work.service.id_in(work.answer)
    work.ended = True
    if made is None:
        words = {"what_happened": f"The answer of {work.service.name} holds no id.", "what_to_do": ""}
        yield Step(FactKind.FAILED, words)
    else:
        yield Step(FactKind.MADE, {"id": made})


def _take_up(work: Work) -> None:
    """What the facts tell of a job that was begun."""
    take: Take = work.take
    work.filled = {**work.order.made, **take.filled}
    work.sent_at, work.price = take.sent_at or take.changed_at, take.price
    work.is_unclear = take.state in {JobState.SENDING, JobState.UNCLEAR}
    if take.request_id is not None:
        work.handle = Handle(take.endpoint, take.request_id, take.addresses)
    work.answer = take.answer
    if take.state is JobState.CANCELLING:
        work.order.stop.set()
