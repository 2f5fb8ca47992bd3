"""What the rules have to know of all the other scenes: who is cast and speaks how often, and an episode's ratios.

A rule is asked for one scene at every move of the mouse, so nothing here walks through the series: each episode is
counted once, and after an edit only the scenes that changed are counted anew.
"""

from collections import Counter
from dataclasses import dataclass

from kling_studio.core.project import Episode, Project, Scene
from kling_studio.core.prompt import speakers

_MOST_KEPT = 512


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the findings of a scene depend on outside it: while this is equal, they are.

    ``cast`` and ``speaking`` tell of the scene's own people in how many scenes they are, and speak. ``aspect_ratio`` is
    the one that most scenes of the episode have, of several the one that comes first; empty for a scene of no episode.
    ``looks`` are those that the episode names.
    """

    cast: tuple[tuple[str, int], ...] = ()
    speaking: tuple[tuple[str, int], ...] = ()
    aspect_ratio: str = ""
    looks: tuple[tuple[str, str], ...] = ()

    def scenes_of(self, name: str) -> int:
        """In how many scenes of the project one who is cast here is cast."""
        return dict(self.cast).get(name, 0)

    def scenes_with_lines_of(self, name: str) -> int:
        """In how many scenes of the project one who speaks here speaks."""
        return dict(self.speaking).get(name, 0)


@dataclass(frozen=True, slots=True)
class _Tally:
    """The counts of one episode. They are never changed once they are known."""

    scenes: tuple[Scene, ...]
    ids: frozenset[str]
    cast: Counter[str]
    speaking: Counter[str]
    ratios: Counter[str]


_known: dict[str, _Tally] = {}


def surroundings(project: Project, scene: Scene) -> Surroundings:
    """What of the rest of the project the rules look at for this scene."""
    tallies = [_tally(episode) for episode in project.episodes]
    pairs = zip(project.episodes, tallies, strict=True)
    home = next(((episode, tally) for episode, tally in pairs if scene.id in tally.ids), None)
    return Surroundings(
        tuple((name, sum(tally.cast[name] for tally in tallies)) for name in dict.fromkeys(scene.cast)),
        tuple((name, sum(tally.speaking[name] for tally in tallies)) for name in speakers(scene)),
        _most_usual(home[1]) if home is not None else "",
        home[0].looks if home is not None else (),
    )


def _most_usual(tally: _Tally) -> str:
    most = max(tally.ratios.values())
    return next(scene.aspect_ratio for scene in tally.scenes if tally.ratios[scene.aspect_ratio] == most)


def _tally(episode: Episode) -> _Tally:
    known = _known.get(episode.id)
    if known is not None and known.scenes is episode.scenes:
        return known
    tally = _counted(episode.scenes) if known is None else _counted_on(known, episode.scenes)
    if len(_known) >= _MOST_KEPT:
        _known.clear()
    _known[episode.id] = tally
    return tally


def _counted(scenes: tuple[Scene, ...]) -> _Tally:
    return _Tally(
        scenes,
        frozenset(scene.id for scene in scenes),
        Counter(name for scene in scenes for name in _cast(scene)),
        Counter(name for scene in scenes for name in speakers(scene)),
        Counter(scene.aspect_ratio for scene in scenes),
    )


def _counted_on(known: _Tally, scenes: tuple[Scene, ...]) -> _Tally:
    """The counts of ``scenes``, from those of an earlier state where that is less work."""
    if len(known.scenes) != len(scenes):
        return _counted(scenes)
    pairs = [(old, new) for old, new in zip(known.scenes, scenes, strict=True) if old is not new]
    if len(pairs) > len(scenes) // 2 or any(old.id != new.id for old, new in pairs):
        return _counted(scenes)
    cast, speaking, ratios = known.cast.copy(), known.speaking.copy(), known.ratios.copy()
    for old, new in pairs:
        cast.subtract(_cast(old))
        cast.update(_cast(new))
        speaking.subtract(speakers(old))
        speaking.update(speakers(new))
        ratios[old.aspect_ratio] -= 1
        ratios[new.aspect_ratio] += 1
    return _Tally(scenes, known.ids, cast, speaking, ratios)


def _cast(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys(scene.cast))
