"""What can be done to one of several pictures, for members and looks alike. Pure functions."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from kling_studio.core.project import View, ViewKind
from kling_studio.core.sending import VIEW_ORDER

Views = tuple[View, ...]


class ViewChange(NamedTuple):
    """``of`` makes other pictures of those that are there; ``what`` begins a sentence on it ("Removing ...")."""

    what: str
    of: Callable[[Views], Views]


def primary_index(views: Views) -> int:
    """Which of the pictures is the primary one, -1 without any: the first front view, which is sent before all others.

    Without a front view it is what is sent first instead.
    """
    return min(range(len(views)), key=lambda index: VIEW_ORDER.index(views[index].view), default=-1)


def removal(index: int) -> ViewChange:
    """Take a picture away."""
    return ViewChange("Removing this picture", lambda views: (*views[:index], *views[index + 1 :]))


def labelling(index: int, kind: ViewKind) -> ViewChange:
    """Say that a picture shows something else."""

    def labelled(views: Views) -> Views:
        return (*views[:index], replace(views[index], view=kind), *views[index + 1 :])

    article = "an" if kind is ViewKind.OUTFIT else "a"
    return ViewChange(f"Calling it {article} {kind} view", labelled)


def moving(index: int, to_index: int) -> ViewChange:
    """Put a picture to another place."""

    def moved(views: Views) -> Views:
        rest = removal(index).of(views)
        return (*rest[:to_index], views[index], *rest[to_index:])

    return ViewChange("Moving it", moved)


def promotion(index: int) -> ViewChange:
    """Make a picture the primary one: a front view, before all others."""
    return ViewChange(
        "Making it the primary picture",
        lambda views: moving(index, 0).of(labelling(index, ViewKind.FRONT).of(views)),
    )
