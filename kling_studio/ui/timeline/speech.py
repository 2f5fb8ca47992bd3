"""When each line of dialogue is spoken."""

from typing import NamedTuple

from kling_studio.core.project import Project, Scene
from kling_studio.core.prompt import plain
from kling_studio.core.speech import shares
from kling_studio.core.timeline import starts


class Spoken(NamedTuple):
    """A line of dialogue and its share of the shot's time. ``colour`` is the speaker's place in the cast, if any."""

    shot_index: int
    start_s: float
    end_s: float
    speaker: str
    text: str
    colour: int | None

    @property
    def words(self) -> str:
        """The line as it stands on its chip."""
        return f"{self.speaker}: {self.text}" if self.speaker else self.text


def spoken_lines(project: Project, scene: Scene) -> tuple[Spoken, ...]:
    """Every line of a scene in order; the lines of a shot share its seconds in proportion to their words."""
    names = tuple(member.name for member in project.cast)
    spoken: list[Spoken] = []
    for index, (start_s, shot) in enumerate(zip(starts(scene), scene.shots, strict=True)):
        lines = [line for line in shot.dialogue if line.text.strip()]
        if not lines:
            continue
        at_s = float(start_s)
        for line, share in zip(lines, shares([line.text for line in lines]), strict=True):
            end_s = at_s + shot.seconds * share
            colour = names.index(line.character) if line.character in names else None
            text = " ".join(plain(line.text, names).split())
            spoken.append(Spoken(index, at_s, end_s, line.character, text, colour))
            at_s = end_s
    return tuple(spoken)
