"""Which clip is edited: a file of the project, or the film of a take of the scene."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kling_studio.app.measuring import measure_all
from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaFact
from kling_studio.ui.background import Background
from kling_studio.ui.drops import FileKind
from kling_studio.ui.inspector.media import MediaSlot
from kling_studio.ui.preview.take_strip import TakeStrip
from kling_studio.ui.preview.telling import card_of_take
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.variations import plan
from kling_studio.ui.variations.plan import Source

_WIDTH_PX = 300


class SourceColumn(QWidget):
    """``chosen`` is the clip.

    ``changed`` tells that it is another or its length known, ``refused`` that it cannot be measured.
    """

    changed = Signal()
    refused = Signal(KnownError)

    def __init__(self, session: Session, thumbnails: Thumbnails, scene_id: str) -> None:
        super().__init__()
        self._session = session
        self._scene_id = scene_id
        self._background = Background(self)
        self.chosen = Source()
        self.clip = MediaSlot(
            session,
            thumbnails,
            "Clip",
            FileKind.FILM,
            name="variations_clip",
            tip="The clip that every scene starts from.",
            empty="Drop a clip, or click to choose",
            aim=lambda: scene_id,
        )
        self.clip.chosen.connect(lambda _scene, reference: self.use_file(reference))
        self.takes = TakeStrip(thumbnails)
        self.takes.chosen.connect(self.use_take)
        self._or = QLabel("Or a take of the scene")
        self._or.setProperty("role", "label")
        self.setFixedWidth(_WIDTH_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        for widget in (self.clip, self._or, self.takes):
            column.addWidget(widget)
        column.addStretch()
        self._show_takes()

    def use_take(self, job: str) -> None:
        """Edit the film of a take; it is copied once the scenes are made."""
        take = self._session.ledger.takes.get(job)
        if take is not None:
            self.clip.show_media(None, None)
            self.takes.mark(job)
            self._use(Source(take=take))

    def use_file(self, reference: str) -> None:
        """Edit a clip of the project."""
        self.takes.unmark()
        self.clip.show_media(reference or None, None)
        self._use(Source(reference))

    def stop(self) -> None:
        """Wait for what is being measured."""
        self._background.wait()

    def _use(self, source: Source) -> None:
        """It is billed by its own length, which may be another than the take was asked for: have it measured."""
        self.chosen = source
        reference, path_of = plan.source_reference(source), self._session.path_of
        if reference:
            self._background.run(lambda: measure_all([reference], path_of), self._measured, self.refused.emit)
        self.changed.emit()

    def _measured(self, facts: dict[str, MediaFact]) -> None:
        if any(self._session.media.get(name) != fact for name, fact in facts.items()):
            self._session.add_measured(facts)
        if self.chosen.reference in facts:
            self.clip.show_media(self.chosen.reference, None)
        if plan.source_reference(self.chosen) in facts:
            self.changed.emit()

    def _show_takes(self) -> None:
        session, cards = self._session, []
        for take in plan.usable_takes(session, self._scene_id):
            film = session.path_of(take.video) if take.video else None
            status = session.take_status(take)
            cards.append((take.job, card_of_take(take, status, session.catalog, None, film)))
        self.takes.show_cards(cards, "")
        self._or.setVisible(bool(cards))
        self.takes.setVisible(bool(cards))
