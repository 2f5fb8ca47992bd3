"""Asking a provider what it charges: patiently, a bounded number of times, and never at the expense of a render."""

from collections.abc import Awaitable, Callable, Container, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from email.utils import parsedate_to_datetime

from kling_studio.core.errors import KnownError
from kling_studio.core.live_prices import Cell, Named
from kling_studio.providers.clock import Clock, jittered
from kling_studio.providers.cloud.reading import amount_in, unknown_in
from kling_studio.providers.network_errors import ForeignAddress, NoAnswer, NotSent
from kling_studio.providers.reply import Reply

PAUSES_S = (2.0, 6.0)
LONGEST_WAIT_S = 20.0
_STAYS = "The prices stay as they are; try again later."
_NAMED_AT_MOST = 2
_PLACES = Decimal("0.000001")


class Asking:
    """The calls to one provider: the day of its answers, and what could not be read in them.

    ``name`` is the provider's for the reader, ``status_of`` the status of an answer, ``refused_key`` the error of one
    that does not take the key.
    """

    def __init__(
        self,
        name: str,
        status_of: Callable[[Reply], int],
        refused_key: Callable[[Reply], Exception],
        clock: Clock,
    ) -> None:
        self.name = name
        self.unread = Unread()
        self._status_of = status_of
        self._refused_key = refused_key
        self._clock = clock
        self._day: date | None = None

    async def answer(self, ask: Callable[[], Awaitable[Reply]]) -> Reply:
        """What a call brings, asked patiently. Raises ``KnownError`` where that brings nothing, or no key is taken."""
        reply = await patiently(self.name, ask, self._status_of, self._clock)
        if self._status_of(reply) in {401, 402, 403}:
            raise self._refused_key(reply)
        return reply

    def understood(self, reply: Reply) -> None:
        """An answer about prices; the first one gives them their day."""
        self._day = self._day or day_of(reply)

    def note_unknown(self, answer: object, known: Container[str]) -> None:
        """Tell of the fields, of an answer or of a price in it, that are not ``known``: more may be charged by them."""
        for name in unknown_in(answer, known):
            reason = f"{self.name}'s answers about prices hold what this version does not know"
            self.unread.note(reason, name)

    def named(
        self, source: str, rates: Mapping[Cell, Decimal], extras: Mapping[str, Decimal], count: int
    ) -> Named:
        """What was named at the address ``source``. Raises ``KnownError`` where there is no rate at all."""
        if self._day is None or not rates:
            raise self.unread.refuse(self.name)
        with_discount = f"{source}, with the discount of the account"
        return Named(self._day, with_discount, rates, extras, count, self.unread.sentences())


async def patiently(
    name: str, ask: Callable[[], Awaitable[Reply]], status_of: Callable[[Reply], int], clock: Clock
) -> Reply:
    """The answer to a call that costs nothing, asked again twice where the provider is away or busy.

    ``name`` is the provider's for the reader. Raises ``KnownError`` where it stays so, or asks for a longer wait.
    """
    trouble = ""
    for pause_s in (*PAUSES_S, None):
        wait_s: float | None = None
        try:
            reply = await ask()
        except ForeignAddress:
            raise _led_away(name) from None
        except NotSent:
            trouble = f"{name} cannot be reached."
        except NoAnswer:
            trouble = f"{name} did not answer."
        else:
            status, wait_s = status_of(reply), reply.wait_s()
            if 300 <= status < 400:
                raise _led_away(name)
            if status not in {408, 425, 429} and status < 500:
                return reply
            trouble = (
                f"{name} is asked too often." if status == 429 else f"{name} answered with status {status}."
            )
        if pause_s is None or (wait_s or 0.0) > LONGEST_WAIT_S:
            break
        await clock.sleep(jittered(pause_s) if wait_s is None else wait_s)
    raise KnownError(trouble, _STAYS)


def day_of(reply: Reply) -> date:
    """The day of an answer, by the clock of who answered where that tells, as the calendar here has it."""
    try:
        moment = parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        moment = datetime.now(UTC)
    return moment.astimezone().date()


def price_in(value: object) -> Decimal | None:
    """A price that can be charged, to a millionth of a dollar; ``None`` for nothing, nought and what is no number."""
    amount = amount_in(value)
    if amount is None or amount > 1_000_000:
        return None
    rounded = amount.quantize(_PLACES, ROUND_HALF_UP).normalize()
    return rounded if rounded > 0 else None


class Unread:
    """What could not be read, gathered by reason: one sentence for a reason, however many prices it is about."""

    def __init__(self) -> None:
        self._about: dict[str, list[str]] = {}

    def note(self, reason: str, about: str) -> None:
        """``reason`` is a sentence without its end."""
        named = self._about.setdefault(reason, [])
        if about not in named:
            named.append(about)

    def sentences(self) -> tuple[str, ...]:
        """Each with what it is about."""
        return tuple(
            f"{reason}: {', '.join(named[:_NAMED_AT_MOST])}"
            f"{f' and {len(named) - _NAMED_AT_MOST} more' if len(named) > _NAMED_AT_MOST else ''}."
            for reason, named in self._about.items()
        )

    def refuse(self, name: str) -> KnownError:
        """The error where nothing at all could be read."""
        told = self.sentences()
        return KnownError(" ".join(told), _STAYS) if told else not_understood(name)


def not_understood(name: str) -> KnownError:
    """The sentence for an answer of another form than was documented."""
    return KnownError(f"{name} answers about prices in a form that is not known.", _STAYS)


def _led_away(name: str) -> KnownError:
    return KnownError(f"{name} leads to another address, which is not asked.", _STAYS)
