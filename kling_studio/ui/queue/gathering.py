"""Which jobs the queue lists, in which order, with the names they go by."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kling_studio.core.catalog import Catalog
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import FILM, LedgerState, Take
from kling_studio.core.project import Project
from kling_studio.core.stills import still_of
from kling_studio.ui.model_names import with_provider
from kling_studio.ui.queue.telling import News, Row

_NO_NEWS = News()


def listed(ledger: LedgerState, since: str) -> list[Take]:
    """The open jobs in the order of planning, then those that ended since a time, the newest first."""
    every = (*ledger.takes.values(), *ledger.makings.values())
    open_ones = sorted((job for job in every if job.is_open), key=lambda job: job.planned_at)
    ended = [job for job in every if not job.is_open and job.changed_at >= since]
    return [*open_ones, *sorted(ended, key=lambda job: job.changed_at, reverse=True)]


class Gathering:
    """Makes rows of jobs; for one project as it is now."""

    def __init__(self, project: Project, catalog: Catalog, path_of: Callable[[str], Path | None]) -> None:
        self._project = project
        self._catalog = catalog
        self._path_of = path_of
        self._scenes = {scene.id: (number, scene) for number, scene in enumerate(project.scenes(), start=1)}
        self._episodes = {scene.id: episode.title for episode in project.episodes for scene in episode.scenes}

    def row(self, job: Take, news: Mapping[str, News], held: KnownError | None) -> Row:
        """The row of a job."""
        model = self._catalog.models.get(job.model)
        known = self._scenes.get(job.scene_id)
        scene = known[1] if known else None
        still = still_of(self._project, scene, scene.shots[0]) if scene and scene.shots else None
        film = self._path_of(job.video) if job.video and job.state is JobState.DONE else None
        return Row(
            job,
            self._name(job),
            job.model if model is None else with_provider(model),
            news.get(job.job, _NO_NEWS) if job.is_open else _NO_NEWS,
            str(held) if held is not None and job.is_open else "",
            still,
            film,
            scene_is_there=scene is not None,
            settings=held.settings if held is not None else "",
        )

    def _name(self, job: Take) -> str:
        if job.what != FILM:
            return f"{job.what.capitalize()} of {job.scene_title}"
        known = self._scenes.get(job.scene_id)
        number, title = (known[0], known[1].title) if known else (job.scene_number, job.scene_title)
        scene = f"{number} {title or 'Untitled'}"
        parts = (self._episodes.get(job.scene_id, ""), f"{scene}, take {job.number}")
        return " · ".join(part for part in parts if part)
