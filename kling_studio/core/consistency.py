"""The frames by which a director sees whether a member of the cast stays the same: which, from which takes, when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kling_studio.core.job import JobState
from kling_studio.core.ledger import NO_FACTS, LedgerState
from kling_studio.core.looks import in_look
from kling_studio.core.project import CastMember, Project, Scene, SheetChoice, Shot, View, ViewKind
from kling_studio.core.where_used import UsedScene, says, where_used


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """One frame of a take: its job, and the shot that it shows. ``time_s`` counts from the start of ``video``.

    ``is_good`` tells that the take was found good.
    """

    take: str
    shot_id: str
    scene_id: str
    take_number: int
    video: str
    time_s: float
    seconds: float
    label: str
    is_good: bool = False

    @property
    def key(self) -> str:
        """What the frame is known by, whichever moment it shows."""
        return f"{self.take} {self.shot_id}"

    def moved(self, time_s: float) -> "SheetFrame":
        """The same at another moment, within its film."""
        return replace(self, time_s=max(0.0, min(time_s, self.seconds)))


@dataclass(frozen=True, slots=True)
class SheetEpisode:
    """The frames of one episode, and the references that hold in it, the front views first."""

    title: str
    look: str
    references: tuple[View, ...]
    frames: tuple[SheetFrame, ...]


@dataclass(frozen=True, slots=True)
class ConsistencySheet:
    """A member's frames by episode; ``hidden`` is how many more there are, left out by hand."""

    member: str
    episodes: tuple[SheetEpisode, ...]
    hidden: int = 0

    @property
    def frames(self) -> tuple[SheetFrame, ...]:
        """All frames in their order."""
        return tuple(frame for episode in self.episodes for frame in episode.frames)

    def with_frame(self, frame: SheetFrame) -> "ConsistencySheet":
        """The same with one frame at another moment."""
        return replace(self, episodes=tuple(_with_frame(episode, frame) for episode in self.episodes))


@dataclass(frozen=True, slots=True)
class EpisodeToCome:
    """The references that hold in an episode, and the shots of which every take will bring a frame."""

    title: str
    look: str
    references: tuple[View, ...]
    shots: tuple[str, ...]


def consistency_sheet(project: Project, ledger: LedgerState, member: CastMember) -> ConsistencySheet:
    """The middle of each shot that shows the member, from every take that is there of the scenes that cast it.

    What the director chose for the sheet holds: other moments, and frames that are left out. A scene of which no shot
    names the member shows it in all of them.
    """
    names = tuple(other.name for other in project.cast)
    choices = {(choice.take, choice.shot): choice for choice in member.sheet}
    episodes: list[SheetEpisode] = []
    hidden = 0
    for used in where_used(project, ledger, member.name):
        found = [
            _chosen(frame, choices.get((frame.take, frame.shot_id)))
            for scene in used.scenes
            if scene.is_cast
            for frame in _frames(scene, member.name, names)
        ]
        frames = tuple(frame for frame in found if frame is not None)
        hidden += len(found) - len(frames)
        if frames:
            references = _front_first(in_look(member, used.look).images)
            episodes.append(SheetEpisode(used.title, used.look, references, frames))
    return ConsistencySheet(member.name, tuple(episodes), hidden)


def episodes_to_come(project: Project, member: CastMember) -> tuple[EpisodeToCome, ...]:
    """What a sheet will hold once the scenes that cast the member are rendered; where none does, its references."""
    names = tuple(other.name for other in project.cast)
    coming = (
        EpisodeToCome(
            used.title,
            used.look,
            _front_first(in_look(member, used.look).images),
            tuple(
                f"{scene.number} {scene.title} · shot {number}"
                for scene in used.scenes
                if scene.is_cast
                for number, _shot, _start in _showing(scene.scene, member.name, names)
            ),
        )
        for used in where_used(project, NO_FACTS, member.name)
    )
    alone = EpisodeToCome("", "", _front_first(member.images), ())
    return tuple(episode for episode in coming if episode.shots) or (alone,)


def _frames(used: UsedScene, name: str, names: tuple[str, ...]) -> Iterator[SheetFrame]:
    takes = [take for take in used.takes if take.state is JobState.DONE and take.video]
    shots = list(_showing(used.scene, name, names)) if takes else []
    scene_s = used.scene.seconds
    for take in takes:
        # The shots may have been of other lengths when the take was made: the parts stay what they are.
        scale = take.seconds / scene_s if take.seconds and scene_s else 1.0
        is_good = take.job in used.scene.good_takes
        for number, shot, start in shots:
            yield SheetFrame(
                take.job,
                shot.id,
                used.scene.id,
                take.number,
                take.video or "",
                (start + shot.seconds / 2) * scale,
                scene_s * scale,
                f"{used.number} {used.title} · take {take.number} · shot {number}{' · good' if is_good else ''}",
                is_good,
            )


def _showing(scene: Scene, name: str, names: tuple[str, ...]) -> Iterator[tuple[int, Shot, int]]:
    """The shots that show a member, with their numbers from 1 and the seconds before each."""
    shown = [shot for shot in scene.shots if _shows(shot, name, names)] or scene.shots
    start = 0
    for number, shot in enumerate(scene.shots, start=1):
        if shot in shown:
            yield number, shot, start
        start += shot.seconds


def _chosen(frame: SheetFrame, choice: SheetChoice | None) -> SheetFrame | None:
    if choice is None:
        return frame
    if choice.hidden:
        return None
    return frame if choice.time_s is None else frame.moved(choice.time_s)


def _with_frame(episode: SheetEpisode, frame: SheetFrame) -> SheetEpisode:
    if all(other.key != frame.key for other in episode.frames):
        return episode
    frames = tuple(frame if other.key == frame.key else other for other in episode.frames)
    return replace(episode, frames=frames)


def _shows(shot: Shot, name: str, names: tuple[str, ...]) -> bool:
    return says(shot.prompt, name, names) or any(
        line.character == name or says(line.text, name, names) for line in shot.dialogue
    )


def _front_first(views: tuple[View, ...]) -> tuple[View, ...]:
    return tuple(sorted(views, key=lambda view: view.view is not ViewKind.FRONT))
