"""One open project while the program runs: its value with its past, the facts, and what follows from both.

Everything that shows or changes a project goes through here. A session is used on one thread.
"""

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from kling_studio.app.current import TakeStatuses
from kling_studio.app.hashing import Digests
from kling_studio.app.prepared import Prepared, prepare
from kling_studio.app.signal import Signal
from kling_studio.core.catalog import Catalog, PriceList
from kling_studio.core.diff import Change, diff
from kling_studio.core.errors import EditRejected
from kling_studio.core.history import History
from kling_studio.core.ledger import LedgerState, Take
from kling_studio.core.media_facts import MediaFact
from kling_studio.core.pricing import Quote, quote_scene
from kling_studio.core.project import Project, Scene
from kling_studio.core.stale import TakeStatus
from kling_studio.render.journal import Journal
from kling_studio.storage.folder import ProjectFolder

if TYPE_CHECKING:
    # The rules are many, and nothing is to mend before the window is seen: they are imported when first asked.
    from kling_studio.core.checks import Finding, Surroundings

P = ParamSpec("P")


def new_id() -> str:
    """A new id for a thing of the project."""
    return secrets.token_hex(6)


class Session:
    """The open project and its signals.

    ``changed`` tells the differences after an edit, an undo or a redo; ``facts_changed`` the jobs that facts were
    added to; ``media_changed`` that files were measured; ``lists_changed`` that other prices hold; ``refused`` a
    sentence where an edit made no sense.
    """

    def __init__(
        self,
        folder: ProjectFolder,
        project: Project,
        catalog: Catalog,
        journal: Journal | None = None,
        read_only_reason: str | None = None,
        lists: tuple[str, ...] = (),
        undrawable: Callable[[str], str] = lambda _text: "",
    ) -> None:
        self.folder = folder
        self.catalog = catalog
        self.read_only_reason = read_only_reason
        self.lists = lists
        self.undrawable = undrawable
        self.journal = journal or Journal(lambda _fact: None)
        self.journal.on_added = lambda fact: self.facts_changed.emit(frozenset({fact.job}))
        self.media: dict[str, MediaFact] = {}
        self.digests = Digests()
        self.changed: Signal[tuple[Change, ...]] = Signal()
        self.facts_changed: Signal[frozenset[str]] = Signal()
        self.media_changed: Signal[None] = Signal()
        self.lists_changed: Signal[None] = Signal()
        self.refused: Signal[EditRejected] = Signal()
        self._history = History.of(project)
        self._quotes: dict[str, tuple[Scene, Quote | None]] = {}
        self._findings: dict[str, tuple[Scene, Surroundings, tuple[Finding, ...]]] = {}
        self._statuses = TakeStatuses(catalog)

    @property
    def project(self) -> Project:
        """The project as it stands."""
        return self._history.value

    @property
    def ledger(self) -> LedgerState:
        """What the facts amount to: takes, charges, open jobs."""
        return self.journal.ledger

    @property
    def history(self) -> History[Project]:
        """Past and future, for the names of undo and redo."""
        return self._history

    def dispatch(
        self,
        edit: Callable[Concatenate[Project, P], Project],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Make an edit of :mod:`kling_studio.core.edits`; the one door for all of them.

        ``session.dispatch(trim_shot, shot_id, seconds=7)``. Whether anything changed is returned; an edit that makes
        no sense is told by ``refused``. The undo step is named after the edit.
        """
        return self.apply(lambda project: edit(project, *args, **kwargs), label_of(edit))

    def apply(self, edit: Callable[[Project], Project], label: str, merge_key: str | None = None) -> bool:
        """Make any change as one undo step; steps with the same ``merge_key`` in quick succession become one."""
        if self.read_only_reason is not None:
            self.refused.emit(EditRejected(self.read_only_reason))
            return False
        try:
            prepared = prepare(self.project, edit)
        except EditRejected as refusal:
            self.refused.emit(refusal)
            return False
        return self.commit(prepared, label, merge_key)

    def commit(self, prepared: Prepared, label: str, merge_key: str | None = None) -> bool:
        """Make a change that was worked out for the project as it stands, on whatever thread; as :meth:`apply`."""
        if self.project is not prepared.before:
            raise ValueError("the project is another by now")
        after, at_s = prepared.after, time.monotonic()
        history = self._history.commit(after, label, merge_key=merge_key, at_s=at_s)
        return self._become(history, prepared.changes)

    def amend(self, change: Callable[[Project], Project]) -> bool:
        """Put into the project what holds whatever is undone, such as an id that was paid for; no undo step."""
        return self._become(self._history.amended(change))

    def undo(self) -> bool:
        """Take the last step back."""
        return self._become(self._history.undo())

    def redo(self) -> bool:
        """Make the step that was taken back again."""
        return self._become(self._history.redo())

    def end_typing(self) -> None:
        """The next edit is a step of its own, even in the same field."""
        self._history = self._history.sealed()

    def saved(self, project: Project) -> None:
        """``project`` stands on the disk."""
        self._history = self._history.marked_clean(project)

    def add_measured(self, facts: dict[str, MediaFact]) -> None:
        """Take in what was measured of media files; prices and findings follow."""
        self.media = {**self.media, **facts}
        self._forget_derived()
        self.media_changed.emit(None)

    def choose_lists(self, lists: tuple[str, ...]) -> None:
        """Let other price lists hold."""
        self.lists = lists
        self._forget_derived()
        self.lists_changed.emit(None)

    def add_price_list(self, prices: PriceList) -> None:
        """Let the catalog have one more list; it holds where it is its provider's newest and no other is chosen."""
        self.catalog = self.catalog.with_price_list(prices)
        self._forget_derived()
        self.lists_changed.emit(None)

    def quote(self, scene: Scene) -> Quote | None:
        """What the scene costs on its model; ``None`` for a model that is not in the catalog."""
        known = self._quotes.get(scene.id)
        if known is None or known[0] is not scene:
            priced = self.quote_of(self.project, scene)
            known = self._quotes[scene.id] = (scene, priced)
        return known[1]

    def quote_of(self, project: Project, scene: Scene, model_id: str | None = None) -> Quote | None:
        """What a scene of any project would cost, such as while an edge is dragged, or on another model."""
        return quote_scene(project, scene, self.catalog, self.lists, self.media, model_id)

    def findings(self, scene: Scene) -> tuple["Finding", ...]:
        """Every finding of the scene that it does not silence, the gravest first."""
        from kling_studio.core.checks import is_silenced

        return tuple(found for found in self._every_finding(scene) if not is_silenced(scene, found))

    def silenced(self, scene: Scene) -> tuple["Finding", ...]:
        """The findings that the scene silences."""
        from kling_studio.core.checks import is_silenced

        return tuple(found for found in self._every_finding(scene) if is_silenced(scene, found))

    def _every_finding(self, scene: Scene) -> tuple["Finding", ...]:
        from kling_studio.core.checks import check_scene, surroundings

        known, around = self._findings.get(scene.id), surroundings(self.project, scene)
        if known is None or known[0] is not scene or known[1] != around:
            found = check_scene(
                self.project,
                scene,
                self.catalog,
                self.media,
                undrawable=self.undrawable,
                lists=self.lists,
                silenced=True,
            )
            known = self._findings[scene.id] = (scene, around, found)
        return known[2]

    def take_status(self, take: Take) -> TakeStatus:
        """Whether a take is still what its scene would be rendered as, and what changed since."""
        return self._statuses.status(take, self.project, self.ledger, self.media)

    def path_of(self, reference: str) -> Path | None:
        """The file behind a reference of the project; ``None`` for addresses and for what lies outside the folder."""
        return self.folder.path_of(reference)

    def _become(self, history: History[Project], changes: tuple[Change, ...] | None = None) -> bool:
        if history is self._history:
            return False
        before, self._history = self.project, history
        if before.cast is not self.project.cast:
            self._forget_derived()
        self.changed.emit(diff(before, self.project) if changes is None else changes)
        return True

    def _forget_derived(self) -> None:
        self._quotes.clear()
        self._findings.clear()


def label_of(edit: Callable[..., Project]) -> str:
    """The words of the undo menu for an edit: "Trim shot" for ``trim_shot``."""
    return edit.__name__.replace("_", " ").capitalize()
