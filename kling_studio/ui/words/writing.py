"""Where the text of a field goes."""

from collections.abc import Callable
from dataclasses import dataclass

from kling_studio.core.project import Project


@dataclass(frozen=True, slots=True)
class Writing:
    """The edit that takes a field's text, the name of its undo step, and the key by which typing becomes one step."""

    edit: Callable[[Project, str], Project]
    label: str
    merge_key: str
