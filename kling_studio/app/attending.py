"""What a person does about a job that does not go on by itself. Nothing here sends anything anew."""

import asyncio

from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take
from kling_studio.core.project import Scene
from kling_studio.render.orders import stand_in
from kling_studio.render.queue import RenderQueue


async def go_on(queue: RenderQueue, session: Session, job: str) -> None:
    """Drive a job that was held, such as for want of a key; one that runs goes on as it is. Ends with the job."""
    take = session.ledger.job(job)
    if take is not None and take.is_open:
        await queue.start(job, session.project, _scene(session, take))


async def look_again(queue: RenderQueue, session: Session, job: str) -> None:
    """Look for an unclear job at its provider now, and not when its turn comes. Ends with the job."""
    await _halt(queue, session, job)
    await go_on(queue, session, job)


async def settle(queue: RenderQueue, session: Session, job: str, request_id: str | None) -> None:
    """Take a person's word on an unclear job: its provider's id of it, or that it was not accepted (``None``).

    Ends with the job. Raises ``KnownError`` where the job was found meanwhile, or another has this id.
    """
    ledger = session.ledger
    others = (*ledger.takes.values(), *ledger.makings.values())
    if request_id is not None and any(one.request_id == request_id and one.job != job for one in others):
        raise KnownError("Another take has this request id already.", "Look for the id of this one.")
    await _halt(queue, session, job)
    take = session.ledger.job(job)
    if take is None or take.state is not JobState.UNCLEAR:
        await _run_on(queue, session, job)
        raise KnownError("Its provider has told meanwhile what became of it.", "Nothing was changed.")
    await queue.settle(job, request_id)
    await go_on(queue, session, job)


async def _run_on(queue: RenderQueue, session: Session, job: str) -> None:
    """Let a job go on without waiting for its end."""
    take = session.ledger.job(job)
    if take is not None and take.is_open:
        queue.start(job, session.project, _scene(session, take))


async def _halt(queue: RenderQueue, session: Session, job: str) -> None:
    """Stop looking for an unclear job, so that nobody writes of it meanwhile. The job itself stays as it is."""
    take = session.ledger.job(job)
    if take is None or take.state is not JobState.UNCLEAR:
        return
    task = queue.start(job, session.project, _scene(session, take))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _scene(session: Session, take: Take) -> Scene:
    return session.project.find_scene(take.scene_id) or stand_in(take)
