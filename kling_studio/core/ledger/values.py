"""What the facts amount to: takes, charges, and the state that holds them all. Read-only values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from kling_studio.core.facts import ChargeKind, Json, nothing
from kling_studio.core.job import FINAL_STATES, JobState

FILM, VOICE, ELEMENT = "film", "voice", "element"


@dataclass(frozen=True, slots=True)
class Take:
    """One render of a scene, as far as the facts tell. Money is in US dollars; None is an unknown amount.

    ``scene_number`` and ``scene_title`` are as they were when the take was planned. ``sent`` is the request,
    ``filled`` what stood in it for its placeholders at ``sent_at``, ``price`` what the provider asked for it then.
    ``answer`` is the provider's last word, ``addresses`` where to ask for it, ``video`` a path relative to the
    project folder. ``error`` are the sentences of the last fact that had some.

    The making of a ``voice`` or an ``element`` is such a job too (``what``), with the id that it brought as ``made``.
    ``once`` are the amounts that were agreed for those before a film, by their placeholders.

    ``sound_on`` is whether the film was to have sound, ``has_sound`` whether it has, once that is known.
    ``unknown_fields`` are those of the provider's answers that this version does not know. ``refused_field`` is the
    field of the scene that the provider did not take, ``refused_shot`` (from 1) the shot it belongs to.
    """

    job: str
    scene_id: str
    scene_number: int
    scene_title: str
    number: int
    model: str
    mode: str
    endpoint: str
    seconds: int
    quoted: Decimal | None
    price_list: str | None
    fingerprint: str
    sent: Mapping[str, Json]
    planned_at: str
    what: str = FILM
    once: Mapping[str, Json] = field(default_factory=nothing)
    state: JobState = JobState.PLANNED
    changed_at: str = ""
    request_id: str | None = None
    addresses: Mapping[str, Json] = field(default_factory=nothing)
    filled: Mapping[str, Json] = field(default_factory=nothing)
    sent_at: str = ""
    price: Decimal | None = None
    answer: Json = None
    made: str | None = None
    video: str | None = None
    charged: Decimal | None = None
    charge_kind: ChargeKind | None = None
    error: str = ""
    sound_on: bool = False
    has_sound: bool | None = None
    unknown_fields: tuple[str, ...] = ()
    refused_field: str = ""
    refused_shot: int | None = None

    @property
    def lacks_sound(self) -> bool:
        """Whether it came without the sound that it was to have."""
        return self.sound_on and self.has_sound is False

    @property
    def is_paid(self) -> bool:
        """Whether a provider makes it, for money, rather than this machine."""
        return not self.model.startswith("animatic:")

    @property
    def is_open(self) -> bool:
        """Whether something may still happen to it."""
        return self.state not in FINAL_STATES


@dataclass(frozen=True, slots=True)
class Charge:
    """What a job costs, by the best word on it so far. An ``amount`` of None is unknown."""

    job: str
    at: str
    kind: ChargeKind
    amount: Decimal | None
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What all facts so far amount to. The mappings are read-only; jobs stand in the order of planning.

    ``takes`` are films; ``makings`` the voices and elements that were made before them, in the same terms.
    """

    takes: Mapping[str, Take]
    jobs_by_scene: Mapping[str, tuple[str, ...]]
    charges: Mapping[str, Charge]
    makings: Mapping[str, Take] = field(default_factory=lambda: MappingProxyType({}))

    def job(self, job: str) -> Take | None:
        """The take or the making with this id."""
        return self.takes.get(job) or self.makings.get(job)


NO_FACTS = LedgerState(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))


def takes_of_scene(state: LedgerState, scene_id: str) -> tuple[Take, ...]:
    """The takes of one scene, oldest first."""
    return tuple(state.takes[job] for job in state.jobs_by_scene.get(scene_id, ()))


def next_take_number(state: LedgerState, scene_id: str) -> int:
    """One more than the highest number that the scene ever used."""
    return 1 + max((take.number for take in takes_of_scene(state, scene_id)), default=0)


def open_jobs(state: LedgerState) -> tuple[Take, ...]:
    """The takes to which something may still happen, oldest first."""
    return tuple(take for take in state.takes.values() if take.state not in FINAL_STATES)


def open_makings(state: LedgerState) -> tuple[Take, ...]:
    """The voices and elements to which something may still happen, oldest first."""
    return tuple(making for making in state.makings.values() if making.is_open)


def making_of(state: LedgerState, provider: str, what: str, fingerprint: str) -> Take | None:
    """The newest voice or element that was made at a provider from the same, or is on its way."""
    return next(
        (
            making
            for making in reversed(tuple(state.makings.values()))
            if making.what == what
            and making.fingerprint == fingerprint
            and making.model.partition(":")[0] == provider
            and (making.made is not None or making.is_open)
        ),
        None,
    )
