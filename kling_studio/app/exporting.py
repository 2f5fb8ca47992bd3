"""Writing a project for others, by the ending of the file."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from kling_studio.app.session import Session
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import BadInput
from kling_studio.core.good_takes import best_first
from kling_studio.core.ledger import takes_of_scene
from kling_studio.core.numbering import places
from kling_studio.core.project import Project, Scene

OnFrame = Callable[[int, int], None]
ENDINGS = (".json", ".mp4")


def export_project(session: Session, target: Path, episode: int | None, on_frame: OnFrame) -> None:
    """Write the project as it stands, or its episode with this number, to ``target``.

    Raises ``BadInput`` for an ending that is not known or an episode that is not there.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        known = " or ".join(ENDINGS)
        raise BadInput(f"{target}: expected a name that ends in {known}, found {ending or 'no ending'}.")
    project = session.project
    chosen = _chosen(project, episode)
    if ending == ".json":
        session.folder.export_json(chosen, target)
    else:
        _export_reel(session, project, tuple(chosen.scenes()), target, on_frame)


def _chosen(project: Project, episode: int | None) -> Project:
    if episode is None:
        return project
    if not 1 <= episode <= len(project.episodes):
        raise BadInput(f"There is no episode {episode}: expected a number from 1 to {len(project.episodes)}.")
    return Project(project.title, project.cast, (project.episodes[episode - 1],))


def _export_reel(
    session: Session, project: Project, scenes: Sequence[Scene], target: Path, on_frame: OnFrame
) -> None:
    """One film of the scenes: the newest good take of each, else the newest, and the animatic where there is none."""
    from kling_studio.exchange.reel import join_films

    shown = [scene for scene in scenes if scene.shots]
    if not shown:
        raise BadInput("There is no scene with a shot to export.")
    with tempfile.TemporaryDirectory(prefix="kling-studio-") as folder:
        films: list[Path] = []
        for number, scene in enumerate(shown):
            film = _best_film(session, scene)
            if film is None:
                film = Path(folder, f"{number}.mp4")
                _draw_animatic(session, project, scene, film, on_frame)
            films.append(film)
        join_films(films, target, on_frame)


def _best_film(session: Session, scene: Scene) -> Path | None:
    for take in best_first(scene, takes_of_scene(session.ledger, scene.id)):
        film = session.path_of(take.video) if take.video else None
        if film is not None and film.exists():
            return film
    return None


def _draw_animatic(session: Session, project: Project, scene: Scene, target: Path, on_frame: OnFrame) -> None:
    from kling_studio.media.animatic.plan import plan_animatic
    from kling_studio.media.animatic.render import render_animatic

    label = places(project)[scene.id].label
    plan = plan_animatic(project, scene, session.catalog.models[ANIMATIC].name, label, session.path_of)
    render_animatic(plan, target, on_frame, lambda: False)
