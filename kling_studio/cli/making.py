"""The commands that make things: new, demo, render, resume, export, key."""

import asyncio
import getpass
import sys
from argparse import Namespace
from collections.abc import Coroutine
from typing import Any

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.exporting import export_project
from kling_studio.app.opening import (
    create_project,
    create_sample,
    empty_project,
    open_project,
    project_from_file,
    renderers,
)
from kling_studio.app.session import Session
from kling_studio.cli.choosing import chosen_scenes, measured, quotes_of
from kling_studio.cli.output import say
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.checks import Severity, check_scene
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import open_jobs
from kling_studio.core.pricing import Quote, shown
from kling_studio.core.project import DEFAULT_MODEL, Scene
from kling_studio.render.budget import OverBudget, check_cap
from kling_studio.render.queue import News, RenderQueue
from kling_studio.storage import keychain
from kling_studio.storage.folder import PROJECT_FILE, project_root

Priced = tuple[int, Scene, Quote]


def new(arguments: Namespace) -> int:
    """An empty project, or one made from a file."""
    catalog = load_catalog()
    if arguments.source is None:
        title = project_root(arguments.project).name
        create_project(arguments.project, empty_project(title, DEFAULT_MODEL), catalog)
        return 0
    project, messages = project_from_file(arguments.source, catalog)
    create_project(arguments.project, project, catalog, media_from=arguments.source.resolve().parent)
    for message in messages:
        say(message)
    return 0


def demo(arguments: Namespace) -> int:
    """The sample project, made if it is not there yet, and rendered with the animatic."""
    there = (project_root(arguments.folder) / PROJECT_FILE).exists()
    opened = open_project(arguments.folder) if there else create_sample(arguments.folder)
    session = measured(opened.session)
    scenes = chosen_scenes(session, [])
    return _run(_render(session, list(quotes_of(session, scenes, ANIMATIC))))


def render(arguments: Namespace) -> int:
    """Renders what was asked, after checks, price and caps; prints the films."""
    session = measured(open_project(arguments.project).session)
    if session.read_only_reason:
        raise KnownError(session.read_only_reason)
    scenes = chosen_scenes(session, arguments.scene)
    if _errors(session, scenes, arguments.model):
        return 1
    priced = list(quotes_of(session, scenes, arguments.model))
    check_cap((quote for _, _, quote in priced), arguments.max_cost)
    _check_agreed(priced, agreed=arguments.yes)
    return _run(_render(session, priced))


def resume(arguments: Namespace) -> int:
    """Takes up what was left unfinished."""
    session = open_project(arguments.project).session
    if session.read_only_reason:
        raise KnownError(session.read_only_reason)
    return _run(_resume(session))


def export(arguments: Namespace) -> int:
    """Writes the project for others."""
    session = measured(open_project(arguments.project).session)
    export_project(session, arguments.to, arguments.episode, _show_frames)
    print(arguments.to)
    return 0


def key(arguments: Namespace) -> int:
    """Keys in the keychain. The key itself never stands on a command line, which other programs can read."""
    provider = arguments.provider
    if arguments.action == "set":
        text = getpass.getpass(f"Key for {provider}: ") if sys.stdin.isatty() else sys.stdin.readline()
        keychain.set_key(provider, text.strip())
        say(f"The key for {provider} is in the keychain.")
    elif arguments.action == "clear":
        keychain.clear_key(provider)
        say(f"The keychain has no key for {provider} any more.")
    else:
        found = keychain.key_of(provider)
        ending = keychain.hint(found.secret) if found else ""
        print(f"{provider}: from {found.origin}, ends in {ending}" if found else f"{provider}: no key is set")
    return 0


def _errors(session: Session, scenes: list[tuple[int, Scene]], model_id: str | None) -> bool:
    """Whether a finding keeps the scenes from being rendered; each is said."""
    failed = False
    for number, scene in scenes:
        for finding in check_scene(
            session.project, scene, session.catalog, session.media, model_id, session.undrawable
        ):
            if finding.severity is Severity.ERROR:
                failed = True
                place = f"scene {number}" + (f", shot {finding.shot}" if finding.shot else "")
                say(f"{place}: {finding.message} ({finding.rule})")
    return failed


def _check_agreed(priced: list[Priced], *, agreed: bool) -> None:
    costs = [entry for entry in priced if entry[2].total != 0]
    if not costs or agreed:
        return
    for number, scene, quote in costs:
        say(f"scene {number}  {scene.title}  {quote.model}  {shown(quote.total)}")
    raise OverBudget("These renders cost money.", "Say --yes to agree to the price.")


async def _render(session: Session, priced: list[Priced]) -> int:
    queue = _queue(session)
    jobs = [
        await queue.plan(session.project, scene, session.catalog.models[quote.model], quote)
        for _, scene, quote in priced
    ]
    scenes = (scene for _, scene, _ in priced)
    await asyncio.gather(
        *(queue.start(job, session.project, scene) for job, scene in zip(jobs, scenes, strict=True))
    )
    return _tell_results(session, jobs)


async def _resume(session: Session) -> int:
    queue = _queue(session)
    takes = open_jobs(session.ledger)
    await asyncio.gather(*(queue.resume(take, session.project) for take in takes))
    return _tell_results(session, [take.job for take in takes])


def _queue(session: Session) -> RenderQueue:
    return RenderQueue(session.folder, session.catalog, session.journal, renderers(), _show_news)


def _tell_results(session: Session, jobs: list[str]) -> int:
    """Print the film of each job; say what failed. The exit code of the run."""
    code = 0
    for take in (session.ledger.takes[job] for job in jobs):
        if take.state is JobState.DONE and take.video:
            print(session.folder.root / take.video)
        elif take.state is JobState.UNCLEAR:
            code = 4
            say(f"Scene {take.scene_number}, take {take.number}: nobody knows whether it was accepted.")
        else:
            code = code or 1
            say(f"Scene {take.scene_number}, take {take.number}: {take.error or take.state}")
    return code


def _run(work: Coroutine[Any, Any, int]) -> int:
    return asyncio.run(work)


def _show_news(news: News) -> None:
    _show_frames(news.progress.done, news.progress.total)


def _show_frames(done: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} frames", end=end, file=sys.stderr, flush=True)
