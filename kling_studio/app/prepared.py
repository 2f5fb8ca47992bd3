"""An edit worked out before it is made, on any thread: thousands of members at once would hold up the window."""

from collections.abc import Callable
from dataclasses import dataclass

from kling_studio.core.diff import Change, diff
from kling_studio.core.project import Project
from kling_studio.core.saveable import check_saveable


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an edit makes of a project, and what is another then."""

    before: Project
    after: Project
    changes: tuple[Change, ...]


def prepare(before: Project, edit: Callable[[Project], Project]) -> Prepared:
    """Work an edit out; pure. Raises ``EditRejected`` where it makes no sense or could not be saved."""
    after = edit(before)
    check_saveable(before, after)
    return Prepared(before, after, diff(before, after) if after is not before else ())
