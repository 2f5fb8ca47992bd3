"""The commands that render: render, demo, resume."""

import asyncio
from argparse import Namespace
from datetime import datetime

from kling_studio.app.opening import create_sample, open_project
from kling_studio.app.preparing import caps_of, identical_there, known_project
from kling_studio.app.session import Session
from kling_studio.cli.choosing import check_model, chosen_scenes, findings, measured, quotes_of, to_write
from kling_studio.cli.driving import keep_ids, open_queue, run, tell_results
from kling_studio.cli.exit_codes import FAILED
from kling_studio.cli.output import finding_text, say
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.checks import Severity
from kling_studio.core.errors import BadInput
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take, open_jobs, open_makings
from kling_studio.core.pricing import Quote, shown
from kling_studio.core.project import Project, Scene
from kling_studio.render.budget import OverBudget, check_cap, check_caps
from kling_studio.render.queue import RenderQueue
from kling_studio.storage import settings
from kling_studio.storage.folder import PROJECT_FILE, project_root

Priced = tuple[int, Scene, Quote]


def demo(arguments: Namespace) -> int:
    """The sample project, made if it is not there yet, and rendered with the animatic."""
    there = (project_root(arguments.folder) / PROJECT_FILE).exists()
    with to_write(open_project(arguments.folder) if there else create_sample(arguments.folder)) as session:
        scenes = chosen_scenes(measured(session), [])
        return run(
            _render(session, open_queue(session), session.project, list(quotes_of(session, scenes, ANIMATIC)))
        )


def render(arguments: Namespace) -> int:
    """Renders what was asked, after checks, price and caps; prints the films."""
    with to_write(open_project(arguments.project)) as session:
        if arguments.model is not None:
            check_model(session, arguments.model)
        scenes = chosen_scenes(session, arguments.scene)
        if _errors(measured(session), scenes, arguments.model):
            return FAILED
        queue = open_queue(session)
        project = asyncio.run(known_project(session, [scene for _, scene in scenes]))
        scenes = [(number, project.find_scene(scene.id) or scene) for number, scene in scenes]
        priced = list(quotes_of(session, scenes, arguments.model, project))
        if not arguments.again:
            priced = [entry for entry in priced if not _is_there(session, queue, project, entry)]
        check_cap((quote for _, _, quote in priced), arguments.max_cost)
        check_caps(
            [(scene, quote) for _, scene, quote in priced],
            caps_of(settings.load(), datetime.now().astimezone()),
            session.ledger,
            project,
        )
        _check_agreed(priced, agreed=arguments.yes)
        for _, _, quote in priced:
            queue.check_renderer(session.catalog.models[quote.model])
        return run(_render(session, queue, project, priced))


def resume(arguments: Namespace) -> int:
    """Takes up what was left unfinished."""
    with to_write(open_project(arguments.project)) as session:
        return run(_resume(session, arguments))


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


def _is_there(session: Session, queue: RenderQueue, project: Project, entry: Priced) -> bool:
    """Whether a paid render would bring what is there already; then it is offered for nothing."""
    number, scene, quote = entry
    take = identical_there(session, queue, project, scene, session.catalog.models[quote.model])
    if take is None:
        return False
    say(f"Scene {number}: identical to take {take.number}: $0. To render it anew: --again")
    print(session.folder.root / str(take.video))
    return True


def _check_agreed(priced: list[Priced], *, agreed: bool) -> None:
    costs = [entry for entry in priced if entry[2].total != 0]
    if not costs or agreed:
        return
    for number, scene, quote in costs:
        say(f"scene {number}  {scene.title}  {quote.model}  {shown(quote.total)}")
        for entry in quote.once:
            say(f"    of this, once, the {entry.what} of {entry.name}: {shown(entry.amount)}")
    raise OverBudget("These renders cost money.", "Say --yes to agree to the price.")


async def _render(session: Session, queue: RenderQueue, project: Project, priced: list[Priced]) -> int:
    models = session.catalog.models
    jobs = [
        await queue.plan(project, scene, models[quote.model], quote, session.media)
        for _, scene, quote in priced
    ]
    await asyncio.gather(
        *(queue.start(job, project, scene) for job, (_, scene, _) in zip(jobs, priced, strict=True))
    )
    await keep_ids(session)
    return tell_results(session, queue, jobs)


async def _resume(session: Session, arguments: Namespace) -> int:
    queue = open_queue(session)
    if arguments.request_id is not None:
        await queue.settle(_the_unclear_one(session, arguments.scene).job, arguments.request_id)
    open_ones = (*open_makings(session.ledger), *open_jobs(session.ledger))
    await asyncio.gather(*(queue.resume(take, session.project) for take in open_ones))
    await keep_ids(session)
    return tell_results(session, queue, [take.job for take in open_ones])


def _the_unclear_one(session: Session, number: int | None) -> Take:
    unclear = [take for take in open_jobs(session.ledger) if take.state is JobState.UNCLEAR]
    if number is not None:
        [(_, scene)] = chosen_scenes(session, [number])
        unclear = [take for take in unclear if take.scene_id == scene.id]
    if len(unclear) != 1:
        raise BadInput(f"--request-id is for one unclear render; there are {len(unclear)}. Say --scene N.")
    return unclear[0]
