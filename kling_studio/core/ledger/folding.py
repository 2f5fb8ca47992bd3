"""Folding facts into a state: leniently what did happen, strictly what is about to be written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from kling_studio.core.facts import DATA_KEYS, STATE_AFTER, ChargeKind, Fact, FactKind, Json
from kling_studio.core.job import FINAL_STATES, JobState, can_step
from kling_studio.core.ledger.values import FILM, Charge, LedgerState, Take

_CHARGE_RANK = {kind.value: rank for rank, kind in enumerate(ChargeKind)}
_ATTRIBUTES_OF_DATA: Mapping[str, tuple[str, ...]] = {
    FactKind.ACCEPTED: ("request_id", "addresses"),
    FactKind.SENDING: ("filled",),
    FactKind.FINISHED: ("answer",),
    FactKind.STORED: ("video", "has_sound"),
}


class IllegalStep(Exception):
    """A fact that cannot follow what happened before it: a fault of the program, not of life."""


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
