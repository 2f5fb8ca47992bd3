"""Facts as the program writes them, for tests that need a ledger with a past."""

from collections.abc import Sequence

from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.facts import Fact, FactKind, Json

AT = "2026-11-21T09:30:00.000000Z"


def planned(
    job: str,
    scene_id: str,
    *,
    number: int = 1,
    take: int = 1,
    title: str = "Warehouse",
    model: str = "fal:o3-pro",
    quoted: str | None = "0.84",
    what: str = "film",
    at: str = AT,
    sound_on: bool = False,
) -> Fact:
    """The first fact of a job."""
    data: dict[str, Json] = {
        "what": what,
        "scene_id": scene_id,
        "scene": number,
        "title": title,
        "take": take if what == "film" else 0,
        "model": model,
        "mode": "reference",
        "endpoint": "" if model == ANIMATIC else "fal-ai/kling-video/o3/pro/reference-to-video",
        "seconds": 6,
        "quoted": quoted,
        "price_list": "fal-2026-09",
        "fingerprint": f"of {job}",
        "sound_on": sound_on,
        "sent": {},
    }
    return Fact(at, FactKind.PLANNED, job, data)


def sent(job: str, scene_id: str, *, at: str = AT, **about: object) -> Sequence[Fact]:
    """A job that its provider accepted."""
    accepted: dict[str, Json] = {"request_id": f"request of {job}", "addresses": {}}
    return (
        planned(job, scene_id, at=at, **about),  # type: ignore[arg-type]
        Fact(at, FactKind.SENDING, job),
        Fact(at, FactKind.ACCEPTED, job, accepted),
    )


def charge(job: str, kind: str, amount: str | None, *, currency: str = "USD", at: str = AT) -> Fact:
    """What a job costs."""
    return Fact(at, FactKind.CHARGE, job, {"kind": kind, "amount": amount, "currency": currency})
