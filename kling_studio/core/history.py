"""Undo and redo over values: undo is the value before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")

STEPS = 200
MERGE_WITHIN_S = 1.5


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A value and the label of the edit that made it; ``at_s`` is when it was last merged into."""

    value: T
    label: str
    merge_key: str | None = None
    at_s: float = 0.0


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """A value with its past and future. Frozen itself: each call returns the next history.

    Commits with the same merge key within ``MERGE_WITHIN_S`` seconds become one step, which is how typing is merged.
    """

    present: Step[T]
    past: tuple[Step[T], ...] = ()
    future: tuple[Step[T], ...] = ()
    clean: T | None = None

    @classmethod
    def of(cls, value: T) -> "History[T]":
        """A history that begins with ``value``, which counts as saved."""
        return cls(Step(value, ""), clean=value)

    @property
    def value(self) -> T:
        """The value now."""
        return self.present.value

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or ``None``."""
        return self.present.label if self.past else None

    @property
    def redo_label(self) -> str | None:
        """What redo would bring again, or ``None``."""
        return self.future[-1].label if self.future else None

    @property
    def is_clean(self) -> bool:
        """Whether the value now is the one that was saved last."""
        return self.clean is self.present.value

    def commit(
        self, value: T, label: str, *, merge_key: str | None = None, at_s: float = 0.0
    ) -> "History[T]":
        """The history after an edit; an edit that changed nothing is no step. ``at_s`` is any running clock."""
        if value is self.present.value or value == self.present.value:
            return self
        step = Step(value, label, merge_key, at_s)
        if self._merges(merge_key, at_s):
            return replace(self, present=replace(step, label=self.present.label), future=())
        past = (*self.past, self.present)[-STEPS:]
        return replace(self, present=step, past=past, future=())

    def amended(self, change: Callable[[T], T]) -> "History[T]":
        """``change`` made to every value, past and future too: what it brings is neither undone nor a step.

        The same history where it changes nothing. What stands on the disk is left as it was.
        """
        steps = tuple(_amended(step, change) for step in (*self.past, self.present, *self.future))
        if all(new is old for new, old in zip(steps, (*self.past, self.present, *self.future), strict=True)):
            return self
        now = len(self.past)
        return replace(self, past=steps[:now], present=steps[now], future=steps[now + 1 :])

    def undo(self) -> "History[T]":
        """One step back; the same history where there is none."""
        if not self.past:
            return self
        sealed = replace(self.present, merge_key=None)
        before = replace(self.past[-1], merge_key=None)
        return replace(self, present=before, past=self.past[:-1], future=(*self.future, sealed))

    def redo(self) -> "History[T]":
        """One step forward; the same history where there is none."""
        if not self.future:
            return self
        return replace(
            self, present=self.future[-1], past=(*self.past, self.present), future=self.future[:-1]
        )

    def sealed(self) -> "History[T]":
        """The same history, into whose last step nothing merges any more."""
        return replace(self, present=replace(self.present, merge_key=None))

    def marked_clean(self, value: T) -> "History[T]":
        """The same history with ``value`` as the one that stands on the disk."""
        return replace(self, clean=value)

    def _merges(self, merge_key: str | None, at_s: float) -> bool:
        same = merge_key is not None and merge_key == self.present.merge_key
        return same and bool(self.past) and at_s - self.present.at_s <= MERGE_WITHIN_S


def _amended(step: Step[T], change: Callable[[T], T]) -> Step[T]:
    value = change(step.value)
    return step if value is step.value else replace(step, value=value)
