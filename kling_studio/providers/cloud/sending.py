"""The one POST of a job: the fact before it, and what follows from each way it can end."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from decimal import Decimal

from kling_studio.core.facts import FactKind, Json
from kling_studio.core.pricing import exact
from kling_studio.providers.cloud.bodies import filled
from kling_studio.providers.cloud.service import Again, Busy, Handle, Refused, Unclear
from kling_studio.providers.cloud.work import Stage, Work, failed, sentences, to_the_end
from kling_studio.providers.network_errors import NoAnswer, NotSent
from kling_studio.providers.renderer import Held, PriceRose, Progress, Step

_CONNECTION_TRIES = 3
_MOST_WAIT_S = 600.0


async def send(work: Work, bring_files: Callable[[], Stage]) -> Stage:
    """POST the request. Afterwards the work has a handle, is unclear, or has ended.

    ``bring_files`` fills in the addresses of files: before each try, for a laptop may sleep longer than uploads last.
    """
    tries = _Tries(work)
    asked = False
    while True:
        async with aclosing(bring_files()) as steps:
            async for step in steps:
                yield step
        body = filled(work.body, work.filled)
        if not asked:
            work.price, asked = await _asked_price(work, body), True
        sent_at = work.patience.clock.wall()
        work.sent_at = sent_at.isoformat(timespec="microseconds").replace("+00:00", "Z")
        yield Step(FactKind.SENDING, _about(work))
        post, cancelled = await to_the_end(work.service.submit(work.connection, work.take.endpoint, body))
        outcome = tries.outcome(post)
        yield outcome.step
        if cancelled is not None:
            raise cancelled
        if outcome.error is not None:
            raise outcome.error
        if outcome.again_in_s is None:
            return
        yield Progress(0, 0, f"{work.service.name} is asked again in {outcome.again_in_s:.0f} s")
        await work.patience.clock.sleep(outcome.again_in_s)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a POST: its fact, and whether to try again, to stop with an error, or to go on."""

    step: Step
    again_in_s: float | None = None
    error: Held | None = None


class _Tries:
    """The tries of one job: how often there was no connection, and how long to wait where the provider is busy."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._waits = iter(work.service.busy_waits_s)
        self._pauses = work.patience.pauses()
        self._unconnected = 0

    def outcome(self, post: "asyncio.Future[Handle]") -> _Outcome:
        """Notes in the work what is known now."""
        work = self._work
        try:
            work.handle = post.result()
        except Busy as busy:
            return self._busy(busy)
        except NotSent:
            return self._not_sent()
        except Held as held:
            return _Outcome(Step(FactKind.UNSENT, sentences(held)), error=held)
        except Refused as refused:
            work.ended = True
            return _Outcome(failed(refused))
        except (Unclear, NoAnswer) as why:
            work.is_unclear = True
            return _Outcome(unclear(work, str(why)))
        return _Outcome(accepted(work.handle))

    def _busy(self, busy: Busy) -> _Outcome:
        name = self._work.service.name
        pause_s = next(self._waits, None)
        if pause_s is None or (busy.wait_s or 0) > _MOST_WAIT_S:
            words = f"{name} takes no more requests at the moment. Nothing was paid."
            held = Held(words, "Render again later.")
            return _Outcome(Step(FactKind.UNSENT, sentences(held)), error=held)
        step = _unsent(f"{name} is busy: it did not accept the request.")
        return _Outcome(step, again_in_s=pause_s if busy.wait_s is None else busy.wait_s)

    def _not_sent(self) -> _Outcome:
        work = self._work
        self._unconnected += 1
        if self._unconnected >= _CONNECTION_TRIES:
            work.ended = True
            return _Outcome(failed(_unreachable(work)))
        step = _unsent(f"There was no connection to {work.service.name}: nothing was sent.")
        return _Outcome(step, again_in_s=next(self._pauses))


def unclear(work: Work, why: str = "") -> Step:
    """The step of a job of which nobody knows whether it was accepted."""
    reason = f": {why}" if why else ""
    return Step(
        FactKind.UNCLEAR,
        {
            "what_happened": f"Nobody knows whether {work.service.name} accepted it{reason}.",
            "what_to_do": "It is looked for there, and never sent again by itself.",
        },
    )


def accepted(handle: Handle) -> Step:
    """The step of a job that the provider has."""
    about: dict[str, Json] = {"request_id": handle.request_id, "addresses": dict(handle.addresses)}
    return Step(FactKind.ACCEPTED, about | ({"unknown_fields": handle.unknown} if handle.unknown else {}))


async def _asked_price(work: Work, body: dict[str, Json]) -> Decimal | None:
    """What the provider asks for this very body now; more than was agreed to is not paid."""
    try:
        price = await work.service.price(work.connection, work.take.endpoint, body)
    except (Again, NotSent, NoAnswer):
        return None  # the submit will tell whether there is a connection
    quoted = work.take.quoted
    if price is not None and quoted is not None and price > quoted:
        raise PriceRose(
            f"{work.service.name} asks ${exact(price)} for this now, above the ${exact(quoted)} of its price list. "
            "Nothing was sent.",
            "Agree to the new price, or render something else.",
        )
    return price


def _about(work: Work) -> dict[str, Json]:
    return {"filled": dict(work.filled), "price": None if work.price is None else exact(work.price)}


def _unsent(what_happened: str) -> Step:
    return Step(FactKind.UNSENT, {"what_happened": what_happened, "what_to_do": ""})


def _unreachable(work: Work) -> Refused:
    return Refused(
        f"There is no connection to {work.service.name}. Nothing was sent, nothing was paid.",
        "Check the connection and render again.",
    )
