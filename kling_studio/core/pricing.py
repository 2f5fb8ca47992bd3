"""What a scene costs: exact decimals, from a named and dated price list. An unknown price stays unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise
from math import ceil

from kling_studio.core.catalog import Catalog, Mode, Model, PriceList, Rate
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import ModeName, Project, Scene
from kling_studio.core.request import made_element, made_voice
from kling_studio.core.sending import Sending, makes_sound, sending

CONTAINER_EXCESS_S = 0.02
"""How much longer than its frames a container may report to be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote: what, and its exact amount (``None`` unknown)."""

    text: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Once:
    """Something that must be made before the render and is not made yet: an element or a voice."""

    what: str
    name: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of one scene on one model. ``total`` is ``None`` if any part of it is unknown."""

    model: str
    mode: ModeName
    endpoint: str
    seconds: int
    price_list: str
    as_of: date | None
    currency: str
    column: str
    per_second: Decimal | None
    lines: tuple[Line, ...]
    once: tuple[Once, ...]
    total: Decimal | None
    note: str = ""


def quote(
    project: Project,
    scene: Scene,
    model: Model,
    price_list: PriceList | None,
    media: MediaFacts | None = None,
) -> Quote:
    """What one render of the scene costs. For an edit the source clip's length counts, rounded up to whole seconds."""
    choice = choose_mode(project, scene, model)
    if choice.mode is None:
        return _unpriced(scene, model, choice.name, price_list)
    inputs = sending(project, scene, choice.mode, model.provider)
    rate = price_list.rate(model.id, choice.name) if price_list else None
    seconds, note = _billed_seconds(scene, choice.mode, rate, media or {})
    column = price_column(scene, choice.mode, inputs)
    per_second = getattr(rate, column) if rate else None
    once = tuple(_once(model, choice.mode, inputs, price_list, media or {}))
    lines = (*_lines(seconds, column, rate), *(Line(_once_text(entry), entry.amount) for entry in once))
    return Quote(
        model=model.id,
        mode=choice.name,
        endpoint=choice.mode.endpoint,
        seconds=seconds,
        price_list=price_list.name if price_list else "",
        as_of=price_list.as_of if price_list else None,
        currency=price_list.currency if price_list else "USD",
        column=column,
        per_second=per_second,
        lines=lines,
        once=once,
        total=total(line.amount for line in lines),
        note=" ".join([*([note] if note else []), *_origins(price_list, rate, column, once)]),
    )


def quote_scene(
    project: Project,
    scene: Scene,
    catalog: Catalog,
    lists: Iterable[str] = (),
    media: MediaFacts | None = None,
    model_id: str | None = None,
) -> Quote | None:
    """The quote on the scene's own model, or another; ``None`` where the catalog does not know the model."""
    model = catalog.models.get(model_id or scene.model)
    if model is None:
        return None
    return quote(project, scene, model, catalog.price_list(model.provider, lists), media)


