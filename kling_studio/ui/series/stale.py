"""Which scenes are no longer what their newest paid take shows, worked out for the rows that are seen."""

import time
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from kling_studio.app.current import StaleScene, stale_scene
from kling_studio.app.session import Session
from kling_studio.core.diff import Change
from kling_studio.core.pricing import in_cents
from kling_studio.core.project import Scene

# A part of a frame: the list is scrolled meanwhile.
_SLICE_S = 0.004


class StaleScenes(QObject):
    """Answers from what is known, and finds out the rest a little later. ``found`` tells a scene that is another now.

    What was known stands until something new is: a mark does not flicker while somebody types.
    """

    found = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[str, StaleScene | None] = {}
        self._asked: dict[str, None] = {}
        self._is_fresh: set[str] = set()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._work)
        session.facts_changed.connect(self._note_facts)
        for signal in (session.media_changed, session.lists_changed):
            signal.connect(lambda _: self.look_again())

    def of(self, scene: Scene) -> StaleScene | None:
        """What is known of a scene; ``None`` where it is what its take shows, or nobody has looked yet."""
        if scene.id not in self._is_fresh and scene.id not in self._asked:
            self._asked[scene.id] = None
            self._turn.start()
        return self._known.get(scene.id)

    def follow(self, changes: Iterable[Change]) -> None:
        """The project is another: what its changes reach has to be looked at again."""
        changed = tuple(changes)
        if any(change.what in ("member", "episode", "project") for change in changed):
            self.look_again()
        for change in changed:
            self._is_fresh.discard(change.parent if change.what == "shot" else change.id)

    def look_again(self) -> None:
        """Everything may be another: it is looked at as soon as it is seen."""
        self._is_fresh.clear()

    def _note_facts(self, jobs: frozenset[str]) -> None:
        takes = self._session.ledger.takes
        for job in jobs:
            take = takes.get(job)
            if take is None:  # a voice or an element: any scene may need it
                self.look_again()
            else:
                self._is_fresh.discard(take.scene_id)
                self.found.emit(take.scene_id)

    def _work(self) -> None:
        ends_at = time.perf_counter() + _SLICE_S
        while self._asked and time.perf_counter() < ends_at:
            scene_id = next(iter(self._asked))
            del self._asked[scene_id]
            scene = self._session.project.find_scene(scene_id)
            now = stale_scene(self._session, scene) if scene is not None else None
            before = self._known.get(scene_id)
            self._known[scene_id] = now
            self._is_fresh.add(scene_id)
            if now != before:
                self.found.emit(scene_id)
        if self._asked:
            self._turn.start()


def stale_words(stale: StaleScene) -> str:
    """Why a scene is marked, and what renewing it costs."""
    amount = stale.quote.total if stale.quote else None
    cost = (
        "Nobody knows what renewing it costs." if amount is None else f"Renewing it costs {in_cents(amount)}."
    )
    return f"Take {stale.take.number} is stale. {stale.status.sentence} {cost}"
