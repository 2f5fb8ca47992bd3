"""The commands that render: render, demo, resume, cancel, voice."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any

from kling_studio.app.measuring import with_digests
from kling_studio.app.opening import create_sample, open_project, renderers
from kling_studio.app.session import Session
from kling_studio.cli.choosing import check_model, chosen_scenes, findings, measured, quotes_of, to_write
from kling_studio.cli.exit_codes import DONE, FAILED, NEEDS_A_PERSON, REFUSED
from kling_studio.cli.output import finding_text, say
from kling_studio.core.adopting import adopted
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.checks import Severity
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.facts import Json
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take, open_jobs, open_makings, takes_of_scene
from kling_studio.core.pricing import Quote, shown
from kling_studio.core.project import Project, Scene
from kling_studio.providers.clock import FOR_COMMANDS, Patience
from kling_studio.providers.cloud.renderer import CloudRenderer
from kling_studio.providers.renderer import PriceRose
from kling_studio.render.budget import Caps, OverBudget, check_cap, check_caps
from kling_studio.render.identity import identical_take
from kling_studio.render.queue import News, RenderQueue
from kling_studio.storage import settings
from kling_studio.storage.folder import PROJECT_FILE, project_root
from kling_studio.storage.references import scene_references

_AT_THE_PROVIDER = frozenset({JobState.QUEUED, JobState.RENDERING, JobState.CANCELLING})
Priced = tuple[int, Scene, Quote]
patience: Patience = FOR_COMMANDS
"""How long the commands wait; tests let time pass faster."""


def demo(arguments: Namespace) -> int:
    """The sample project, made if it is not there yet, and rendered with the animatic."""
    there = (project_root(arguments.folder) / PROJECT_FILE).exists()
    with to_write(open_project(arguments.folder) if there else create_sample(arguments.folder)) as session:
        scenes = chosen_scenes(measured(session), [])
        return _run(
            _render(session, _queue(session), session.project, list(quotes_of(session, scenes, ANIMATIC)))
        )


def render(arguments: Namespace) -> int:
    """Renders what was asked, after checks, price and caps; prints the films."""
    with to_write(open_project(arguments.project)) as session:
        if arguments.model is not None:
            check_model(session, arguments.model)
        scenes = chosen_scenes(session, arguments.scene)
        if _errors(measured(session), scenes, arguments.model):
            return FAILED
        queue = _queue(session)
        project = known_project(session, [scene for _, scene in scenes])
        scenes = [(number, project.find_scene(scene.id) or scene) for number, scene in scenes]
        priced = list(quotes_of(session, scenes, arguments.model, project))
        if not arguments.again:
            priced = [entry for entry in priced if not _is_there(session, queue, project, entry)]
        check_cap((quote for _, _, quote in priced), arguments.max_cost)
        check_caps([(scene, quote) for _, scene, quote in priced], _caps(), session.ledger, project)
        _check_agreed(priced, agreed=arguments.yes)
        for _, _, quote in priced:
            queue.check_renderer(session.catalog.models[quote.model])
        return _run(_render(session, queue, project, priced))


def resume(arguments: Namespace) -> int:
    """Takes up what was left unfinished."""
    with to_write(open_project(arguments.project)) as session:
        return _run(_resume(session, arguments))


def cancel(arguments: Namespace) -> int:
    """Cancels the open renders of a scene, and says what is paid."""
    opened = open_project(arguments.project)
    if opened.session.read_only_reason is not None:
        with opened.session.folder:
            return _run(_ask_beside(opened.session, arguments.scene, opened.session.read_only_reason))
    with to_write(opened) as session:
        takes = _open_takes(session, arguments.scene)
        if not takes:
            say(f"Scene {arguments.scene} has no open render. Nothing was cancelled.")
            return DONE
        return _run(_cancel(session, takes, not_accepted=arguments.not_accepted))


def voice(arguments: Namespace) -> int:
    """Makes a member's voice at a provider, once, and prints its id."""
    with to_write(open_project(arguments.project)) as session:
        return _run(_voice(session, arguments))


