"""Where the members of the cast are used: how many scenes cast them, and whether they speak."""

from collections import Counter
from dataclasses import dataclass

from kling_studio.core.project import Project, Scene
from kling_studio.core.prompt import speakers


@dataclass(frozen=True, slots=True)
class _SceneUse:
    scene: Scene
    cast: frozenset[str]
    speakers: tuple[str, ...]


class Usage:
    """Counts over all scenes, kept while a project changes: only scenes that are other objects are read again."""

    def __init__(self) -> None:
        self._scenes: dict[str, _SceneUse] = {}
        self._casting: Counter[str] = Counter()
        self._speaking: Counter[str] = Counter()

    def update(self, project: Project) -> frozenset[str]:
        """Follow the project; the names whose counts changed."""
        touched: set[str] = set()
        seen: dict[str, _SceneUse] = {}
        for scene in project.scenes():
            known = self._scenes.pop(scene.id, None)
            if known is not None and known.scene is scene:
                seen[scene.id] = known
                continue
            use = _SceneUse(scene, frozenset(scene.cast), speakers(scene))
            seen[scene.id] = use
            if known is None or (known.cast, known.speakers) != (use.cast, use.speakers):
                touched |= self._count(known, -1) | self._count(use, 1)
        for gone in self._scenes.values():
            touched |= self._count(gone, -1)
        self._scenes = seen
        return frozenset(touched)

    def scenes_of(self, name: str) -> int:
        """In how many scenes the member is cast."""
        return self._casting[name]

    def speaks(self, name: str) -> bool:
        """Whether any line of dialogue is the member's."""
        return self._speaking[name] > 0

    def _count(self, use: _SceneUse | None, by: int) -> set[str]:
        if use is None:
            return set()
        for name in use.cast:
            self._casting[name] += by
        for name in use.speakers:
            self._speaking[name] += by
        return {*use.cast, *use.speakers}
