"""What every renderer looks like to the rest of the program, be it on this machine or at a provider.

A renderer tells each step *before* it takes it; whoever drives it writes the step to the ledger and only then asks for
the next one. So the fact of a request is on the disk before the request is made.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kling_studio.core.catalog import NO_LIMITS, FileLimits, Mode, Model
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind, Json
from kling_studio.core.ledger import Take
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.project import Project, Scene


@dataclass(frozen=True, slots=True)
class Order:
    """All that a renderer needs for one take, or for a voice or an element.

    ``part`` is where the film goes while it is not proven. ``label`` says which scene it is in a reader's words;
    ``path_of`` gives the file behind a reference. ``take`` is what the facts tell of it: a renderer goes on from
    there. ``pictures`` are the limits that pictures have to be within when they go up. ``made`` are the ids that stand
    for placeholders, ``stop`` is set when somebody cancels, and ``is_known`` tells whether another job has a provider's
    id.
    """

    job: str
    project: Project
    scene: Scene
    label: str
    model: Model
    mode: Mode
    part: Path
    path_of: Callable[[str], Path | None]
    media: MediaFacts = field(default_factory=dict)
    pictures: FileLimits = NO_LIMITS
    take: Take | None = None
    made: Mapping[str, str] = field(default_factory=dict)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    is_known: Callable[[str], bool] = lambda _request_id: False


@dataclass(frozen=True, slots=True)
class Step:
    """A step about to be taken, as the fact that will stand in the ledger."""

    kind: FactKind
    data: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a render is; ``total`` 0 where nobody knows. ``text`` is a line for the screen.

    ``ahead`` is how many wait in front of it in the provider's line, where that is known.
    """

    done: int
    total: int
    text: str = ""
    ahead: int | None = None


class Held(KnownError):
    """The job stays as it is until somebody has done something; nothing is lost."""


class KeyWanted(Held):
    """There is no key, or the provider does not take it."""

    settings = "keys"


class PriceRose(KnownError):
    """The provider asks more than what was agreed to; nothing was sent."""


class Renderer(Protocol):
    """One provider."""

    def request(self, order: Order) -> Mapping[str, Json]:
        """Exactly what would be sent, as JSON; equal requests give equal films."""
        ...

    def render(self, order: Order) -> AsyncGenerator[Step | Progress, None]:
        """Make the film at ``order.part``, telling each step first. Closing the iterator stops the work.

        Raises:
            Held: nothing more can be done by itself.
            KnownError: it cannot be rendered, and nothing was paid.
        """
        ...
