"""What of a scene a model in a mode takes: the one answer that price, checks and requests share."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

from kling_studio.core.catalog import Mode, Sound
from kling_studio.core.looks import dressed, worn_by
from kling_studio.core.project import CastMember, Project, Scene, ShotType, View, ViewKind
from kling_studio.core.prompt import speakers

VIEW_ORDER = (ViewKind.FRONT, ViewKind.SIDE, ViewKind.BACK, ViewKind.FULL, ViewKind.OUTFIT, ViewKind.DETAIL)
"""Which view of a member is sent first where not all can be."""


@dataclass(frozen=True, slots=True)
class Sending:
    """The inputs that travel beside the words.

    ``elements`` are members sent with their identity, ``clip_elements`` those of them sent by their clips; ``pictures``
    are plain pictures in order, members' before the scene's own, and ``as_pictures`` the members beyond the elements.
    ``voices`` are the members whose voice goes along. ``unsent`` are members that have references and no place,
    ``unsent_clips`` those of whom only the pictures go. ``left_out`` names what is beyond the ``limit``: members by
    name, the scene's pictures by path.
    """

    elements: tuple[CastMember, ...] = ()
    clip_elements: tuple[CastMember, ...] = ()
    pictures: tuple[str, ...] = ()
    as_pictures: tuple[CastMember, ...] = ()
    voices: tuple[CastMember, ...] = ()
    unsent: tuple[CastMember, ...] = ()
    unsent_clips: tuple[CastMember, ...] = ()
    left_out: tuple[str, ...] = ()
    wanted: int = 0
    limit: int = 0

    @property
    def too_many(self) -> int:
        """How many references would have no place."""
        return max(0, self.wanted - self.limit)


def makes_sound(scene: Scene, mode: Mode) -> bool:
    """Whether the render has sound of its own making, so that dialogue is heard. A kept sound is none."""
    return mode.sound is Sound.ALWAYS or (mode.sound is Sound.OPTIONAL and scene.audio)


def one_prompt(scene: Scene, mode: Mode) -> bool:
    """Whether the words of all shots go as one prompt: for a single shot, or because nobody keeps them apart."""
    automatic = scene.shot_type is ShotType.AUTOMATIC and mode.automatic_cuts
    return len(scene.shots) < 2 or mode.shots < 2 or mode.joins_shots or automatic


def sends_end_frame(scene: Scene, mode: Mode) -> bool:
    """Whether the end frame goes along: behind a start frame, and beside several shots only where both are taken."""
    framed = bool(mode.end_frame and scene.start_frame and scene.end_frame)
    return framed and (mode.end_frame_with_shots or one_prompt(scene, mode))


def sending(project: Project, scene: Scene, mode: Mode, provider: str) -> Sending:
    """What ``mode``, of a model of ``provider``, takes of the scene's cast, pictures and voices."""
    kept = mode.elements_made_before

    def is_element(member: CastMember) -> bool:
        return kept and keeps_element(member, provider)

    referenced = tuple(
        member for member in _listed(project, scene) if member.images or member.clip or is_element(member)
    )
    bound = bound_voices(project, scene, provider)
    clip_elements = _by_clips(referenced[: mode.elements], mode.element_clips, bound)
    takes_members = bool(mode.elements or mode.images)
    placed = tuple(
        member
        for member in referenced
        if takes_members and (member.images or member in clip_elements or is_element(member))
    )
    placed_names = {member.name for member in placed}
    loose = scene.images if mode.images else ()
    with_clip = bool(clip_elements) or mode.video
    limit = (mode.references_with_clip if with_clip else mode.references) or mode.elements
    elements = placed[: mode.elements]
    as_pictures = placed[mode.elements :] if mode.images else ()
    space = max(0, limit - len(elements))
    return Sending(
        elements=elements,
        clip_elements=clip_elements,
        as_pictures=as_pictures,
        pictures=(*_best_pictures(as_pictures, max(0, space - len(loose))), *loose)[:space],
        voices=_voices(bound, scene, mode, elements, clip_elements),
        unsent=tuple(member for member in referenced if member.name not in placed_names),
        unsent_clips=tuple(member for member in placed if member.clip and member not in clip_elements),
        left_out=(*(member.name for member in placed), *loose)[limit:],
        wanted=len(placed) + len(loose),
        limit=limit,
    )


def keeps_element(member: CastMember, provider: str) -> bool:
    """Whether ``provider`` keeps an element that was not made from the member's files, and so stands for them."""
    return any(ids.provider == provider and not ids.of for ids in member.ids)


def bound_voices(project: Project, scene: Scene, provider: str) -> tuple[CastMember, ...]:
    """The scene's members who have a voice and speak; where no line is written, all who have one.

    A voice counts if ``provider`` has made it or can make it from its sample.
    """
    speaking = speakers(scene)
    return tuple(
        member
        for member in _listed(project, scene)
        if member.voice is not None
        and (member.voice.sample or member.voice.id_at(provider))
        and (not speaking or member.name in speaking)
    )


def ordered_views(member: CastMember) -> tuple[View, ...]:
    """A member's pictures in the order in which they are sent: front, side, back, full, outfit, detail.

    A second picture from the same side stands behind all that show something else. In a look the first stays the first,
    and the look's own pictures come next.
    """
    by_kind: dict[ViewKind, list[View]] = {kind: [] for kind in VIEW_ORDER}
    for view in member.images:
        by_kind[view.view].append(view)
    rounds = chain.from_iterable(zip_longest(*by_kind.values()))
    views = [view for view in rounds if view is not None]
    look = worn_by(member)
    own_images = look.images if look is not None else ()
    return (*views[:1], *sorted(views[1:], key=lambda view: view not in own_images))


def _by_clips(
    members: tuple[CastMember, ...], most: int, bound: tuple[CastMember, ...]
) -> tuple[CastMember, ...]:
    """The members whose clips go: first those who have nothing else to go by, then those with a ``bound`` voice."""
    with_clips = (member for member in members if member.clip)
    wanted = sorted(with_clips, key=lambda member: (bool(member.images), member not in bound))[:most]
    return tuple(member for member in members if member in wanted)


def _voices(
    bound: tuple[CastMember, ...],
    scene: Scene,
    mode: Mode,
    elements: tuple[CastMember, ...],
    clip_elements: tuple[CastMember, ...],
) -> tuple[CastMember, ...]:
    """The ``bound`` members whose voice goes along: none without sound; inside an element where there are any."""
    if not (makes_sound(scene, mode) and mode.voices):
        return ()
    if mode.voice_needs_clip:
        bound = tuple(member for member in bound if member in clip_elements)
    elif mode.elements:
        bound = tuple(member for member in bound if member in elements)
    return bound[: mode.voices]


def _listed(project: Project, scene: Scene) -> Iterator[CastMember]:
    """The members that the scene casts, each once and as it looks in its episode."""
    project = dressed(project, scene)
    for name in dict.fromkeys(scene.cast):
        member = project.member(name)
        if member is not None:
            yield member


def _best_pictures(members: tuple[CastMember, ...], space: int) -> tuple[str, ...]:
    """The members' pictures, the best of each first, then the second of each, as far as there is space."""
    columns = zip_longest(*([view.path for view in ordered_views(member)] for member in members))
    return tuple(path for path in chain.from_iterable(columns) if path is not None)[:space]
