"""The storyboard as a value: everything the director decides, and nothing that merely happened.

All classes are frozen; an edit (:mod:`kling_studio.core.edits`) makes a new project and shares what it did not touch,
so ``old.scene is new.scene`` tells that a scene is unchanged. The text form of ``contract.md`` has the same names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

DEFAULT_MODEL = "fal:o3-pro"
DEFAULT_ASPECT = "16:9"
DEFAULT_SHOT_SECONDS = 5


class ViewKind(StrEnum):
    """From where, or of what, a reference picture shows its member."""

    FRONT = "front"
    SIDE = "side"
    BACK = "back"
    FULL = "full"
    OUTFIT = "outfit"
    DETAIL = "detail"


class MemberKind(StrEnum):
    """What a member of the cast is."""

    CHARACTER = "character"
    PROP = "prop"
    LOCATION = "location"
    PRODUCT = "product"


class ShotType(StrEnum):
    """Who decides the cuts: the director's timeline, or the model."""

    CUSTOMIZE = "customize"
    AUTOMATIC = "automatic"


class ModeName(StrEnum):
    """How a scene is put to a model; follows from what the scene holds unless the scene names one."""

    TEXT = "text"
    IMAGE = "image"
    REFERENCE = "reference"
    EDIT = "edit"
    VIDEO_REFERENCE = "video-reference"


@dataclass(frozen=True, slots=True)
class Framing:
    """How a picture was cut out of its ``original``, a path like :attr:`View.path`, which itself never changes.

    ``turn`` is clockwise in degrees (0, 90, 180 or 270) and comes first; the edges of the crop are fractions (0..1) of
    the turned picture.
    """

    original: str
    turn: int = 0
    left: float = 0
    top: float = 0
    right: float = 1
    bottom: float = 1


@dataclass(frozen=True, slots=True)
class View:
    """One reference picture of a member. ``path`` is relative to the project folder, or an ``https:`` address.

    It is the picture that is shown and sent; ``framing`` tells what it was cut out of, if it was.
    """

    path: str
    view: ViewKind = ViewKind.FRONT
    framing: Framing | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of its ``original``, a path like :attr:`View.path`, a film or a sound is.

    In seconds from the start; the original itself never changes.
    """

    original: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice: its sample (a path like :attr:`View.path`) and the ids that providers gave it.

    ``sample_cut`` tells what the sample was cut out of, if it was.
    ``made_from`` holds, by provider, the SHA-256 of the sample that the id was made from; an id typed in has none.
    ``language`` is what it speaks ("en"), empty where nobody said.
    """

    name: str = ""
    sample: str | None = None
    ids: tuple[tuple[str, str], ...] = ()
    made_from: tuple[tuple[str, str], ...] = ()
    language: str = ""
    sample_cut: Cut | None = None

    def id_at(self, provider: str) -> str | None:
        """The id of this voice at ``provider`` ("fal", "wavespeed"), if it was made there."""
        return dict(self.ids).get(provider)


@dataclass(frozen=True, slots=True)
class ProviderIds:
    """What a provider made of a member (an element), and the fingerprint of what it was made from."""

    provider: str
    element: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a member looks for a while: a coat, an age. ``name`` is unique in its member.

    Where it holds, its pictures take the place of the member's of the same kind of view and its description follows
    the member's. What providers made of the member in this look stands in ``ids``.
    """

    name: str
    description: str = ""
    images: tuple[View, ...] = ()
    ids: tuple[ProviderIds, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryLink:
    """Which member of the shared library this one is, and the version of it that was taken or kept last."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What the director chose for one frame of a member's consistency sheet: another moment of it, or to leave it out.

    ``take`` is the job of a take and ``shot`` the id of a shot of its scene; ``time_s`` counts from the start of the
    film, none is the middle of the shot. Nothing of it is ever sent.
    """

    take: str
    shot: str
    time_s: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody or something with an identity that must hold over many renders. ``name`` is unique in a project.

    ``clip_cut`` tells what the clip was cut out of, if it was.
    """

    id: str
    name: str
    kind: MemberKind = MemberKind.CHARACTER
    description: str = ""
    images: tuple[View, ...] = ()
    clip: str | None = None
    voice: Voice | None = None
    ids: tuple[ProviderIds, ...] = ()
    looks: tuple[Look, ...] = ()
    tags: tuple[str, ...] = ()
    library: LibraryLink | None = None
    sheet: tuple[SheetChoice, ...] = ()
    clip_cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class DialogueLine:
    """One spoken line. ``character`` is a member's name; a name of nobody is a finding, not an error."""

    character: str = ""
    emotion: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """One entry of a scene's timeline. ``notes`` are for the director alone and are never sent."""

    id: str
    prompt: str = ""
    seconds: int = DEFAULT_SHOT_SECONDS
    camera: str = ""
    dialogue: tuple[DialogueLine, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """One storyboard, rendered as one generation. ``cast`` holds names of members.

    ``silenced`` holds the rules whose findings the director does not want to hear of in this scene; ``good_takes``
    the jobs of those takes of it that were found good.
    """

    id: str
    title: str = ""
    model: str = DEFAULT_MODEL
    mode: ModeName | None = None
    prompt: str = ""
    negative_prompt: str = ""
    cfg_scale: float | None = None
    aspect_ratio: str = DEFAULT_ASPECT
    audio: bool = False
    language: str = "en"
    shot_type: ShotType = ShotType.CUSTOMIZE
    cast: tuple[str, ...] = ()
    start_frame: str | None = None
    end_frame: str | None = None
    images: tuple[str, ...] = ()
    reference_video: str | None = None
    source_video: str | None = None
    keep_sound: bool = True
    shots: tuple[Shot, ...] = ()
    silenced: tuple[str, ...] = ()
    good_takes: tuple[str, ...] = ()

    @property
    def seconds(self) -> int:
        """The length of the scene: the sum of its shots."""
        return sum(shot.seconds for shot in self.shots)


@dataclass(frozen=True, slots=True)
class Episode:
    """An ordered list of scenes. ``looks`` tells which look a member has in them: pairs of member's and look's name."""

    id: str
    title: str = ""
    scenes: tuple[Scene, ...] = ()
    looks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A series or a film."""

    title: str = "Untitled"
    cast: tuple[CastMember, ...] = ()
    episodes: tuple[Episode, ...] = field(default=())

    def scenes(self) -> Iterator[Scene]:
        """All scenes in order; scene *n* of the command line is the *n*-th of these, from 1."""
        for episode in self.episodes:
            yield from episode.scenes

    def member(self, name: str) -> CastMember | None:
        """The member called ``name``, if any."""
        return next((member for member in self.cast if member.name == name), None)

    def find_scene(self, scene_id: str) -> Scene | None:
        """The scene with this id, if it is still there."""
        return next((scene for scene in self.scenes() if scene.id == scene_id), None)


def is_address(path: str) -> bool:
    """Whether a media reference is a web address rather than a file."""
    return "://" in path or path.startswith("data:")
