"""What is looked at before money is spent: a line for each scene, what keeps it back, and what would be left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_FLOOR, Decimal

from kling_studio.core.catalog import Catalog, Model, PriceList
from kling_studio.core.checks import Finding, Severity, check_scene
from kling_studio.core.ledger import LedgerState, Take, takes_of_scene
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.numbering import places, scene_title
from kling_studio.core.pricing import Once, Quote, quote_scene, total
from kling_studio.core.project import Project, Scene
from kling_studio.render.budget import Caps, OverBudget, check_caps, committed


@dataclass(frozen=True, slots=True)
class Wanted:
    """A scene and the model that shall render it; ``why`` is a sentence for the reader, where there is a reason."""

    scene_id: str
    model_id: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A render that a person agreed to, and the price that was read then; ``None`` for one that nobody knows."""

    scene_id: str
    model_id: str
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One scene of a price sheet.

    ``identical`` is the take that holds already what a render would bring, ``on_its_way`` one that the same model is
    rendering now.
    """

    scene: Scene
    number: int
    title: str
    model_id: str
    model: Model | None
    quote: Quote | None
    findings: tuple[Finding, ...] = ()
    identical: Take | None = None
    on_its_way: Take | None = None
    why: str = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What forbids the render."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many findings say that the render may disappoint."""
        return sum(finding.severity is Severity.WARNING for finding in self.findings)

    @property
    def can_be_sent(self) -> bool:
        """Whether nothing in the scene itself forbids it."""
        return self.quote is not None and not self.errors

    @property
    def is_offered(self) -> bool:
        """Whether it is sent unless somebody says otherwise."""
        known = self.quote is not None and self.quote.total is not None
        return self.can_be_sent and known and self.identical is None and self.on_its_way is None

    @property
    def agreed(self) -> Agreed:
        """The line as somebody agrees to it."""
        return Agreed(self.scene.id, self.model_id, self.quote.total if self.quote else None)


@dataclass(frozen=True, slots=True)
class Budget:
    """One cap: what is spent or on its way under it, and what a run adds. ``cost`` is ``None`` where nobody knows."""

    name: str
    cap: Decimal
    spent: Decimal
    cost: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """What is left afterwards; below 0 where the cap forbids the run."""
        return None if self.cost is None else self.cap - self.spent - self.cost

    @property
    def more_runs(self) -> int | None:
        """How many more runs of the same price the rest pays for, rounded down."""
        if not self.cost or self.left is None or self.left < 0:
            return None
        return int((self.left / self.cost).to_integral_value(ROUND_FLOOR))