def price_column(scene: Scene, mode: Mode, inputs: Sending) -> str:
    """Which of the four rates holds: a clip's before a voice's before sound's."""
    if mode.name in (ModeName.EDIT, ModeName.VIDEO_REFERENCE):
        return "video_input"
    if inputs.voices:
        return "voice"
    return "audio" if makes_sound(scene, mode) else "silent"


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, unknown as soon as one amount is."""
    result = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None
        result += amount
    return result


def exact(amount: Decimal) -> str:
    """An amount as text, exact, with at least two decimals: ``1.40``, ``0.4032``."""
    text = format(amount.normalize(), "f")
    whole, _, places = text.partition(".")
    return f"{whole}.{places.ljust(2, '0')}"


def shown(amount: Decimal | None, *, signed: bool = False) -> str:
    """An amount for the screen: dollars, rounded half up to 3 places, at least 2; a sentence where it is unknown."""
    if amount is None:
        return "price unknown"
    rounded = amount.quantize(Decimal("0.001"), ROUND_HALF_UP)
    sign = "−" if rounded < 0 else "+" if signed else ""
    return f"{sign}${exact(abs(rounded))}"


def in_cents(amount: Decimal | None, rounding: str = ROUND_CEILING) -> str:
    """A sum at a glance: dollars and whole cents, rounded up, so that nobody pays more than was read.

    What is left of a sum is rounded down. A sentence where it is unknown; :func:`exactly` has the rest.
    """
    return shown(None if amount is None else amount.quantize(Decimal("0.01"), rounding))


def exactly(amount: Decimal | None) -> str:
    """The sum behind whole cents: "exactly $7.672"; empty where it is the same or unknown."""
    if amount is None or amount == amount.quantize(Decimal("0.01")):
        return ""
    return f"exactly ${exact(amount)}"


def shot_amounts(scene: Scene, priced: Quote) -> Mapping[str, Decimal | None]:
    """The part of the quote that each shot's seconds make, by the shot's id; what comes once is in none of them."""
    rate = priced.per_second
    if rate is None or priced.seconds == scene.seconds or scene.seconds < 1:
        return {shot.id: None if rate is None else rate * shot.seconds for shot in scene.shots}
    # An edit is billed by its clip: its amount is shared out by the shots' ends, so that the parts add up to it.
    ends = accumulate((shot.seconds for shot in scene.shots), initial=0)
    marks = [(rate * priced.seconds * end / scene.seconds).quantize(Decimal("0.0001")) for end in ends]
    marks[-1] = rate * priced.seconds
    return {
        shot.id: after - before for shot, (before, after) in zip(scene.shots, pairwise(marks), strict=True)
    }


def _billed_seconds(scene: Scene, mode: Mode, rate: Rate | None, media: MediaFacts) -> tuple[int, str]:
    if not mode.seconds_from_source:
        return scene.seconds, ""
    fact = media.get(scene.source_video or "")
    if fact is None or not fact.duration_s:
        seconds, note = scene.seconds, "The clip's length is not known; the timeline's seconds are taken."
    else:
        seconds, note = ceil(fact.duration_s - CONTAINER_EXCESS_S), ""
    least = max(1, rate.min_seconds if rate else 1)
    most = rate.max_seconds if rate and rate.max_seconds else seconds
    return max(least, min(seconds, most)), note


_SURCHARGE = {"audio": "Sound", "voice": "Sound with a bound voice"}


def _lines(seconds: int, column: str, rate: Rate | None) -> tuple[Line, ...]:
    per_second: Decimal | None = getattr(rate, column) if rate else None
    if rate is None or per_second is None:
        return (Line(f"{seconds} s, no price known", None),)
    base = rate.silent
    if column not in _SURCHARGE or base is None or base >= per_second:
        label = {"video_input": " with a clip"}.get(column, "")
        return (Line(f"{seconds} s × ${exact(per_second)}{label}", per_second * seconds),)
    extra = per_second - base
    return (
        Line(f"{seconds} s × ${exact(base)}", base * seconds),
        Line(f"{_SURCHARGE[column]}, {seconds} s × ${exact(extra)}", extra * seconds),
    )


def _once(
    model: Model, mode: Mode, inputs: Sending, price_list: PriceList | None, media: MediaFacts
) -> Iterable[Once]:
    if not mode.endpoint:
        # A renderer of our own has nothing made elsewhere.
        return
    prices = price_list.extras if price_list else {}
    new_elements = (
        [member for member in inputs.elements if made_element(member, model.provider, media) is None]
        if mode.elements_made_before
        else []
    )
    # A voice goes into the element when that is made, whether this scene has sound or not.
    for member in new_elements if mode.elements_made_before else inputs.voices:
        voice = member.voice
        if voice is not None and voice.sample and made_voice(voice, model.provider, media) is None:
            yield Once("voice", member.name, prices.get("create-voice"))
    for member in new_elements:
        yield Once("element", member.name, prices.get("create-element"))


def _origins(
    price_list: PriceList | None, rate: Rate | None, column: str, once: Iterable[Once]
) -> Iterable[str]:
    """Where prices come from that are not the list's own, each sentence once."""
    said = [rate.origins.get(column, "")] if rate else []
    if price_list is not None:
        said += [price_list.extra_origins.get(f"create-{entry.what}", "") for entry in once]
    return dict.fromkeys(sentence for sentence in said if sentence)


def _once_text(entry: Once) -> str:
    return f"{'Voice' if entry.what == 'voice' else 'Element'} of {entry.name}, once"


def _unpriced(scene: Scene, model: Model, mode: ModeName, price_list: PriceList | None) -> Quote:
    return Quote(
        model=model.id,
        mode=mode,
        endpoint="",
        seconds=scene.seconds,
        price_list=price_list.name if price_list else "",
        as_of=price_list.as_of if price_list else None,
        currency=price_list.currency if price_list else "USD",
        column="",
        per_second=None,
        lines=(Line(f"{model.name} has no mode {mode}", None),),
        once=(),
        total=None,
    )
