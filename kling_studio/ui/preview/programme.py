"""What is on in each scene: the storyboard or one of its takes, and what there is to say of it."""

from pathlib import Path

from kling_studio.app.session import Session
from kling_studio.core.good_takes import best_first, is_good
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take, takes_of_scene
from kling_studio.core.project import Scene, Shot
from kling_studio.core.stills import still_of
from kling_studio.core.timeline import cuts, shot_at
from kling_studio.media.probe import ClipInfo
from kling_studio.ui.preview import telling
from kling_studio.ui.preview.screen import Notice
from kling_studio.ui.preview.take_card import CardFacts
from kling_studio.ui.selection import Selection

# The key of the card that is the storyboard; the others are the ids of jobs.
STORYBOARD = ""


class Programme:
    """The choice of each scene while the window is open. It follows selection and ledger; it knows no widget."""

    def __init__(self, session: Session, selection: Selection) -> None:
        self._session = session
        self._selection = selection
        self._chosen: dict[str, str] = {}
        self._progress: dict[str, float] = {}
        self._done = {job for job, take in session.ledger.takes.items() if take.state is JobState.DONE}

    @property
    def scene(self) -> Scene | None:
        """The scene that is looked at."""
        return self._selection.scene

    @property
    def shot(self) -> tuple[int, Shot] | None:
        """The shot under the playhead and its index."""
        scene = self.scene
        return shot_at(scene, self._selection.playhead_s) if scene is not None else None

    @property
    def key(self) -> str:
        """What is on: ``STORYBOARD`` or a job. Where nobody chose it is the newest good film, else the newest."""
        scene = self.scene
        if scene is None:
            return STORYBOARD
        if scene.id not in self._chosen:
            films = best_first(scene, self.takes)
            self._chosen[scene.id] = films[0].job if films else STORYBOARD
        return self._chosen[scene.id]

    @property
    def take(self) -> Take | None:
        """The take that is on, whatever its state; ``None`` for the storyboard."""
        return self._session.ledger.takes.get(self.key)

    @property
    def takes(self) -> tuple[Take, ...]:
        """The takes of the scene, oldest first."""
        scene = self.scene
        return takes_of_scene(self._session.ledger, scene.id) if scene is not None else ()

    @property
    def film(self) -> Path | None:
        """The file of the take that is on; ``None`` where there is none to play."""
        take = self.take
        return self._film_of(take) if take is not None else None

    @property
    def cuts(self) -> tuple[int, ...]:
        """When one shot gives way to the next in what is on, in seconds."""
        scene, take = self.scene, self.take
        if scene is None:
            return ()
        return telling.cuts_of_take(take, scene) if take is not None else cuts(scene)

    @property
    def still(self) -> str | None:
        """The reference of the picture of the shot under the playhead."""
        scene, at = self.scene, self.shot
        return still_of(self._session.project, scene, at[1]) if scene is not None and at is not None else None

    @property
    def aspect(self) -> float:
        """Width to height of the scene."""
        width, _, height = (self.scene.aspect_ratio if self.scene else "").partition(":")
        return int(width) / int(height) if width.isdigit() and height.isdigit() and int(height) else 16 / 9

    def choose(self, key: str) -> bool:
        """Have something else on; whether it is something else."""
        scene = self.scene
        if scene is None or key == self.key:
            return False
        self._chosen[scene.id] = key
        return True

    def key_of_number(self, number: int) -> str | None:
        """The key of a take by its number; 0 is the storyboard."""
        if number == 0:
            return STORYBOARD
        return next((take.job for take in self.takes if take.number == number), None)

    def note_progress(self, job: str, part: float) -> None:
        """How far a render is, from 0 to 1."""
        self._progress[job] = part

    def note_facts(self, jobs: frozenset[str]) -> bool:
        """Facts came for jobs; whether a film of this scene is new. A new film is on in its scene."""
        takes = self._session.ledger.takes
        ended = [takes[job] for job in sorted(jobs - self._done) if _is_done(takes.get(job))]
        for take in ended:
            self._done.add(take.job)
            self._chosen[take.scene_id] = take.job
        scene = self.scene
        return scene is not None and any(take.scene_id == scene.id for take in ended)

    def cards(self) -> list[tuple[str, CardFacts]]:
        """The cards of the scene: the storyboard, then its takes."""
        scene = self.scene
        if scene is None:
            return []
        still = still_of(self._session.project, scene, scene.shots[0]) if scene.shots else None
        storyboard = (STORYBOARD, telling.card_of_storyboard(still))
        return [storyboard, *((take.job, self.card(take)) for take in self.takes)]

    def card(self, take: Take) -> CardFacts:
        """One take's card."""
        catalog, progress = self._session.catalog, self._progress.get(take.job)
        status = self._session.take_status(take)
        card = telling.card_of_take(take, status, catalog, progress, self._film_of(take))
        return card._replace(good=card.film is not None and is_good(self._session.project, take))

    def words(self, info: ClipInfo | None, problem: Notice | None) -> tuple[str, Notice | None]:
        """The label in the corner of the screen and the notice in its middle."""
        scene, take, at = self.scene, self.take, self.shot
        if scene is None:
            return "", telling.NO_SCENE
        if take is not None:
            notice = problem if _is_done(take) else telling.take_notice(take, self._progress.get(take.job))
            status = self._session.take_status(take)
            return telling.take_label(take, status, self._session.catalog, info), notice
        if at is None:
            return "", telling.NO_SHOTS
        label = telling.storyboard_label(scene, at[0], has_film=any(_is_done(other) for other in self.takes))
        return label, None if self.still is not None else telling.shot_in_words(*at)

    def _film_of(self, take: Take) -> Path | None:
        return self._session.path_of(take.video) if _is_done(take) and take.video else None


def _is_done(take: Take | None) -> bool:
    return take is not None and take.state is JobState.DONE
