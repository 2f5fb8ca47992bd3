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
from kling_studio.cli.choosing import (
    check_model,
    chosen_scenes,
    findings,
    measured,
    quotes_of,
    to_read,
    to_write,
)
from kling_studio.cli.exit_codes import FAILED, NEEDS_A_PERSON
from kling_studio.cli.output import finding_text, say
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.checks import Severity
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import open_jobs
from kling_studio.core.pricing import Quote, shown
from kling_studio.core.project import DEFAULT_MODEL, Scene
from kling_studio.render.budget import OverBudget, check_cap
from kling_studio.render.queue import News, RenderQueue
from kling_studio.storage import keychain
from kling_studio.storage.folder import PROJECT_FILE, project_root
from kling_studio.storage.places import config_folder

Priced = tuple[int, Scene, Quote]


def new(arguments: Namespace) -> int:
    """An empty project, or one made from a file."""
    catalog = load_catalog(config_folder())
    messages: tuple[str, ...] = ()
    media_from = None
    if arguments.source is None:
        project = empty_project(project_root(arguments.project).name, DEFAULT_MODEL)
    else:
        project, messages = project_from_file(arguments.source, catalog)
        media_from = arguments.source.resolve().parent
    create_project(arguments.project, project, catalog, media_from=media_from).session.folder.close()
    for message in messages:
        say(message)
    return 0


def demo(arguments: Namespace) -> int:
    """The sample project, made if it is not there yet, and rendered with the animatic."""
    there = (project_root(arguments.folder) / PROJECT_FILE).exists()
    with to_write(open_project(arguments.folder) if there else create_sample(arguments.folder)) as session:
        scenes = chosen_scenes(measured(session), [])
        return _rendered(session, list(quotes_of(session, scenes, ANIMATIC)))


def render(arguments: Namespace) -> int:
    """Renders what was asked, after checks, price and caps; prints the films."""
    with to_write(open_project(arguments.project)) as session:
        if arguments.model is not None:
            check_model(session, arguments.model)
        scenes = chosen_scenes(session, arguments.scene)
        if _errors(measured(session), scenes, arguments.model):
            return FAILED
        priced = list(quotes_of(session, scenes, arguments.model))
        check_cap((quote for _, _, quote in priced), arguments.max_cost)
        _check_agreed(priced, agreed=arguments.yes)
        return _rendered(session, priced)


def resume(arguments: Namespace) -> int:
    """Takes up what was left unfinished."""
    with to_write(open_project(arguments.project)) as session:
        return _run(_resume(session))


def export(arguments: Namespace) -> int:
    """Writes the project for others."""
    with to_read(arguments.project) as session:
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
    errors = [
        (number, finding)
        for number, finding in findings(session, scenes, model_id)
        if finding.severity is Severity.ERROR
    ]
    for number, finding in errors:
        say(finding_text(number, finding))
    return bool(errors)


def _check_agreed(priced: list[Priced], *, agreed: bool) -> None:
    costs = [entry for entry in priced if entry[2].total != 0]
    if not costs or agreed:
        return
    for number, scene, quote in costs:
        say(f"scene {number}  {scene.title}  {quote.model}  {shown(quote.total)}")
    raise OverBudget("These renders cost money.", "Say --yes to agree to the price.")


def _rendered(session: Session, priced: list[Priced]) -> int:
    queue = _queue(session)
    for _, _, quote in priced:
        queue.check_renderer(session.catalog.models[quote.model])
    return _run(_render(session, queue, priced))


async def _render(session: Session, queue: RenderQueue, priced: list[Priced]) -> int:
    project, models = session.project, session.catalog.models
    jobs = [await queue.plan(project, scene, models[quote.model], quote) for _, scene, quote in priced]
    await asyncio.gather(
        *(queue.start(job, project, scene) for job, (_, scene, _) in zip(jobs, priced, strict=True))
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
            code = NEEDS_A_PERSON
            say(f"Scene {take.scene_number}, take {take.number}: nobody knows whether it was accepted.")
        else:
            code = code or FAILED
            say(f"Scene {take.scene_number}, take {take.number}: {take.error or take.state}")
    return code


def _run(work: Coroutine[Any, Any, int]) -> int:
    """The exit code of renders; what the disk refuses meanwhile makes them fail."""
    try:
        return asyncio.run(work)
    except KnownError as error:
        say(str(error))
        return FAILED


def _show_news(news: News) -> None:
    _show_frames(news.progress.done, news.progress.total)


def _show_frames(done: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} frames", end=end, file=sys.stderr, flush=True)