@dataclass(frozen=True, slots=True)
class PriceSheet:
    """The lines with all that decides whether they may be sent.

    ``project`` and ``media`` are what the prices hold for; ``keyless`` says why a provider cannot be asked.
    """

    project: Project
    ledger: LedgerState
    media: MediaFacts
    lines: tuple[SheetLine, ...]
    lists: tuple[PriceList, ...] = ()
    caps: Caps = field(default_factory=Caps)
    keyless: Mapping[str, str] = field(default_factory=dict)

    @property
    def offered(self) -> frozenset[str]:
        """The scenes that are sent unless somebody says otherwise."""
        return frozenset(line.scene.id for line in self.lines if line.is_offered)

    def sent(self, chosen: Collection[str]) -> tuple[SheetLine, ...]:
        """The lines of the chosen scenes that can be sent."""
        return tuple(line for line in self.lines if line.scene.id in chosen and line.can_be_sent)

    def total(self, chosen: Collection[str]) -> Decimal | None:
        """What the chosen scenes cost together; ``None`` where a price is not known."""
        return total(quote.total for _, quote in self._priced(chosen))

    def missing_keys(self, chosen: Collection[str]) -> Mapping[str, str]:
        """The providers of chosen scenes that have no key, and what is wrong."""
        wanted = {line.model.provider for line in self.sent(chosen) if line.model is not None}
        return {provider: words for provider, words in self.keyless.items() if provider in wanted}

    def unknown(self, chosen: Collection[str]) -> int:
        """How many of the chosen scenes have no known price."""
        return sum(quote.total is None for _, quote in self._priced(chosen))

    def over_budget(self, chosen: Collection[str]) -> str:
        """Why a cap forbids the run, in a sentence; empty where none does."""
        try:
            check_caps(self._priced(chosen), self.caps, self.ledger, self.project)
        except OverBudget as over:
            return str(over)
        return ""

    def may_be_sent(self, chosen: Collection[str], *, unknown_agreed: bool = False) -> bool:
        """Whether the run may go as it is chosen."""
        known = unknown_agreed or not self.unknown(chosen)
        return bool(
            self.sent(chosen) and known and not self.missing_keys(chosen) and not self.over_budget(chosen)
        )

    def budgets(self, chosen: Collection[str]) -> tuple[Budget, ...]:
        """The caps that the chosen scenes count against, the one with the least left first."""
        found = list(self._budgets(self._priced(chosen)))
        return tuple(sorted(found, key=lambda budget: budget.cap - budget.spent - (budget.cost or 0)))

    def _budgets(self, priced: Sequence[tuple[Scene, Quote]]) -> Iterable[Budget]:
        costs = total(quote.total for _, quote in priced)
        if self.caps.per_project is not None:
            yield Budget("project", self.caps.per_project, committed(self.ledger), costs)
        if self.caps.per_day is not None:
            yield Budget("today", self.caps.per_day, committed(self.ledger, since=self.caps.since), costs)
        if self.caps.per_episode is None:
            return
        for episode in self.project.episodes:
            scenes = frozenset(scene.id for scene in episode.scenes)
            own = [quote.total for scene, quote in priced if scene.id in scenes]
            if own:
                gone = committed(self.ledger, scenes=scenes)
                yield Budget(episode.title or "episode", self.caps.per_episode, gone, total(own))

    def _priced(self, chosen: Collection[str]) -> list[tuple[Scene, Quote]]:
        """The chosen scenes with their quotes; what is made once counts with the first that needs it."""
        made: set[tuple[str, str, str]] = set()
        priced = []
        for line in self.sent(chosen):
            if line.quote is None or line.model is None:
                continue
            kept, repeated = _parted(line.quote.once, line.model.provider, made)
            quote = line.quote
            if repeated:
                own = total(entry.amount for entry in repeated)
                rest = None if quote.total is None or own is None else quote.total - own
                quote = replace(quote, once=tuple(kept), total=rest)
            priced.append((line.scene, quote))
        return priced


def sheet_line(
    project: Project,
    wanted: Wanted,
    catalog: Catalog,
    ledger: LedgerState,
    media: MediaFacts,
    lists: Iterable[str] = (),
    identical: Take | None = None,
) -> SheetLine | None:
    """The line of one scene; ``None`` where the project no longer has it."""
    scene, place = project.find_scene(wanted.scene_id), places(project).get(wanted.scene_id)
    if scene is None or place is None:
        return None
    going = (take for take in takes_of_scene(ledger, scene.id) if take.is_open)
    return SheetLine(
        scene,
        place.number,
        scene_title(scene, place.scene_in_episode),
        wanted.model_id,
        catalog.models.get(wanted.model_id),
        quote_scene(project, scene, catalog, lists, media, wanted.model_id),
        check_scene(project, scene, catalog, media, wanted.model_id, lists=lists),
        identical,
        next((take for take in going if take.model == wanted.model_id), None),
        wanted.why,
    )


def lists_of(lines: Iterable[SheetLine], catalog: Catalog) -> tuple[PriceList, ...]:
    """The price lists that the lines were read from, each once."""
    names = dict.fromkeys(line.quote.price_list for line in lines if line.quote is not None)
    return tuple(catalog.price_lists[name] for name in names if name in catalog.price_lists)


def _parted(
    once: Iterable[Once], provider: str, made: set[tuple[str, str, str]]
) -> tuple[list[Once], list[Once]]:
    """What a line must have made, and what an earlier line has made already."""
    kept: list[Once] = []
    repeated: list[Once] = []
    for entry in once:
        key = (provider, entry.what, entry.name)
        (repeated if key in made else kept).append(entry)
        made.add(key)
    return kept, repeated
