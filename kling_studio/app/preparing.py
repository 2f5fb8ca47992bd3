"""Getting ready to render: files read, keys and caps looked up, all of it off the thread that draws."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from kling_studio.app.current import newest_paid
from kling_studio.app.ledger_table import start_of_day
from kling_studio.app.price_sheet import PriceSheet, SheetLine, Wanted, lists_of, sheet_line
from kling_studio.app.session import Session
from kling_studio.core.adopting import adopted
from kling_studio.core.catalog import ANIMATIC, Model
from kling_studio.core.errors import KnownError
from kling_studio.core.ledger import Take
from kling_studio.core.project import CastMember, Project, Scene
from kling_studio.core.stale import Standing
from kling_studio.providers.aside import aside
from kling_studio.render.budget import Caps
from kling_studio.render.identity import identical_take
from kling_studio.render.queue import RenderQueue
from kling_studio.storage import settings as settings_file
from kling_studio.storage.references import scene_references
from kling_studio.storage.settings import Settings


async def prepare(session: Session, queue: RenderQueue, wanted: Sequence[Wanted]) -> PriceSheet:
    """The price sheet of these renders, by the files, keys and caps as they are now.

    Scenes that the project no longer has are left out.
    """
    project = await known_project(session, [session.project.find_scene(one.scene_id) for one in wanted])
    media, ledger = session.media, session.ledger
    models = [
        session.catalog.models[one.model_id] for one in wanted if one.model_id in session.catalog.models
    ]
    providers = {model.provider: model for model in models}
    keyless = {
        provider: words
        for provider, model in providers.items()
        if (words := await aside(partial(_why_not, queue, model)))
    }
    caps = caps_of(await asyncio.to_thread(settings_file.load), datetime.now().astimezone())
    lines: list[SheetLine] = []
    for one in wanted:
        line = _line(session, queue, project, one)
        if line is not None:
            lines.append(line)
        await asyncio.sleep(0)  # a whole series must not hold up the window
    lists = lists_of(lines, session.catalog)
    return PriceSheet(project, ledger, media, tuple(lines), lists, caps, keyless)


async def stale(session: Session) -> list[Wanted]:
    """The scenes that are no longer what their newest paid take shows, each on its own model, with what changed."""
    found = []
    for scene in list(session.project.scenes()):
        take = newest_paid(session.ledger, scene.id)
        if take is None or scene.model == ANIMATIC:
            continue
        status = session.take_status(take)
        if status.standing is Standing.STALE:
            found.append(Wanted(scene.id, scene.model, status.sentence))
        await asyncio.sleep(0)
    return found


async def known_project(
    session: Session, scenes: Iterable[Scene | None], project: Project | None = None
) -> Project:
    """The project, or another, with the ids that were made of its members, once the files of the scenes are read."""
    names: dict[str, None] = {}
    for scene in scenes:
        if scene is not None:
            names.update(dict.fromkeys(scene_references(project or session.project, scene)))
    facts = await asyncio.to_thread(session.digests.facts, session.media, tuple(names), session.path_of)
    if any(session.media.get(name) != fact for name, fact in facts.items()):
        session.add_measured(facts)
    return adopted(project or session.project, session.ledger, session.media)


def adopting(session: Session) -> Callable[[Project], Project]:
    """What puts the ids that were made of members into any state of the project, by the files as they were read last.

    A cast that several states share is looked at once.
    """
    ledger, media = session.ledger, session.media
    known: dict[int, tuple[tuple[CastMember, ...], tuple[CastMember, ...]]] = {}

    def adopt(project: Project) -> Project:
        kept = known.get(id(project.cast))
        if kept is None:
            # The cast is held too, so that its number means no other meanwhile.
            kept = known[id(project.cast)] = project.cast, adopted(project, ledger, media).cast
        return project if kept[1] is kept[0] else replace(project, cast=kept[1])

    return adopt


def caps_of(chosen: Settings, now: datetime) -> Caps:
    """The caps of the settings; the day began at midnight where ``now`` is told."""
    return Caps(
        chosen.cap_per_render,
        chosen.cap_per_day,
        chosen.cap_per_episode,
        chosen.cap_per_project,
        start_of_day(now),
    )


def identical_there(
    session: Session, queue: RenderQueue, project: Project, scene: Scene, model: Model
) -> Take | None:
    """The take that holds already what this paid render would bring, as long as its film is there."""
    if model.forgiving:
        return None
    wanted = queue.fingerprint_of(project, scene, model, session.media)
    take = None if wanted is None else identical_take(session.ledger, scene.id, wanted)
    film = None if take is None or take.video is None else session.path_of(take.video)
    return take if film is not None and film.exists() else None


def _line(session: Session, queue: RenderQueue, project: Project, one: Wanted) -> SheetLine | None:
    scene, model = project.find_scene(one.scene_id), session.catalog.models.get(one.model_id)
    same = None if scene is None or model is None else identical_there(session, queue, project, scene, model)
    return sheet_line(project, one, session.catalog, session.ledger, session.media, session.lists, same)


def _why_not(queue: RenderQueue, model: Model) -> str:
    """Why a provider cannot be asked; empty where it can."""
    try:
        queue.check_renderer(model)
    except KnownError as error:
        return error.what_happened
    return ""
