"""What an animatic shows and when: a pure function of the project and the scene."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageColor

from kling_studio.core.colours import cast_colour
from kling_studio.core.looks import dressed
from kling_studio.core.project import CastMember, DialogueLine, MemberKind, Project, Scene, Shot, ViewKind
from kling_studio.core.prompt import mentions, plain
from kling_studio.core.speech import shares
from kling_studio.media.animatic.camera import Move, move_of
from kling_studio.media.animatic.style import FRAME_RATE, QUIET_TEXT, Colour, Format, format_of

_MAX_PANELS = 3
# Where the face is when a picture must be cut: near the top of a standing figure, above the middle of a portrait.
_KEPT_HEIGHT = {ViewKind.FULL: 0.04, ViewKind.OUTFIT: 0.04}
_VIEWS_BY_WORTH = (
    ViewKind.FRONT,
    ViewKind.FULL,
    ViewKind.OUTFIT,
    ViewKind.SIDE,
    ViewKind.DETAIL,
    ViewKind.BACK,
)

PictureOf = Callable[[str], Path | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the frame: the first of its pictures that can be read, else a card with the name."""

    pictures: tuple[Path, ...] = ()
    name: str = ""
    colour: Colour = QUIET_TEXT
    # Which part is kept (0 to 1 each way) when the picture must be cut.
    anchor: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Caption:
    """A spoken line and the frames of the shot during which it is read."""

    speaker: str
    emotion: str
    text: str
    colour: Colour
    first_frame: int
    end_frame: int


@dataclass(frozen=True, slots=True)
class PlannedShot:
    """A shot in frames. Of ``stagings`` the first is shown in which any picture can be read, else the last."""

    number: int
    first_frame: int
    frames: int
    stagings: tuple[tuple[Panel, ...], ...]
    move: Move
    action: str
    captions: tuple[Caption, ...]


@dataclass(frozen=True, slots=True)
class AnimaticPlan:
    """A whole scene, ready to be drawn."""

    format: Format
    label: str
    model_name: str
    language: str
    shots: tuple[PlannedShot, ...]

    @property
    def frames(self) -> int:
        """The exact number of frames: seconds × 24."""
        return sum(shot.frames for shot in self.shots)


def plan_animatic(
    project: Project, scene: Scene, model_name: str, scene_label: str, picture_of: PictureOf
) -> AnimaticPlan:
    """The plan of a scene's animatic.

    ``picture_of`` gives the file of a path in the project, or ``None`` where there is none; it is the only thing
    asked of the outside. ``scene_label`` stands in the slate, such as "Pilot · Warehouse".
    """
    project = dressed(project, scene)
    shots: list[PlannedShot] = []
    first_frame = 0
    for index, shot in enumerate(scene.shots):
        frames = max(1, shot.seconds) * FRAME_RATE
        shots.append(
            PlannedShot(
                number=index + 1,
                first_frame=first_frame,
                frames=frames,
                stagings=tuple(_stagings(project, scene, index, picture_of)),
                move=move_of(plain(shot.camera, _names(project))),
                action=plain(shot.prompt, _names(project)),
                captions=tuple(_captions(project, shot, frames)),
            )
        )
        first_frame += frames
    return AnimaticPlan(
        format_of(scene.aspect_ratio), scene_label, model_name, scene.language or "en", tuple(shots)
    )


def _stagings(
    project: Project, scene: Scene, index: int, picture_of: PictureOf
) -> Iterator[tuple[Panel, ...]]:
    """The ways to show a shot, best first; the last needs no picture."""
    if index == 0 and scene.start_frame and (picture := picture_of(scene.start_frame)):
        yield (Panel((picture,)),)
    involved = _involved(project, scene.shots[index])
    panels = tuple(_panel(project, member, picture_of) for member in involved)
    if any(panel.pictures for panel in panels):
        yield panels
    loose = [picture for path in scene.images if (picture := picture_of(path))]
    if loose:
        turn = index % len(loose)
        yield (Panel((*loose[turn:], *loose[:turn])),)
    cast = [_panel(project, member, picture_of) for name in scene.cast if (member := project.member(name))]
    if seen := tuple(panel for panel in cast if panel.pictures)[:_MAX_PANELS]:
        yield seen
    yield tuple(Panel(name=panel.name, colour=panel.colour) for panel in panels) or (Panel(),)


def _involved(project: Project, shot: Shot) -> list[CastMember]:
    """Who is mentioned in a shot's words or speaks in it, at most three, people before things."""
    texts = (shot.prompt, *(line.text for line in shot.dialogue), shot.camera)
    named = [mention.name for text in texts for mention in mentions(text, _names(project)) if mention.known]
    named += [line.character for line in shot.dialogue]
    members = [member for name in dict.fromkeys(named) if (member := project.member(name))]
    chosen = sorted(members, key=lambda member: member.kind is not MemberKind.CHARACTER)[:_MAX_PANELS]
    return [member for member in members if member in chosen]


def _panel(project: Project, member: CastMember, picture_of: PictureOf) -> Panel:
    views = sorted(member.images, key=lambda view: _VIEWS_BY_WORTH.index(view.view))
    pictures = tuple(picture for view in views if (picture := picture_of(view.path)))
    first = next((view.view for view in views if picture_of(view.path)), ViewKind.FRONT)
    keep = _KEPT_HEIGHT.get(first, 0.42) if member.kind is MemberKind.CHARACTER else 0.5
    return Panel(pictures, member.name, _colour(project, member.name), (0.5, keep))


def _captions(project: Project, shot: Shot, frames: int) -> Iterator[Caption]:
    """The lines share the shot in proportion to their words."""
    lines = [line for line in shot.dialogue if line.text.strip()]
    done = 0.0
    for line, share in zip(lines, shares([line.text for line in lines]), strict=True):
        first, end = (round(frames * part) for part in (done, done + share))
        done += share
        yield _caption(project, line, first, end)


def _caption(project: Project, line: DialogueLine, first_frame: int, end_frame: int) -> Caption:
    return Caption(
        speaker=line.character,
        emotion=line.emotion.strip(),
        text=plain(line.text, _names(project)),
        colour=_colour(project, line.character),
        first_frame=first_frame,
        end_frame=end_frame,
    )


def _colour(project: Project, name: str) -> Colour:
    """A member's colour, by his place in the cast; the quiet one for nobody."""
    place = next((place for place, member in enumerate(project.cast) if member.name == name), None)
    if place is None:
        return QUIET_TEXT
    red, green, blue, *_ = ImageColor.getrgb(cast_colour(place))
    return red, green, blue


def _names(project: Project) -> tuple[str, ...]:
    return tuple(member.name for member in project.cast)
