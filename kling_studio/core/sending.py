"""What of a scene a model in a mode takes: the one answer that price, checks and requests share."""

from dataclasses import dataclass
from itertools import chain, zip_longest

from kling_studio.core.catalog import Mode, Sound
from kling_studio.core.project import CastMember, Project, Scene, View, ViewKind
from kling_studio.core.prompt import speakers

VIEW_ORDER = (ViewKind.FRONT, ViewKind.SIDE, ViewKind.BACK, ViewKind.FULL, ViewKind.OUTFIT, ViewKind.DETAIL)
"""Which view of a member is sent first where not all can be."""


@dataclass(frozen=True, slots=True)
class Sending:
    """The inputs that travel beside the words.

    ``elements`` are members sent with their identity, ``clip_element`` the one sent by its clip; ``pictures`` are plain
    pictures in order, members' before the scene's own. ``voices`` are the members whose voice goes along.
    ``unsent`` are members that have references and no place.
    """

    elements: tuple[CastMember, ...] = ()
    clip_element: CastMember | None = None
    pictures: tuple[str, ...] = ()
    voices: tuple[CastMember, ...] = ()
    unsent: tuple[CastMember, ...] = ()
    wanted: int = 0
    limit: int = 0

    @property
    def too_many(self) -> int:
        """How many references would have no place."""
        return max(0, self.wanted - self.limit)


def sending(project: Project, scene: Scene, mode: Mode) -> Sending:
    """What ``mode`` takes of the scene's cast, pictures and voices."""
    referenced = _referenced(project, scene)
    elements = referenced[: mode.elements] if mode.elements else ()
    as_pictures = referenced[len(elements) :] if mode.images else ()
    clip_element = next((member for member in elements if member.clip), None) if mode.element_clip else None
    with_clip = clip_element is not None or mode.video
    limit = (mode.references_with_clip if with_clip else mode.references) or mode.elements
    loose = scene.images if mode.images else ()
    wanted = len(elements) + len(as_pictures) + len(loose)
    space = max(0, limit - len(elements) - len(loose))
    pictures = (*_best_pictures(as_pictures, space), *loose)
    return Sending(
        elements=elements,
        clip_element=clip_element,
        pictures=pictures[: max(0, limit - len(elements))],
        voices=voices_carried(project, scene, mode, clip_element),
        unsent=() if mode.images else referenced[len(elements) :],
        wanted=wanted,
        limit=limit,
    )


def bound_voices(project: Project, scene: Scene) -> tuple[CastMember, ...]:
    """The scene's members who have a voice and speak; where no line is written, all who have one."""
    speaking = speakers(scene)
    members = (project.member(name) for name in scene.cast)
    return tuple(
        member
        for member in members
        if member is not None
        and member.voice is not None
        and (member.voice.ids or member.voice.sample)
        and (not speaking or member.name in speaking)
    )


def voices_carried(
    project: Project, scene: Scene, mode: Mode, clip_element: CastMember | None
) -> tuple[CastMember, ...]:
    """The members whose voice goes along: none without sound, and where a clip is needed only that element's."""
    if not (scene.audio and mode.sound is Sound.OPTIONAL and mode.voices):
        return ()
    bound = bound_voices(project, scene)
    if mode.voice_needs_clip:
        bound = tuple(member for member in bound if member is clip_element)
    return bound[: mode.voices]


def ordered_views(member: CastMember) -> tuple[View, ...]:
    """A member's pictures in the order in which they are sent: front, side, back, full, outfit, detail."""
    return tuple(sorted(member.images, key=lambda view: VIEW_ORDER.index(view.view)))


def _referenced(project: Project, scene: Scene) -> tuple[CastMember, ...]:
    members = (project.member(name) for name in scene.cast)
    return tuple(member for member in members if member is not None and (member.images or member.clip))


def _best_pictures(members: tuple[CastMember, ...], space: int) -> tuple[str, ...]:
    """The members' pictures, the best of each first, then the second of each, as far as there is space."""
    columns = zip_longest(*([view.path for view in ordered_views(member)] for member in members))
    return tuple(path for path in chain.from_iterable(columns) if path is not None)[:space]
