"""Opening and making projects: the one place where folder, ledger, catalog and session come together."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.session import Session, new_id
from kling_studio.core.catalog import ANIMATIC, Catalog
from kling_studio.core.project import Episode, Project, Scene, Shot
from kling_studio.render.journal import Journal
from kling_studio.resources import resource
from kling_studio.storage.codec import decode, encode
from kling_studio.storage.folder import PROJECT_FILE, OpenedProject, ProjectFolder
from kling_studio.storage.json_text import read_json
from kling_studio.storage.places import config_folder
from kling_studio.storage.unsaved import Base, hash_of_file, recovered


@dataclass(frozen=True, slots=True)
class Opened:
    """An open project: the session, what of it stands on the disk, and what had to be mended, in words."""

    session: Session
    base: Base
    notice: str = ""


def open_project(
    path: Path, catalog: Catalog | None = None, lists: Iterable[str] = (), *, to_read: bool = False
) -> Opened:
    """Open a project folder, with the edits that a killed program had not saved.

    With ``to_read`` nothing is written, and a window that opens meanwhile may write.
    Raises ``KnownError`` with a sentence where there is no project or it cannot be read.
    """
    catalog = catalog or load_catalog(config_folder())
    return _opened(ProjectFolder.open(path, to_read=to_read), catalog, tuple(lists), to_read=to_read)


def create_project(
    path: Path,
    project: Project,
    catalog: Catalog | None = None,
    lists: Iterable[str] = (),
    media_from: Path | None = None,
) -> Opened:
    """Make a project folder and open it; its media are copied from ``media_from``."""
    catalog = catalog or load_catalog(config_folder())
    made = ProjectFolder.create(path, project, media_from=media_from)
    return _opened(made, catalog, tuple(lists))


def create_sample(path: Path, catalog: Catalog | None = None) -> Opened:
    """Make the sample project, "Night Shift"."""
    file = resource("sample", "project.json")
    project = decode(read_json(file), source=str(file), new_id=new_id)
    return create_project(path, project, catalog, media_from=file.parent)


def empty_project(title: str, model: str = ANIMATIC) -> Project:
    """A project with one episode of one scene of one empty shot. A newcomer's scene renders without a key."""
    scene = Scene(new_id(), "Scene 1", model=model, shots=(Shot(new_id()),))
    return Project(title, episodes=(Episode(new_id(), "Episode 1", (scene,)),))


def project_from_file(file: Path, catalog: Catalog) -> tuple[Project, tuple[str, ...]]:
    """A project from a JSON file in our text form or a provider's request, and what had no place in it."""
    from kling_studio.exchange.request_in import looks_like_request, read_request

    data = read_json(file)
    if looks_like_request(data):
        read = read_request(data, catalog, source=str(file), title=file.stem, new_id=new_id)
        # Read as the text form once more: what a request may say and a project may not is told before it is saved.
        text = encode(read.project, with_ids=True)
        return decode(text, source=str(file), new_id=new_id), read.messages
    return decode(data, source=str(file), new_id=new_id), ()


def _opened(
    opened: OpenedProject, catalog: Catalog, lists: tuple[str, ...], *, to_read: bool = False
) -> Opened:
    folder, project = opened.folder, opened.project
    base = Base(project, hash_of_file(folder.root / PROJECT_FILE))
    later = recovered(folder.root, base) if to_read or opened.read_only_reason is None else None
    mended = "Edits that were not saved yet are back." if later is not None and not to_read else ""
    notice = " ".join(part for part in (opened.notice, mended) if part)
    session = Session(
        folder,
        project if later is None else later,
        catalog,
        Journal(folder.append, opened.facts),
        opened.read_only_reason,
        lists,
        _undrawable,
    )
    return Opened(session, base, notice)


def _undrawable(text: str) -> str:
    from kling_studio.media.typeset import can_draw

    return can_draw(text)
