"""Writing a project for others, by the ending of the file."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kling_studio.app.session import Session
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import takes_of_scene
from kling_studio.core.numbering import places
from kling_studio.core.project import Project, Scene

OnFrame = Callable[[int, int], None]
ENDINGS = (".json", ".mp4")


def export_project(session: Session, target: Path, episode: int | None, on_frame: OnFrame) -> None:
    """Write the project, or its episode with this number, to ``target``.

    Raises ``BadInput`` for an ending that is not known or an episode that is not there.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        known = " or ".join(ENDINGS)
        raise BadInput(f"{target}: expected a name that ends in {known}, found {ending or 'no ending'}.")
    project = _chosen(session.project, episode)
    if ending == ".json":
        session.folder.export_json(project, target)
    else:
        _export_reel(session, project, target, on_frame)


def _chosen(project: Project, episode: int | None) -> Project:
    if episode is None:
        return project
    if not 1 <= episode <= len(project.episodes):
        raise BadInput(f"There is no episode {episode}: expected a number from 1 to {len(project.episodes)}.")
    return Project(project.title, project.cast, (project.episodes[episode - 1],))


def _export_reel(session: Session, project: Project, target: Path, on_frame: OnFrame) -> None:
    """One film of all scenes: the newest take of each, and the animatic where there is none yet."""
    from kling_studio.exchange.reel import join_films

    with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
        films = list(_films(session, project, Path(folder), on_frame))
        if not films:
            raise KnownError("There is no scene to export.")
        join_films(films, target, on_frame)


def _films(session: Session, project: Project, folder: Path, on_frame: OnFrame) -> Iterator[Path]:
    for scene in project.scenes():
        film = _newest_film(session, scene)
        yield film if film is not None else _animatic(session, scene, folder / f"{scene.id}.mp4", on_frame)


def _newest_film(session: Session, scene: Scene) -> Path | None:
    for take in reversed(takes_of_scene(session.ledger, scene.id)):
        if take.state is JobState.DONE and take.video:
            film = session.folder.root / take.video
            if film.exists():
                return film
    return None


def _animatic(session: Session, scene: Scene, target: Path, on_frame: OnFrame) -> Path:
    from kling_studio.media.animatic.plan import plan_animatic
    from kling_studio.media.animatic.render import render_animatic

    label = places(session.project)[scene.id].label
    plan = plan_animatic(session.project, scene, "Animatic", label, session.path_of)
    render_animatic(plan, target, on_frame, lambda: False)
    return target
