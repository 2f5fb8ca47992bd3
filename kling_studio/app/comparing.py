"""One scene on every model of the catalog, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from kling_studio.core.advice import Advice, Offer, advise
from kling_studio.core.catalog import Catalog, Model
from kling_studio.core.checks import Finding, Severity, check_scene
from kling_studio.core.job import JobState
from kling_studio.core.ledger import LedgerState
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import choose_mode
from kling_studio.core.numbering import places
from kling_studio.core.pricing import Quote, quote, total
from kling_studio.core.project import Project, Scene

UNSENT_RULES = frozenset({"not-sent", "one-voice", "voice-needs-clip"})


@dataclass(frozen=True, slots=True)
class Row:
    """A scene on one model. ``episode_total`` is what the whole episode would cost there.

    ``took_s`` is how long renders of a second of film took here so far, in seconds.
    """

    model: Model
    mode: str
    reason: str
    findings: tuple[Finding, ...]
    quote: Quote
    episode_total: Decimal | None
    took_s: float | None = None

    @property
    def works(self) -> bool:
        """Whether nothing forbids it."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    @property
    def unsent(self) -> tuple[Finding, ...]:
        """What of the scene the model would not get."""
        return tuple(finding for finding in self.findings if finding.rule in UNSENT_RULES)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The scene, as it was compared, on every model; and what to think of."""

    scene: Scene
    title: str
    rows: tuple[Row, ...]
    advice: tuple[Advice, ...]


def compare(
    project: Project,
    scene: Scene,
    catalog: Catalog,
    ledger: LedgerState,
    media: MediaFacts,
    lists: Iterable[str] = (),
) -> Comparison:
    """The scene on every model, in the catalog's order. Takes a moment in a long episode."""
    lists = tuple(lists)
    episode = next((one for one in project.episodes if scene in one.scenes), None)
    rows = []
    for model in catalog.models.values():
        prices = catalog.price_list(model.provider, lists)
        choice = choose_mode(project, scene, model)
        others = episode.scenes if episode else (scene,)
        rows.append(
            Row(
                model,
                choice.name.value,
                choice.reason,
                check_scene(project, scene, catalog, media, model.id, lists=lists, silenced=True),
                quote(project, scene, model, prices, media),
                total(quote(project, one, model, prices, media).total for one in others),
                _took_s(ledger, model.id),
            )
        )
    place = places(project).get(scene.id)
    advice = advise(project, scene, [_offer(row) for row in rows])
    return Comparison(scene, place.label if place else scene.title, tuple(rows), advice)


def _offer(row: Row) -> Offer:
    return Offer(row.model, row.quote.total, row.works, len(row.unsent))


def _took_s(ledger: LedgerState, model_id: str) -> float | None:
    """How long a second of film took on this model, by the takes that are there."""
    rates = [
        (datetime.fromisoformat(take.changed_at) - datetime.fromisoformat(take.sent_at)).total_seconds()
        / take.seconds
        for take in ledger.takes.values()
        if take.model == model_id and take.state is JobState.DONE and take.sent_at and take.seconds
    ]
    return median(rates) if rates else None
