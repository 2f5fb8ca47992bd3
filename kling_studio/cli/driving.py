"""What all commands share that drive jobs: the queue, its news, and how a job that ended is told."""

import asyncio
import sys
from collections.abc import Coroutine, Sequence
from typing import Any

from kling_studio.app.preparing import known_project
from kling_studio.app.renderers import renderers
from kling_studio.app.session import Session
from kling_studio.cli.exit_codes import DONE, FAILED, NEEDS_A_PERSON, REFUSED
from kling_studio.cli.output import say
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take, open_makings
from kling_studio.core.project import Scene
from kling_studio.core.remarks import remarks
from kling_studio.providers.clock import FOR_COMMANDS, Patience
from kling_studio.providers.renderer import PriceRose
from kling_studio.render.budget import OverBudget
from kling_studio.render.driving import News
from kling_studio.render.queue import RenderQueue
from kling_studio.storage import settings

patience: Patience = FOR_COMMANDS
"""How long the commands wait; tests let time pass faster."""


async def keep_ids(session: Session, scenes: Sequence[Scene] | None = None) -> None:
    """Write what was made of members into the project, where it is seen and exported."""
    if not session.ledger.makings:
        return
    wanted = list(session.project.scenes()) if scenes is None else scenes
    project = await known_project(session, wanted)
    if project is not session.project:
        session.folder.save(project)


def open_queue(session: Session) -> RenderQueue:
    chosen = settings.load()
    return RenderQueue(
        session.folder,
        session.catalog,
        session.journal,
        renderers(patience, chosen),
        _Teller(session),
        chosen.renders_at_once,
    )


def tell_results(session: Session, queue: RenderQueue, jobs: list[str]) -> int:
    """Print the film of each job; say what failed, also of what had to be made before. The exit code of the run."""
    jobs = [*(making.job for making in open_makings(session.ledger) if making.job not in jobs), *jobs]
    codes = [tell(session, queue, take) for job in jobs if (take := session.ledger.job(job)) is not None]
    return max(codes, default=DONE)


def tell(session: Session, queue: RenderQueue, take: Take) -> int:
    name = (
        f"Scene {take.scene_number}, take {take.number}"
        if take.number
        else f"{take.what} of {take.scene_title}"
    )
    if take.state is JobState.DONE:
        print(session.folder.root / take.video if take.video else f"{take.what} {take.made}")
        for remark in remarks(take):
            say(f"{name}: {remark}")
        return DONE
    error = queue.errors.get(take.job)
    words = str(error or take.error or take.state)
    if take.state in {JobState.UNCLEAR, JobState.SENDING}:
        doubt = "" if "obody knows" in words else "nobody knows whether it was accepted. "
        say(f"{name}: {doubt}{words}")
        if take.number:
            again = f"cancel --scene {take.scene_number} --not-accepted"
            adopt = f"resume --scene {take.scene_number} --request-id ID"
            say(f"If the provider's page shows it: {adopt}. If it surely does not: {again}.")
        return NEEDS_A_PERSON
    say(f"{name}: {words}")
    return REFUSED if isinstance(error, PriceRose) else FAILED


def run(work: Coroutine[Any, Any, int]) -> int:
    """The exit code of renders; what the disk refuses meanwhile makes them fail."""
    try:
        return asyncio.run(work)
    except (BadInput, OverBudget):
        raise
    except PriceRose as error:
        say(str(error))
        return REFUSED
    except KnownError as error:
        say(str(error))
        return FAILED


class _Teller:
    """Tells on standard error how far renders are: frames on a terminal, other lines when they change."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: dict[str, str] = {}

    def __call__(self, news: News) -> None:
        progress = news.progress
        if not progress.text:
            show_frames(progress.done, progress.total)
        elif self._told.get(news.job) != progress.text:
            self._told[news.job] = progress.text
            take = self._session.ledger.job(news.job)
            if take is not None and sys.stderr.isatty():
                say(f"{take.scene_title or take.scene_number}: {progress.text}")


def show_frames(done: int, total: int) -> None:
    """How many frames are done, on a terminal."""
    if sys.stderr.isatty() and total:
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} frames", end=end, file=sys.stderr, flush=True)
