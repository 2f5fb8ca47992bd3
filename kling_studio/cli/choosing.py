"""What a command is about: the project, its scenes and the models."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kling_studio.app.cutting import cut_files, make_missing_cuts
from kling_studio.app.framing import framed_views, make_missing
from kling_studio.app.measuring import measure_all
from kling_studio.app.opening import Opened, open_project
from kling_studio.app.session import Session
from kling_studio.cli.output import say
from kling_studio.core.checks import Finding, check_scene
from kling_studio.core.errors import BadInput
from kling_studio.core.numbering import places
from kling_studio.core.pricing import Quote
from kling_studio.core.project import Project, Scene
from kling_studio.storage.references import references


@contextmanager
def to_read(path: Path, lists: Sequence[str] = ()) -> Iterator[Session]:
    """The project at ``path``, only to be looked at; a window may have it or open it meanwhile."""
    with _until_done(open_project(path, lists=lists, to_read=True)) as session:
        yield session


@contextmanager
def to_write(opened: Opened) -> Iterator[Session]:
    """The session of an open project to which takes can be added; ``BadInput`` says why there can be none."""
    with _until_done(opened) as session:
        reason, root = session.read_only_reason, str(session.folder.root)
        if reason is not None:
            raise BadInput(reason if root in reason else f"{root}: {reason}")
        yield session


@contextmanager
def _until_done(opened: Opened) -> Iterator[Session]:
    with opened.session.folder:
        if opened.notice:
            say(opened.notice)
        yield opened.session


def chosen_scenes(session: Session, numbers: list[int]) -> list[tuple[int, Scene]]:
    """The scenes with these numbers, or all; ``BadInput`` for a number that no scene has."""
    numbered = {places(session.project)[scene.id].number: scene for scene in session.project.scenes()}
    for number in numbers:
        if number not in numbered:
            expected = f"a number from 1 to {len(numbered)}" if numbered else "nothing, for it has no scenes"
            raise BadInput(f"{session.folder.root} has no scene {number}: expected {expected}.")
    return [(number, scene) for number, scene in numbered.items() if not numbers or number in numbers]


def quotes_of(
    session: Session, scenes: list[tuple[int, Scene]], model_id: str | None, project: Project | None = None
) -> Iterator[tuple[int, Scene, Quote]]:
    """The quote of each scene on its own model or another, in the session's project or a state of it."""
    for number, scene in scenes:
        priced = session.quote_of(project or session.project, scene, model_id)
        if priced is None:
            check_model(session, model_id or scene.model, f"{session.folder.root}, scene {number}: ")
        else:
            yield number, scene, priced


def findings(
    session: Session, scenes: list[tuple[int, Scene]], model_id: str | None
) -> Iterator[tuple[int, Finding]]:
    """The findings of each scene on its own model or another."""
    for number, scene in scenes:
        found = check_scene(
            session.project,
            scene,
            session.catalog,
            session.media,
            model_id,
            session.undrawable,
            session.lists,
        )
        for finding in found:
            yield number, finding


def check_model(session: Session, model_id: str, place: str = "") -> None:
    """``BadInput`` for a model that the catalog does not have."""
    if model_id not in session.catalog.models:
        known = ", ".join(session.catalog.models)
        raise BadInput(f"{place}There is no model {model_id!r} in the catalog; known are {known}.")


def as_made(session: Session, scenes: list[tuple[int, Scene]]) -> Project:
    """The measured project with what providers made of its members, as far as their files are the same still."""
    ids = (
        ids for member in session.project.cast for ids in (member.ids, *(look.ids for look in member.looks))
    )
    voices = (member.voice.made_from for member in session.project.cast if member.voice)
    if not (session.ledger.makings or any(ids) or any(voices)):
        return session.project  # files need not be read for that
    from kling_studio.app.preparing import known_project

    return asyncio.run(known_project(session, [scene for _, scene in scenes]))


def measured(session: Session) -> Session:
    """The session with the facts of all its media files; parts of files that are not there are made first."""
    if session.read_only_reason is None:
        make_missing(framed_views(session.project), session.path_of)
        make_missing_cuts(cut_files(session.project), session.path_of)
    session.add_measured(measure_all(references(session.project), session.path_of))
    return session