def known_project(session: Session, scenes: Sequence[Scene]) -> Project:
    """The project with the ids that were made of its members, once the files of the scenes are read."""
    for scene in scenes:
        names = scene_references(session.project, scene)
        session.add_measured(with_digests(session.media, names, session.path_of))
    return adopted(session.project, session.ledger, session.media)


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
    _, scene, quote = entry
    if quote.total == 0:
        return False
    model = session.catalog.models[quote.model]
    wanted = queue.fingerprint_of(project, scene, model, session.media)
    take = None if wanted is None else identical_take(session.ledger, scene.id, wanted)
    film = None if take is None or take.video is None else session.path_of(take.video)
    if take is None or film is None or not film.exists():
        return False
    say(f"Scene {entry[0]}: identical to take {take.number}: $0. To render it anew: --again")
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


def _caps() -> Caps:
    chosen = settings.load()
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return Caps(
        chosen.cap_per_render,
        chosen.cap_per_day,
        chosen.cap_per_episode,
        chosen.cap_per_project,
        midnight.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
    )


async def _render(session: Session, queue: RenderQueue, project: Project, priced: list[Priced]) -> int:
    models = session.catalog.models
    jobs = [
        await queue.plan(project, scene, models[quote.model], quote, session.media)
        for _, scene, quote in priced
    ]
    await asyncio.gather(
        *(queue.start(job, project, scene) for job, (_, scene, _) in zip(jobs, priced, strict=True))
    )
    _keep_ids(session)
    return _tell_results(session, queue, jobs)


async def _resume(session: Session, arguments: Namespace) -> int:
    queue = _queue(session)
    if arguments.request_id is not None:
        await queue.settle(_the_unclear_one(session, arguments.scene).job, arguments.request_id)
    open_ones = (*open_makings(session.ledger), *open_jobs(session.ledger))
    await asyncio.gather(*(queue.resume(take, session.project) for take in open_ones))
    _keep_ids(session)
    return _tell_results(session, queue, [take.job for take in open_ones])


def _open_takes(session: Session, number: int) -> list[Take]:
    [(_, scene)] = chosen_scenes(session, [number])
    return [take for take in takes_of_scene(session.ledger, scene.id) if take.is_open]


async def _ask_beside(session: Session, number: int, reason: str) -> int:
    """Ask the provider to cancel what another program renders; that one writes down what comes of it."""
    known = renderers(patience)
    asked = [take for take in _open_takes(session, number) if take.state in _AT_THE_PROVIDER]
    if not asked:
        raise BadInput(f"{session.folder.root}: {reason}")
    for take in asked:
        renderer = known[take.model.partition(":")[0]]
        if isinstance(renderer, CloudRenderer):
            say(f"Scene {take.scene_number}, take {take.number}: {await renderer.ask_to_cancel(take)}")
    return DONE


async def _cancel(session: Session, takes: list[Take], *, not_accepted: bool) -> int:
    queue = _queue(session)
    for take in takes:
        if not_accepted and take.state in {JobState.SENDING, JobState.UNCLEAR}:
            if take.state is JobState.SENDING:
                await queue.note_unclear(take.job)
            await queue.settle(take.job, None)
        else:
            queue.cancel(take.job)
            await queue.idle()
    code = DONE
    for take in takes:
        now = session.ledger.takes[take.job]
        code = max(code, _tell_cancelled(session, queue, now))
    return code


def _tell_cancelled(session: Session, queue: RenderQueue, take: Take) -> int:
    name = f"Scene {take.scene_number}, take {take.number}"
    if take.state is JobState.CANCELLED:
        say(f"{name}: cancelled. {take.error or 'Nothing was paid.'}")
        return DONE
    if take.state is JobState.DONE and take.video:
        say(f"{name}: it was too late to cancel. The film is kept; {shown(take.charged)} is paid.")
        print(session.folder.root / take.video)
        return DONE
    return _tell(session, queue, take)


