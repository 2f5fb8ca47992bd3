"""The frames by which a director sees whether a member of the cast stays the same: which, from which takes, when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kling_studio.core.job import JobState
from kling_studio.core.ledger import LedgerState, Take
from kling_studio.core.looks import in_look
from kling_studio.core.project import CastMember, Project, Scene, Shot, View, ViewKind
from kling_studio.core.where_used import says, where_used


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """One frame of a take. ``time_s`` counts from the start of the film ``video``; ``key`` is the same each time."""

    key: str
    scene_id: str
    take_number: int
    video: str
    time_s: float
    seconds: float
    label: str


@dataclass(frozen=True, slots=True)
class SheetEpisode:
    """The frames of one episode, and the references that hold in it, the front views first."""

    title: str
    look: str
    references: tuple[View, ...]
    frames: tuple[SheetFrame, ...]


@dataclass(frozen=True, slots=True)
class ConsistencySheet:
    """A member's frames by episode."""

    member: str
    episodes: tuple[SheetEpisode, ...]

    @property
    def frames(self) -> tuple[SheetFrame, ...]:
        """All frames in their order."""
        return tuple(frame for episode in self.episodes for frame in episode.frames)


def consistency_sheet(
    project: Project,
    ledger: LedgerState,
    member: CastMember,
    picked: Mapping[str, float] | None = None,
    hidden: frozenset[str] = frozenset(),
) -> ConsistencySheet:
    """The middle of each shot that shows the member, from every take that is there of the scenes that cast it.

    ``picked`` are other times, in seconds from the start of the film, by the key of a frame; frames in ``hidden`` are
    left out. A scene of which no shot names the member shows it in all of them.
    """
    names = tuple(other.name for other in project.cast)
    episodes: list[SheetEpisode] = []
    for used in where_used(project, ledger, member.name):
        frames = tuple(
            _moved(frame, picked or {})
            for scene in used.scenes
            if scene.is_cast
            for take in scene.takes
            if take.state is JobState.DONE and take.video
            for frame in _frames(scene.scene, f"{scene.number} {scene.title}", take, member.name, names)
            if frame.key not in hidden
        )
        if frames:
            references = _front_first(in_look(member, used.look).images)
            episodes.append(SheetEpisode(used.title, used.look, references, frames))
    return ConsistencySheet(member.name, tuple(episodes))


def _frames(scene: Scene, title: str, take: Take, name: str, names: tuple[str, ...]) -> Iterator[SheetFrame]:
    shown = [shot for shot in scene.shots if _shows(shot, name, names)] or list(scene.shots)
    # The shots may have been of other lengths when the take was made: the parts stay what they are.
    scale = take.seconds / scene.seconds if take.seconds and scene.seconds else 1.0
    start = 0
    for number, shot in enumerate(scene.shots, start=1):
        if shot in shown:
            yield SheetFrame(
                f"{take.job} {shot.id}",
                scene.id,
                take.number,
                take.video or "",
                (start + shot.seconds / 2) * scale,
                scene.seconds * scale,
                f"{title} · take {take.number} · shot {number}",
            )
        start += shot.seconds


def _moved(frame: SheetFrame, picked: Mapping[str, float]) -> SheetFrame:
    if frame.key not in picked:
        return frame
    time_s = max(0.0, min(picked[frame.key], frame.seconds))
    return SheetFrame(
        frame.key, frame.scene_id, frame.take_number, frame.video, time_s, frame.seconds, frame.label
    )


def _shows(shot: Shot, name: str, names: tuple[str, ...]) -> bool:
    return says(shot.prompt, name, names) or any(
        line.character == name or says(line.text, name, names) for line in shot.dialogue
    )


def _front_first(views: tuple[View, ...]) -> tuple[View, ...]:
    return tuple(sorted(views, key=lambda view: view.view is not ViewKind.FRONT))
