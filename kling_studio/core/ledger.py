"""Folds of the facts: takes, open jobs, money spent. Nothing here is stored; it follows from the facts."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from kling_studio.core.facts import DATA_KEYS, STATE_AFTER, ChargeKind, Fact, FactKind, Json, nothing
from kling_studio.core.job import FINAL_STATES, JobState, can_step

FILM, VOICE, ELEMENT = "film", "voice", "element"


class IllegalStep(Exception):
    """A fact that cannot follow what happened before it: a fault of the program, not of life."""


@dataclass(frozen=True, slots=True)
class Take:
    """One render of a scene, as far as the facts tell. Money is in US dollars; None is an unknown amount.

    ``scene_number`` and ``scene_title`` are as they were when the take was planned. ``sent`` is the request,
    ``filled`` what stood in it for its placeholders at ``sent_at``, ``price`` what the provider asked for it then.
    ``answer`` is the provider's last word, ``addresses`` where to ask for it, ``video`` a path relative to the
    project folder. ``error`` are the sentences of the last fact that had some.

    The making of a ``voice`` or an ``element`` is such a job too (``what``), with the id that it brought as ``made``.
    ``once`` are the amounts that were agreed for those before a film, by their placeholders.

    ``sound_on`` is whether the film was to have sound, ``has_sound`` whether it has, once that is known.
    ``unknown_fields`` are those of the provider's answers that this version does not know. ``refused_field`` is the
    field of the scene that the provider did not take, ``refused_shot`` (from 1) the shot it belongs to.
    """

    job: str
    scene_id: str
    scene_number: int
    scene_title: str
    number: int
    model: str
    mode: str
    endpoint: str
    seconds: int
    quoted: Decimal | None
    price_list: str | None
    fingerprint: str
    sent: Mapping[str, Json]
    planned_at: str
    what: str = FILM
    once: Mapping[str, Json] = field(default_factory=nothing)
    state: JobState = JobState.PLANNED
    changed_at: str = ""
    request_id: str | None = None
    addresses: Mapping[str, Json] = field(default_factory=nothing)
    filled: Mapping[str, Json] = field(default_factory=nothing)
    sent_at: str = ""
    price: Decimal | None = None
    answer: Json = None
    made: str | None = None
    video: str | None = None
    charged: Decimal | None = None
    charge_kind: ChargeKind | None = None
    error: str = ""
    sound_on: bool = False
    has_sound: bool | None = None
    unknown_fields: tuple[str, ...] = ()
    refused_field: str = ""
    refused_shot: int | None = None

    @property
    def lacks_sound(self) -> bool:
        """Whether it came without the sound that it was to have."""
        return self.sound_on and self.has_sound is False

    @property
    def is_paid(self) -> bool:
        """Whether a provider makes it, for money, rather than this machine."""
        return not self.model.startswith("animatic:")

    @property
    def is_open(self) -> bool:
        """Whether something may still happen to it."""
        return self.state not in FINAL_STATES


@dataclass(frozen=True, slots=True)
class Charge:
    """What a job costs, by the best word on it so far. An ``amount`` of None is unknown."""

    job: str
    at: str
    kind: ChargeKind
    amount: Decimal | None
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Spent:
    """A sum of charges: what is known, and the jobs of which nobody knows the price."""

    known: Decimal = Decimal(0)
    unknown_jobs: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The whole sum; None where a part of it is unknown."""
        return None if self.unknown_jobs else self.known


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What all facts so far amount to. The mappings are read-only; jobs stand in the order of planning.

    ``takes`` are films; ``makings`` the voices and elements that were made before them, in the same terms.
    """

    takes: Mapping[str, Take]
    jobs_by_scene: Mapping[str, tuple[str, ...]]
    charges: Mapping[str, Charge]
    makings: Mapping[str, Take] = field(default_factory=lambda: MappingProxyType({}))

    def job(self, job: str) -> Take | None:
        """The take or the making with this id."""
        return self.takes.get(job) or self.makings.get(job)


NO_FACTS = LedgerState(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))
_CHARGE_RANK = {kind.value: rank for rank, kind in enumerate(ChargeKind)}
_ATTRIBUTES_OF_DATA: Mapping[str, tuple[str, ...]] = {
    FactKind.ACCEPTED: ("request_id", "addresses"),
    FactKind.SENDING: ("filled",),
    FactKind.FINISHED: ("answer",),
    FactKind.STORED: ("video", "has_sound"),
}


def fold(state: LedgerState, facts: Iterable[Fact]) -> LedgerState:
    """``state`` after ``facts``. Lenient, since they did happen: unknown kinds and jobs are passed over."""
    changes: dict[str, dict[str, Any]] = {}
    charges: dict[str, Charge] = {}
    for fact in facts:
        job = fact.job
        changed = changes.get(job)
        if changed is None:
            known = state.job(job)
            changed = changes[job] = {} if known is None else _begun(known)
        if fact.kind == FactKind.CHARGE:
            _add_charge(changed, charges, state.charges.get(job), fact)
        else:
            _change(changed, fact)
    return _with_changes(state, changes, charges)


def checked(state: LedgerState, fact: Fact) -> LedgerState:
    """``state`` after one fact that is about to be written.

    Raises:
        IllegalStep: the fact cannot follow the state of its job, or lacks a part of its data.
    """
    missing = DATA_KEYS.get(fact.kind, frozenset()) - fact.data.keys()
    if missing:
        raise IllegalStep(f"A fact {fact.kind!s} lacks {', '.join(sorted(missing))}.")
    after = STATE_AFTER.get(fact.kind)
    take = state.job(fact.job)
    before = None if take is None else take.state
    if after is None and fact.kind != FactKind.CHARGE:
        raise IllegalStep(f"There is no fact of the kind {fact.kind!s}.")
    if after is not None and not can_step(before, after):
        raise IllegalStep(f"Job {fact.job} cannot go from {before} to {after}.")
    return fold(state, (fact,))


def takes(facts: Iterable[Fact]) -> tuple[Take, ...]:
    """All takes in the order in which they were planned."""
    return tuple(fold(NO_FACTS, facts).takes.values())


def takes_of_scene(state: LedgerState, scene_id: str) -> tuple[Take, ...]:
    """The takes of one scene, oldest first."""
    return tuple(state.takes[job] for job in state.jobs_by_scene.get(scene_id, ()))


def next_take_number(state: LedgerState, scene_id: str) -> int:
    """One more than the highest number that the scene ever used."""
    return 1 + max((take.number for take in takes_of_scene(state, scene_id)), default=0)


def open_jobs(state: LedgerState) -> tuple[Take, ...]:
    """The takes to which something may still happen, oldest first."""
    return tuple(take for take in state.takes.values() if take.state not in FINAL_STATES)


def open_makings(state: LedgerState) -> tuple[Take, ...]:
    """The voices and elements to which something may still happen, oldest first."""
    return tuple(making for making in state.makings.values() if making.is_open)


def making_of(state: LedgerState, provider: str, what: str, fingerprint: str) -> Take | None:
    """The newest voice or element that was made at a provider from the same, or is on its way."""
    return next(
        (
            making
            for making in reversed(tuple(state.makings.values()))
            if making.what == what
            and making.fingerprint == fingerprint
            and making.model.partition(":")[0] == provider
            and (making.made is not None or making.is_open)
        ),
        None,
    )


def charges(state: LedgerState) -> tuple[Charge, ...]:
    """The best charge of each job that costs something or may; first of takes, then of jobs without a take.

    A job that was sent and has no charge yet counts its quote as an estimate. One that was never sent, or
    failed or was cancelled without a charge, costs nothing and is left out.
    """
    jobs = (*state.takes.values(), *state.makings.values())
    of_jobs = (_charge_of(state, job) for job in jobs)
    strays = (charge for job, charge in state.charges.items() if state.job(job) is None)
    return (*(charge for charge in of_jobs if charge is not None), *strays)


def spent(
    state: LedgerState, *, scene_ids: Container[str] | None = None, since: str = "", before: str | None = None
) -> Spent:
    """What was spent in all, on some scenes, or in a time: ``since`` <= charge < ``before``, as in facts."""
    known = Decimal(0)
    unknown: list[str] = []
    for charge in charges(state):
        take = state.job(charge.job)
        if scene_ids is not None and (take is None or take.scene_id not in scene_ids):
            continue
        if charge.at < since or (before is not None and charge.at >= before):
            continue
        if charge.amount is None:
            unknown.append(charge.job)
        else:
            known += charge.amount
    return Spent(known, tuple(unknown))


def _charge_of(state: LedgerState, take: Take) -> Charge | None:
    charge = state.charges.get(take.job)
    if charge is not None:
        return charge
    if take.state in _COSTS_NOTHING_YET:
        return None
    return Charge(take.job, take.planned_at, ChargeKind.ESTIMATE, take.quoted)


_COSTS_NOTHING_YET = frozenset({JobState.PLANNED, JobState.UPLOADING, JobState.FAILED, JobState.CANCELLED})


def _begun(known: Take) -> dict[str, Any]:
    """What later facts build on."""
    return {"state": known.state, "unknown_fields": known.unknown_fields}


def _change(changed: dict[str, Any], fact: Fact) -> None:
    before = changed.get("state")
    after = STATE_AFTER.get(fact.kind)
    if after is None or before in FINAL_STATES:
        return
    if fact.kind == FactKind.PLANNED:
        if before is None:
            changed.update(_planned(fact))
        return
    if before is None:
        return
    changed["state"] = after
    changed["changed_at"] = fact.at
    for name in _ATTRIBUTES_OF_DATA.get(fact.kind, ()):
        if name in fact.data:
            changed[name] = fact.data[name]
    if after is JobState.SENDING:
        changed["sent_at"] = fact.at
        changed["price"] = _amount(fact.data.get("price"))
    if fact.kind == FactKind.MADE:
        changed["made"] = str(fact.data.get("id"))
    _note_complaints(changed, fact)
    words = (fact.data.get("what_happened"), fact.data.get("what_to_do"))
    changed["error"] = " ".join(str(word) for word in words if word)


def _note_complaints(changed: dict[str, Any], fact: Fact) -> None:
    """What a provider did not take, and what of its answers nobody knew."""
    if fact.kind == FactKind.FAILED:
        changed["refused_field"] = str(fact.data.get("field") or "")
        changed["refused_shot"] = shot if isinstance(shot := fact.data.get("shot"), int) else None
    if unknown := _texts(fact.data.get("unknown_fields")):
        changed["unknown_fields"] = tuple(dict.fromkeys((*changed.get("unknown_fields", ()), *unknown)))


def _planned(fact: Fact) -> dict[str, Any]:
    data: Mapping[str, Any] = fact.data
    return {
        "job": fact.job,
        "scene_id": data.get("scene_id", ""),
        "scene_number": data.get("scene", 0),
        "scene_title": data.get("title", ""),
        "number": data.get("take", 0),
        "model": data.get("model", ""),
        "mode": data.get("mode", ""),
        "endpoint": data.get("endpoint", ""),
        "seconds": data.get("seconds", 0),
        "quoted": _amount(data.get("quoted")),
        "price_list": data.get("price_list"),
        "fingerprint": data.get("fingerprint", ""),
        "sent": data.get("sent", {}),
        "planned_at": fact.at,
        "what": data.get("what", FILM),
        "once": data.get("once", {}),
        "sound_on": data.get("sound_on") is True,
        "state": JobState.PLANNED,
        "changed_at": fact.at,
    }


def _add_charge(
    changed: dict[str, Any], charges: dict[str, Charge], earlier: Charge | None, fact: Fact
) -> None:
    kind = str(fact.data.get("kind"))
    if kind not in _CHARGE_RANK:
        return
    best = charges.get(fact.job, earlier)
    if best is not None and _CHARGE_RANK[kind] < _CHARGE_RANK[best.kind]:
        return
    amount = _amount(fact.data.get("amount"))
    currency = str(fact.data.get("currency", "USD"))
    charges[fact.job] = Charge(fact.job, fact.at, ChargeKind(kind), amount, currency)
    changed["charged"] = amount
    changed["charge_kind"] = ChargeKind(kind)


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, tuple) else ()


def _amount(value: Json) -> Decimal | None:
    if not isinstance(value, str):
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _with_changes(
    state: LedgerState, changes: Mapping[str, dict[str, Any]], new_charges: Mapping[str, Charge]
) -> LedgerState:
    all_takes, makings = dict(state.takes), dict(state.makings)
    by_scene: dict[str, tuple[str, ...]] = {}
    for job, changed in changes.items():
        known = state.job(job)
        if known is None and "job" not in changed:
            continue
        take = Take(**changed) if known is None else replace(known, **changed)
        if take.what != FILM:
            makings[job] = take
            continue
        all_takes[job] = take
        if known is None:
            jobs = by_scene.get(take.scene_id, state.jobs_by_scene.get(take.scene_id, ()))
            by_scene[take.scene_id] = (*jobs, job)
    return LedgerState(
        takes=MappingProxyType(all_takes),
        jobs_by_scene=MappingProxyType({**state.jobs_by_scene, **by_scene})
        if by_scene
        else state.jobs_by_scene,
        charges=MappingProxyType({**state.charges, **new_charges}) if new_charges else state.charges,
        makings=MappingProxyType(makings),
    )
