"""An unclear request, looked for in the provider's own list. It is taken over or left to a person; never sent again."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

from kling_studio.providers.cloud.bodies import filled, ours
from kling_studio.providers.cloud.sending import accepted
from kling_studio.providers.cloud.service import Again, Handle, Listed, Missing
from kling_studio.providers.cloud.work import Stage, Work
from kling_studio.providers.network_errors import ForeignAddress, NoAnswer, NotSent
from kling_studio.providers.renderer import Held, Progress

_BEFORE, _AFTER = timedelta(minutes=2), timedelta(minutes=1)
_MOST_SKEW = timedelta(seconds=30)
_A_DAY = timedelta(days=1)


async def look_up(work: Work, adopting: asyncio.Lock) -> Stage:
    """Find what became of the request. Afterwards the work has a handle; else ``Held`` says what a person can do."""
    for pause_s in _pauses(work):
        yield Progress(0, 0, f"Looking for it in the list of {work.service.name}")
        await work.patience.clock.sleep(pause_s)
        # One after the other, so that no two jobs take over the same request.
        async with adopting:
            handle = await _found(work)
            if handle is not None:
                work.handle = handle
                work.is_unclear = False
                yield accepted(handle)
                return
    raise Held(
        f"Nobody knows whether {work.service.name} accepted it; its list does not tell. It was not sent again.",
        "Look for it again later, or at the provider's own page.",
    )


def _pauses(work: Work) -> Iterator[float]:
    yield from work.patience.look_ups_s
    while work.patience.look_up_for_ever_s is not None:
        yield work.patience.look_up_for_ever_s


async def _found(work: Work) -> Handle | None:
    body = filled(work.body, work.filled)
    uploaded = [str(value) for key, value in work.filled.items() if key.startswith("upload://")]
    try:
        listed, theirs = await _listed(work, timedelta())
        ahead = timedelta() if theirs is None else theirs - work.patience.clock.wall()
        if not listed and abs(ahead) > _MOST_SKEW:
            listed, _ = await _listed(work, ahead)
    except (Again, Missing, NotSent, NoAnswer, ForeignAddress):
        return None
    unknown = [entry for entry in listed if not work.order.is_known(entry.handle.request_id)]
    match = ours(unknown, body, uploaded)
    return None if match is None else match.handle


async def _listed(work: Work, ahead: timedelta) -> tuple[list[Listed], datetime | None]:
    """The provider's list since the submit, whose time is ours plus ``ahead``."""
    sent_at, now = datetime.fromisoformat(work.sent_at), work.patience.clock.wall()
    # A clock that was set back meanwhile: nobody knows how long ago it was.
    since = sent_at if sent_at <= now else now - _A_DAY
    return await work.service.look_up(
        work.connection, work.take.endpoint, since - _BEFORE + ahead, now + _AFTER + ahead
    )
