"""What WaveSpeed charges now: the price call, asked with a small body of each kind.

Source: ``POST /api/v3/model/price``, 2026. It answers for the very body, with the account's discount; which address a
picture or a clip has does not matter to it, and seconds, sound and the presence of a clip do. An edit's price stands on
the length of a clip that would have to be uploaded first, and a voice on an element that would have to be made: neither
is asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from kling_studio.core.catalog import Mode, Model, Sound
from kling_studio.core.live_prices import Cell, Named
from kling_studio.core.project import ModeName, Project, Scene, Shot
from kling_studio.providers.clock import Clock
from kling_studio.providers.cloud.naming import Asking, not_understood, price_in
from kling_studio.providers.http import Connection
from kling_studio.providers.reply import Reply
from kling_studio.providers.wavespeed.body import CREATE_ELEMENT, CREATE_VOICE, compile_request
from kling_studio.providers.wavespeed.errors import refused_key, status_of
from kling_studio.providers.wavespeed.service import WaveSpeedService

_SHORT_S, _LONG_S = 5, 10
_PICTURE, _CLIP, _SOUND = (f"https://example.com/{name}" for name in ("frame.png", "clip.mp4", "voice.wav"))
_PLACES = Decimal("0.000001")
_PRICE = frozenset({"model_id", "price", "discounted_price", "discount_rate", "currency"})
_EXTRAS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "create-voice": (CREATE_VOICE, {"audio": _SOUND}),
    "create-element": (
        CREATE_ELEMENT,
        {
            "name": "Mira",
            "description": "Mira",
            "reference_type": "image_refer",
            "frontal_image": _PICTURE,
            "refer_images": [_PICTURE],
        },
    ),
}


@dataclass(frozen=True, slots=True)
class _Question:
    model: Model
    mode: Mode
    seconds: int
    columns: tuple[str, ...]


async def named_prices(
    service: WaveSpeedService,
    connection: Connection,
    models: Iterable[Model],
    tell: Callable[[int, int], object],
    clock: Clock,
) -> Named:
    """The prices of the models, and of voices and elements. ``tell`` gets how many calls are done, and of how many.

    Raises ``KnownError`` where WaveSpeed refuses the key, cannot be reached or says nothing that can be used.
    """
    questions = [question for model in models for question in _questions(model)]
    asking = Asking(service.name, status_of, refused_key, clock)
    calls = _Calls(asking, connection, f"{service.base.address}/api/v3/model/price")
    count = len(questions) + len(_EXTRAS)
    rates: dict[Cell, Decimal] = {}
    for done, question in enumerate(questions):
        tell(done, count)
        rates |= await calls.rates(question)
    extras: dict[str, Decimal] = {}
    for done, (action, (endpoint, inputs)) in enumerate(_EXTRAS.items(), len(questions)):
        tell(done, count)
        amount = await calls.amount(endpoint, inputs)
        extras |= {} if amount is None else {action: amount}
    tell(count, count)
    return asking.named(calls.address, rates, extras, len(rates) + len(extras))


def _questions(model: Model) -> Iterator[_Question]:
    for mode in model.modes:
        if not mode.endpoint or mode.name is ModeName.EDIT:
            continue
        seconds = mode.only_seconds[0] if mode.only_seconds else max(_SHORT_S, mode.min_seconds)
        if mode.name is ModeName.VIDEO_REFERENCE:
            yield _Question(model, mode, seconds, ("video_input",))
            continue
        if mode.sound is Sound.ALWAYS:
            yield _Question(model, mode, seconds, ("silent", "audio"))
            continue
        yield _Question(model, mode, seconds, ("silent",))
        if mode.sound is Sound.OPTIONAL:
            yield _Question(model, mode, seconds, ("audio",))


def _body(question: _Question, seconds: int) -> Mapping[str, Any]:
    """The request of a scene that is as small as one of this kind can be."""
    mode = question.mode.name
    scene = Scene(
        "prices",
        model=question.model.id,
        mode=mode,
        audio="audio" in question.columns,
        start_frame=_PICTURE if mode is ModeName.IMAGE else None,
        images=(_PICTURE,) if mode is ModeName.REFERENCE else (),
        reference_video=_CLIP if mode is ModeName.VIDEO_REFERENCE else None,
        keep_sound=False,
        shots=(Shot("prices", "Rain on glass.", seconds),),
    )
    return compile_request(Project("Prices"), scene, question.model, question.mode, {}).body


class _Calls:
    """Prices call by call, and which models are sold by the second."""

    def __init__(self, asking: Asking, connection: Connection, address: str) -> None:
        self.address = address
        self._asking = asking
        self._connection = connection
        self._by_the_second: dict[str, bool] = {}

    async def rates(self, question: _Question) -> dict[Cell, Decimal]:
        """The price of one second; nothing where the model is not sold by the second."""
        model, mode, seconds = question.model, question.mode, question.seconds
        if self._by_the_second.get(model.id) is False:
            return {}
        amount = await self.amount(mode.endpoint, _body(question, seconds))
        if amount is None:
            return {}
        if model.id not in self._by_the_second:
            longer = mode.only_seconds[-1] if mode.only_seconds else min(_LONG_S, mode.max_seconds)
            twice = await self.amount(mode.endpoint, _body(question, longer))
            is_same = twice is not None and abs(twice * seconds - amount * longer) <= _PLACES * longer
            self._by_the_second[model.id] = is_same
            if not is_same:
                words = "nothing" if twice is None else f"${twice}"
                told = f"{model.name} costs ${amount} for {seconds} s and {words} for {longer} s"
                self._asking.unread.note("WaveSpeed does not charge by the second", told)
                return {}
        rate = (amount / seconds).quantize(_PLACES, ROUND_UP).normalize()
        return {Cell(model.id, mode.name, column): rate for column in question.columns}

    async def amount(self, endpoint: str, inputs: Mapping[str, Any]) -> Decimal | None:
        """The price for these inputs; what is in the way is noted."""
        body = {"model_id": endpoint, "inputs": inputs}
        reply = await self._asking.answer(lambda: self._connection.ask("POST", self.address, body))
        if (status := status_of(reply)) != 200:
            self._asking.unread.note(f"WaveSpeed names no price (status {status})", endpoint)
            return None
        self._asking.understood(reply)
        return self._price(endpoint, reply)

    def _price(self, endpoint: str, reply: Reply) -> Decimal | None:
        data = reply.object.get("data")
        if not isinstance(data, Mapping):
            raise not_understood(self._asking.name)
        self._asking.note_unknown(data, _PRICE)
        if (currency := str(data.get("currency", "USD")).upper()) != "USD":
            self._asking.unread.note(f"WaveSpeed names prices in {currency[:40]}, not in dollars", endpoint)
            return None
        amount = price_in(data.get("discounted_price"))
        amount = price_in(data.get("price")) if amount is None else amount
        if amount is None:
            self._asking.unread.note("WaveSpeed names no price that can be read", endpoint)
        return amount
