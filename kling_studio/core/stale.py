"""Whether a take is still what its scene would be rendered as, and what has changed since, in a director's words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.facts import Json
from kling_studio.core.ledger import Take
from kling_studio.core.project import Project, Scene
from kling_studio.core.renewed import NOTHING_RENEWED, Renewed
from kling_studio.core.sent import read_sent
from kling_studio.core.sent_changes import Changed, Part, changes_between

_MOST_NAMED = 4


class Standing(StrEnum):
    """How a take stands to its scene."""

    CURRENT = "current"
    STALE = "stale"
    UNKNOWN = "unknown"


class TakeStatus(NamedTuple):
    """How a take stands, and what changed where it is stale."""

    standing: Standing
    changes: tuple[Changed, ...] = ()

    @property
    def sentence(self) -> str:
        """What changed, as in "Shot 2's words and Mira's front view changed since." Empty where nothing did."""
        if not self.changes:
            return ""
        names = [changed.words for changed in self.changes]
        more = len(names) - _MOST_NAMED
        shown = names if more <= 0 else [*names[:_MOST_NAMED], f"{more} more"]
        first = ", ".join(shown[:-1])
        text = f"{first} and {shown[-1]}" if first else shown[-1]
        return f"{text[0].upper()}{text[1:]} changed since."

    @property
    def badge(self) -> str:
        """The same for a card: "words changed", "words, picture", "words + 2"."""
        parts = list(dict.fromkeys(changed.part for changed in self.changes))
        if len(parts) < 2:
            return "".join(f"{part} changed" for part in parts)
        return f"{parts[0]}, {parts[1]}" if len(parts) == 2 else f"{parts[0]} + {len(parts) - 1}"


_CURRENT = TakeStatus(Standing.CURRENT)
_UNKNOWN = TakeStatus(Standing.UNKNOWN)


def take_status(
    take: Take,
    project: Project,
    scene: Scene,
    today: Mapping[str, Json] | None,
    renewed: Renewed = NOTHING_RENEWED,
) -> TakeStatus:
    """Compare a take with ``today``: the request, as a take keeps it, of its scene now on the take's own model.

    ``today`` is ``None`` where the scene cannot be put to that model any more. Files that have not been read yet
    count as unchanged while the project's reference to them is the same; so does what was made again of the same
    (``renewed``).
    """
    of_another = take.model != scene.model and ANIMATIC not in (take.model, scene.model)
    changes = [Changed(Part.MODEL, "the model")] if of_another else []
    before = read_sent(take.sent, take.filled, renewed)
    after = read_sent(today) if today is not None else None
    if before is not None and after is not None:
        changes += changes_between(before, after, project)
    elif not changes:
        return _UNKNOWN
    return TakeStatus(Standing.STALE, tuple(changes)) if changes else _CURRENT
