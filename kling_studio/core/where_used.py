"""Where a member of the cast is used: its scenes by episode, with their takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from kling_studio.core.ledger import LedgerState, Take, takes_of_scene
from kling_studio.core.mentions import mentions, spellings
from kling_studio.core.numbering import scene_title
from kling_studio.core.project import Project, Scene
from kling_studio.core.prompt import speakers


@dataclass(frozen=True, slots=True)
class UsedScene:
    """A scene that casts the member, or names it without casting it; ``number`` counts in its episode from 1."""

    scene: Scene
    number: int
    title: str
    is_cast: bool
    takes: tuple[Take, ...]


@dataclass(frozen=True, slots=True)
class UsedEpisode:
    """An episode with at least one such scene. ``look`` names the one that the member has in it, if any."""

    id: str
    title: str
    look: str
    scenes: tuple[UsedScene, ...]


def where_used(project: Project, ledger: LedgerState, name: str) -> tuple[UsedEpisode, ...]:
    """Every scene that casts or names the member called ``name``, in the order of the project."""
    names = tuple(member.name for member in project.cast)
    found: list[UsedEpisode] = []
    for number, episode in enumerate(project.episodes, start=1):
        used = [
            UsedScene(scene, at, scene_title(scene, at), name in scene.cast, takes_of_scene(ledger, scene.id))
            for at, scene in enumerate(episode.scenes, start=1)
            if name in scene.cast or names_member(scene, name, names)
        ]
        if used:
            title = episode.title or f"Episode {number}"
            found.append(UsedEpisode(episode.id, title, dict(episode.looks).get(name, ""), tuple(used)))
    return tuple(found)


def names_member(scene: Scene, name: str, names: tuple[str, ...]) -> bool:
    """Whether the words or the dialogue of a scene name the member; ``names`` are those of the whole cast."""
    return name in speakers(scene) or any(says(text, name, names) for text in _texts(scene))


def says(text: str, name: str, names: tuple[str, ...]) -> bool:
    """Whether a text mentions ``@name``. Most texts do not: telling so costs next to nothing."""
    if not any(f"@{spelling}" in text for spelling in spellings(name)):
        return False
    return any(found.known and found.name == name for found in mentions(text, names))


def _texts(scene: Scene) -> Iterator[str]:
    yield scene.prompt
    for shot in scene.shots:
        yield shot.prompt
        yield from (line.text for line in shot.dialogue)
