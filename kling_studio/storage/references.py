"""The media that a project refers to: finding every reference and replacing some of them."""

from collections.abc import Callable
from dataclasses import replace

from kling_studio.core.project import CastMember, Cut, Episode, Project, Scene, View


def references(project: Project) -> tuple[str, ...]:
    """Every path and address of media that the project names, each once, in the order of the text form."""
    found: dict[str, None] = {}

    def note(reference: str) -> str:
        found[reference] = None
        return reference

    with_references(project, note)
    return tuple(found)


def scene_references(project: Project, scene: Scene) -> tuple[str, ...]:
    """What one scene and the members that it casts refer to, each once."""
    cast = tuple(member for member in project.cast if member.name in scene.cast)
    return references(Project(cast=cast, episodes=(Episode("", scenes=(scene,)),)))


def with_references(project: Project, new: Callable[[str], str]) -> Project:
    """The project with each reference replaced by what ``new`` makes of it."""
    cast = tuple(_member(member, new) for member in project.cast)
    episodes = tuple(
        replace(episode, scenes=tuple(_scene(scene, new) for scene in episode.scenes))
        for episode in project.episodes
    )
    return replace(project, cast=cast, episodes=episodes)


def _member(member: CastMember, new: Callable[[str], str]) -> CastMember:
    voice = member.voice
    return replace(
        member,
        images=_views(member.images, new),
        clip=_optional(member.clip, new),
        clip_cut=_cut(member.clip_cut, new),
        voice=voice
        and replace(voice, sample=_optional(voice.sample, new), sample_cut=_cut(voice.sample_cut, new)),
        looks=tuple(replace(look, images=_views(look.images, new)) for look in member.looks),
    )


def _views(views: tuple[View, ...], new: Callable[[str], str]) -> tuple[View, ...]:
    return tuple(
        replace(
            view,
            path=new(view.path),
            framing=view.framing and replace(view.framing, original=new(view.framing.original)),
        )
        for view in views
    )


def _cut(cut: Cut | None, new: Callable[[str], str]) -> Cut | None:
    return cut and replace(cut, original=new(cut.original))


def _scene(scene: Scene, new: Callable[[str], str]) -> Scene:
    return replace(
        scene,
        start_frame=_optional(scene.start_frame, new),
        end_frame=_optional(scene.end_frame, new),
        images=tuple(new(image) for image in scene.images),
        reference_video=_optional(scene.reference_video, new),
        source_video=_optional(scene.source_video, new),
    )


def _optional(reference: str | None, new: Callable[[str], str]) -> str | None:
    return new(reference) if reference else reference