async def _voice(session: Session, arguments: Namespace) -> int:
    project = session.project
    member = project.member(arguments.name)
    if member is None:
        known = ", ".join(member.name for member in project.cast) or "nobody"
        raise BadInput(f"{session.folder.root} has no member {arguments.name!r}; known are {known}.")
    alone = Scene("", cast=(member.name,))
    member = known_project(session, [alone]).member(member.name) or member
    voice = member.voice
    made = voice.id_at(arguments.provider) if voice else None
    if made is None:
        if voice is None or not voice.sample:
            raise BadInput(f"{member.name} has no voice sample: expected a sound of 5 to 30 s.")
        queue = _queue(session)
        try:
            made = await _make_voice(session, queue, arguments, member.name, voice.sample)
        except (BadInput, OverBudget):
            raise
        except KnownError as error:
            say(str(error))
            return max(_tell_results(session, queue, []), REFUSED if isinstance(error, PriceRose) else FAILED)
        _keep_ids(session, [alone])
    elif member is not session.project.member(member.name):
        _keep_ids(session, [alone])
    print(made)
    return DONE


async def _make_voice(
    session: Session, queue: RenderQueue, arguments: Namespace, name: str, sample: str
) -> str:
    from kling_studio.app.voices import voice_call

    provider = arguments.provider
    prices = session.catalog.price_list(provider, session.lists)
    price = prices.extras.get("create-voice") if prices else None
    before, uploads = voice_call(provider, name, sample, session.media)
    if price != 0 and not arguments.yes:
        say(f"The voice of {name} at {provider} costs {shown(price)}, once.")
        raise OverBudget("This costs money.", "Say --yes to agree to the price.")
    model = next(model for model in session.catalog.models.values() if model.provider == provider)
    queue.check_renderer(model)
    about: dict[str, Json] = {
        "quoted": None if price is None else str(price),
        "price_list": prices.name if prices else None,
        "uploads": uploads,
    }
    return await queue.make(model, before, about)


def _keep_ids(session: Session, scenes: Sequence[Scene] | None = None) -> None:
    """Write what was made of members into the project, where it is seen and exported."""
    if not session.ledger.makings:
        return
    wanted = list(session.project.scenes()) if scenes is None else scenes
    project = known_project(session, wanted)
    if project is not session.project:
        session.folder.save(project)


def _the_unclear_one(session: Session, number: int | None) -> Take:
    unclear = [take for take in open_jobs(session.ledger) if take.state is JobState.UNCLEAR]
    if number is not None:
        [(_, scene)] = chosen_scenes(session, [number])
        unclear = [take for take in unclear if take.scene_id == scene.id]
    if len(unclear) != 1:
        raise BadInput(f"--request-id is for one unclear render; there are {len(unclear)}. Say --scene N.")
    return unclear[0]


def _queue(session: Session) -> RenderQueue:
    chosen = settings.load()
    return RenderQueue(
        session.folder,
        session.catalog,
        session.journal,
        renderers(patience, chosen),
        _Teller(session),
        chosen.renders_at_once,
    )


def _tell_results(session: Session, queue: RenderQueue, jobs: list[str]) -> int:
    """Print the film of each job; say what failed, also of what had to be made before. The exit code of the run."""
    jobs = [*(making.job for making in open_makings(session.ledger) if making.job not in jobs), *jobs]
    codes = [_tell(session, queue, take) for job in jobs if (take := session.ledger.job(job)) is not None]
    return max(codes, default=DONE)


def _tell(session: Session, queue: RenderQueue, take: Take) -> int:
    name = (
        f"Scene {take.scene_number}, take {take.number}"
        if take.number
        else f"{take.what} of {take.scene_title}"
    )
    if take.state is JobState.DONE:
        print(session.folder.root / take.video if take.video else f"{take.what} {take.made}")
        return DONE
    error = queue.errors.get(take.job)
    words = str(error or take.error or take.state)
    if take.state in {JobState.UNCLEAR, JobState.SENDING}:
        doubt = "" if "obody knows" in words else "nobody knows whether it was accepted. "
        say(f"{name}: {doubt}{words}")
        return NEEDS_A_PERSON
    say(f"{name}: {words}")
    return REFUSED if isinstance(error, PriceRose) else FAILED


def _run(work: Coroutine[Any, Any, int]) -> int:
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
