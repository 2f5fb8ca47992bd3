"""How the rows of a list become other rows in the fewest steps that a view can follow."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """What one step does."""

    REMOVE = "remove"
    INSERT = "insert"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``row`` is where it acts as the rows stand then, ``to_row`` where a moved one stands afterwards."""

    kind: StepKind
    row: int
    id: str
    to_row: int = 0


def steps(old: Sequence[str], new: Sequence[str], moved: Collection[str] = ()) -> Iterator[Step]:
    """From ``old`` to ``new``; ``moved`` are the ids that changed places, the others kept theirs.

    Without the right ``moved`` the result is the same, in more steps.
    """
    rows = list(old)
    wanted = set(new)
    for row in range(len(rows) - 1, -1, -1):
        if rows[row] not in wanted:
            yield Step(StepKind.REMOVE, row, rows.pop(row))
    there = set(rows)
    for item in (item for item in new if item in there and item in moved):
        yield from _to_place(rows, new, item)
    for row, item in enumerate(new):
        if item not in there:
            rows.insert(row, item)
            yield Step(StepKind.INSERT, row, item)
        elif rows[row] != item:
            yield _moved(rows, rows.index(item), row)


def _to_place(rows: list[str], new: Sequence[str], item: str) -> Iterator[Step]:
    """Put a moved item right behind the one that it shall follow."""
    there = set(rows)
    before = next((other for other in reversed(new[: new.index(item)]) if other in there), None)
    row = rows.index(item)
    place = 0 if before is None else rows.index(before) + 1
    place -= place > row
    if place != row:
        yield _moved(rows, row, place)


def _moved(rows: list[str], row: int, to_row: int) -> Step:
    item = rows.pop(row)
    rows.insert(to_row, item)
    return Step(StepKind.MOVE, row, item, to_row)
