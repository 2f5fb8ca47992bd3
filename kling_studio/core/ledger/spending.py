"""Money: what each job costs by the best word on it, and what was spent in all, on some scenes or in a time."""

from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal

from kling_studio.core.facts import ChargeKind
from kling_studio.core.job import JobState
from kling_studio.core.ledger.values import Charge, LedgerState, Take

_COSTS_NOTHING_YET = frozenset({JobState.PLANNED, JobState.UPLOADING, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Spent:
    """A sum of charges: what is known, and the jobs of which nobody knows the price."""

    known: Decimal = Decimal(0)
    unknown_jobs: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The whole sum; None where a part of it is unknown."""
        return None if self.unknown_jobs else self.known


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
