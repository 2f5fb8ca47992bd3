"""The ledger as a table: one row a charge, with where it belongs, for the window and the commands alike."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from kling_studio.core.facts import ChargeKind
from kling_studio.core.ledger import FILM, Charge, LedgerState, Take, charges
from kling_studio.core.numbering import Place, places, scene_title
from kling_studio.core.pricing import exact
from kling_studio.core.project import Episode, Project, Scene

COLUMNS = ("at", "scene", "take", "model", "kind", "amount", "currency")
TITLES = ("what", "episode", "title")
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A charge and what it is for. An ``amount`` of ``None`` is unknown; ``take`` is ``None`` for what is no film.

    ``scene`` is the scene's number over the project: today's, or that of the planning where the scene is gone. For a
    voice or an element (``what``) the ``title`` is the member's name and the ``model`` its provider's. ``episode_id``
    is empty where the scene is gone, ``scene_id`` is not.
    """

    job: str
    at: str
    scene: int | None
    take: int | None
    model: str | None
    what: str | None
    kind: ChargeKind
    amount: Decimal | None
    currency: str
    scene_id: str = ""
    episode_id: str = ""
    episode: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What rows amount to, each currency for itself, and how many of them have no known amount."""

    known: dict[str, Decimal] = field(default_factory=dict)
    unknown: int = 0


def ledger_rows(project: Project, ledger: LedgerState) -> tuple[LedgerRow, ...]:
    """Every charge, in the order of planning."""
    where = _Where(project)
    return tuple(where.row(charge, ledger.job(charge.job)) for charge in charges(ledger))


def sum_of(rows: Iterable[LedgerRow]) -> Sum:
    """The rows together; amounts of two currencies are never added up."""
    known: dict[str, Decimal] = {}
    unknown = 0
    for row in rows:
        if row.amount is None:
            unknown += 1
        else:
            known[row.currency] = known.get(row.currency, Decimal(0)) + row.amount
    return Sum(known, unknown)


def ledger_csv(rows: Iterable[LedgerRow], *, titles: bool = False, delimiter: str = ",") -> str:
    """The rows as CSV with a line of names, on demand with the columns of :data:`TITLES` too.

    An unknown amount is an empty cell; no cell is a formula.
    """
    columns = (*COLUMNS, *TITLES) if titles else COLUMNS
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)
    return text.getvalue()


def start_of_day(now: datetime) -> str:
    """When the day of ``now`` began by its own time zone, as facts tell time."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class _Where:
    """Where scenes stand today."""

    def __init__(self, project: Project) -> None:
        self._places: dict[str, Place] = places(project)
        self._owners: dict[str, tuple[Episode, Scene]] = {
            scene.id: (episode, scene) for episode in project.episodes for scene in episode.scenes
        }

    def row(self, charge: Charge, take: Take | None) -> LedgerRow:
        money = (charge.kind, charge.amount, charge.currency)
        if take is None:
            return LedgerRow(charge.job, charge.at, None, None, None, None, *money)
        place, owner = self._places.get(take.scene_id), self._owners.get(take.scene_id)
        is_film = take.what == FILM
        title = (
            scene_title(owner[1], place.scene_in_episode) if is_film and owner and place else take.scene_title
        )
        return LedgerRow(
            charge.job,
            charge.at,
            place.number if place else take.scene_number or None,
            take.number if is_film else None,
            take.model if is_film else take.model.partition(":")[0],
            take.what,
            *money,
            scene_id=take.scene_id,
            episode_id=owner[0].id if owner else "",
            episode=owner[0].title if owner else "",
            title=title,
        )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return exact(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
