"""How the hand changes a part of a film or sound. Pure functions on seconds."""

from dataclasses import dataclass
from enum import StrEnum

from kling_studio.core.samples import spoken_length


class Handle(StrEnum):
    """What of a part is held."""

    START = "start"
    END = "end"
    MIDDLE = "middle"


@dataclass(frozen=True, slots=True)
class Span:
    """A part, in seconds from the start."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Track:
    """What is trimmed: how long it is, in which steps, and how long a part may be (0 is no limit)."""

    duration_s: float
    step_s: float
    least_s: float = 0.0
    most_s: float = 0.0

    @property
    def whole(self) -> Span:
        """All of it."""
        return Span(0.0, self.duration_s)

    @property
    def first(self) -> Span:
        """All of it, or as much from its start as is taken."""
        return Span(0.0, min(self.duration_s, self.most_s or self.duration_s))

    def pulled(self, span: Span, handle: Handle, by_s: float) -> Span:
        """The part with an edge, or all of it, moved by so many seconds, as far as there is something."""
        if handle is Handle.START:
            last = span.end_s - self.step_s
            return Span(min(max(0.0, self._snapped(span.start_s + by_s)), last), span.end_s)
        if handle is Handle.END:
            first = span.start_s + self.step_s
            return Span(span.start_s, max(min(self.duration_s, self._snapped(span.end_s + by_s)), first))
        start_s = min(max(0.0, self._snapped(span.start_s + by_s)), self.duration_s - span.length_s)
        return Span(start_s, start_s + span.length_s)

    def fits(self, span: Span) -> bool:
        """Whether a part of this length is taken."""
        lasts_s = round(span.length_s, 2)
        return self.least_s <= lasts_s and not (self.most_s and lasts_s > self.most_s)

    def is_whole(self, span: Span) -> bool:
        """Whether nothing is cut away."""
        return span.start_s < self.step_s / 2 and span.end_s > self.duration_s - self.step_s / 2

    def words(self, span: Span) -> str:
        """How long a part is, and how long one may be: ``6.4 s, 3 to 8 s``."""
        allowed = f", {self.least_s:g} to {self.most_s:g} s" if self.most_s else ""
        return f"{spoken_length(span.length_s)}{allowed}"

    def _snapped(self, at_s: float) -> float:
        return round(at_s / self.step_s) * self.step_s
