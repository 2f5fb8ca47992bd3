"""The sheet: a clip on the left, its new settings on the right, and below them what will be made."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.following import as_clip
from kling_studio.app.measuring import measure_all
from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.errors import KnownError
from kling_studio.core.ledger import Take
from kling_studio.core.media_facts import MediaFact
from kling_studio.core.pricing import shown, total
from kling_studio.ui.background import Background
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.drops import FileKind
from kling_studio.ui.inspector.media import MediaSlot
from kling_studio.ui.model_names import with_provider
from kling_studio.ui.notice import Notice
from kling_studio.ui.preview.take_strip import TakeStrip
from kling_studio.ui.preview.telling import card_of_take
from kling_studio.ui.theme import GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.variations import plan
from kling_studio.ui.variations.plan import Planned, Source
from kling_studio.ui.variations.rows import PlannedRows

_LEAD = (
    "One clip, several settings: each line becomes a scene of its own that keeps the people, how they move and"
    " what they say."
)
_EXAMPLE = "an office\na warehouse\na factory"
_SOURCE_WIDTH_PX = 300


class VariationsSheet(QDialog):
    """Makes scenes that put one clip into other settings, as one undo step.

    ``made`` tells the ids of the new scenes, ``render_wanted`` those that shall be rendered now. Show it by ``open()``.
    """

    made = Signal(list)
    render_wanted = Signal(list)

    def __init__(
        self,
        session: Session,
        thumbnails: Thumbnails,
        scene_id: str,
        job: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("variations")
        self.setWindowTitle("Variations")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._thumbnails = thumbnails
        self._scene_id = scene_id
        self._source = Source()
        self._plan: tuple[Planned, ...] = ()
        self._new_ids: tuple[str, ...] = ()
        self._is_making = False
        self._background = Background(self)
        self._build()
        self.resize(760, 600)
        scene = session.project.find_scene(scene_id)
        if scene is not None:
            self._model.setCurrentIndex(max(0, self._model.findData(plan.model_for(session.catalog, scene))))
        if job:
            self.use_take(job)
        elif scene is not None and scene.source_video:
            self.use_file(scene.source_video)
        self.settings.setFocus()
        self._show_plan()

    # Verbs

    def use_take(self, job: str) -> None:
        """Edit the film of a take; it is copied once the scenes are made."""
        take = self._session.ledger.takes.get(job)
        if take is not None:
            self._source = Source(take=take)
            self.clip.show_media(None, None)
            self.takes.mark(job)
            self._measure(plan.source_reference(self._source))
            self._show_plan()

    def use_file(self, reference: str) -> None:
        """Edit a clip of the project."""
        self._source = Source(reference)
        self.takes.unmark()
        self.clip.show_media(reference or None, None)
        self._measure(reference)
        self._show_plan()

    def make(self) -> None:
        """Make the scenes; a take's film becomes a clip of the project first."""
        if not self._can_make():
            return
        self._is_making = True
        self._show_plan()
        source, session = self._source, self._session
        if source.take is None:
            self._add(source.reference)
        else:
            take = source.take
            self._background.run(lambda: _copied(session, take), self._add_copied, self._refuse)

    def render_made(self) -> None:
        """Ask for renders of what was made, and close."""
        self.render_wanted.emit(list(self._new_ids))
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.make()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Qt's. What is being copied is waited for, and nothing is made of it any more."""
        self._is_making = False
        self._background.wait()
        super().done(result)

    # Building

    def _build(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self._first_page())
        self._pages.addWidget(self._last_page())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        rows.addWidget(self._pages)

    def _first_page(self) -> QWidget:
        lead = QLabel(_LEAD)
        lead.setWordWrap(True)
        lead.setProperty("role", "label")
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN_PX)
        columns.addLayout(self._source_column())
        columns.addLayout(self._settings_column(), 1)
        self.rows = PlannedRows()
        self.notice = Notice("variations_notice")
        self._total = QLabel()
        self._total.setObjectName("variations_total")
        cancel = _button("variations_cancel", "Cancel", "Close without making anything (Esc)")
        cancel.clicked.connect(self.reject)
        self.make_button = _button("variations_make", "Make the scenes", "Make the scenes (Ctrl+Enter)")
        self.make_button.setProperty("role", "primary")
        self.make_button.clicked.connect(self.make)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_PX + 4)
        rows.addWidget(lead)
        rows.addLayout(columns)
        rows.addWidget(_label("Will be made, behind this scene"))
        rows.addWidget(self.rows, 1)
        rows.addWidget(self.notice)
        rows.addLayout(_foot(self._total, cancel, self.make_button))
        return page

    def _source_column(self) -> QVBoxLayout:
        self.clip = MediaSlot(
            self._session,
            self._thumbnails,
            "Clip",
            FileKind.FILM,
            name="variations_clip",
            tip="The clip that every scene starts from.",
            empty="Drop a clip, or click to choose",
            aim=lambda: self._scene_id,
        )
        self.clip.setFixedWidth(_SOURCE_WIDTH_PX)
        self.clip.chosen.connect(lambda _scene, reference: self.use_file(reference))
        self.takes = TakeStrip(self._thumbnails)
        self.takes.setFixedWidth(_SOURCE_WIDTH_PX)
        self.takes.chosen.connect(self.use_take)
        self._show_takes()
        column = QVBoxLayout()
        column.setSpacing(GAP_PX)
        column.addWidget(self.clip)
        self._or = _label("Or a take of the scene")
        column.addWidget(self._or)
        column.addWidget(self.takes)
        column.addStretch()
        has_takes = bool(self.takes.keys)
        self._or.setVisible(has_takes)
        self.takes.setVisible(has_takes)
        return column

    def _settings_column(self) -> QVBoxLayout:
        self.settings = QPlainTextEdit()
        self.settings.setObjectName("variations_settings")
        self.settings.setAccessibleName("New settings, one a line")
        self.settings.setToolTip("Where the clip shall play instead, one setting a line")
        self.settings.setPlaceholderText(_EXAMPLE)
        self.settings.setTabChangesFocus(True)
        self.settings.textChanged.connect(self._show_plan)
        self._model = PlainCombo()
        self._model.setObjectName("variations_model")
        self._model.setAccessibleName("Model")
        self._model.setToolTip("Who edits the clip; only models that can are listed")
        for model in plan.editing_models(self._session.catalog):
            self._model.addItem(with_provider(model), model.id)
        self._model.currentIndexChanged.connect(lambda _row: self._show_plan())
        column = QVBoxLayout()
        column.setSpacing(GAP_PX)
        column.addWidget(_label("New settings, one a line"))
        column.addWidget(self.settings, 1)
        column.addWidget(_label("Model"))
        column.addWidget(self._model)
        return column

    def _last_page(self) -> QWidget:
        self._done_words = QLabel()
        self._done_words.setObjectName("variations_done")
        self._done_words.setProperty("role", "heading")
        self._done_words.setWordWrap(True)
        hint = QLabel("They stand behind the scene. One undo takes them all out again; nothing was sent yet.")
        hint.setWordWrap(True)
        hint.setProperty("role", "label")
        later = _button("variations_later", "Later", "Close; render them when you want (Esc)")
        later.clicked.connect(self.accept)
        self.render_button = _button(
            "variations_render", "Render them…", "See the price sheet of the new scenes (Enter)"
        )
        self.render_button.setProperty("role", "primary")
        self.render_button.clicked.connect(self.render_made)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_PX)
        rows.addWidget(self._done_words)
        rows.addWidget(hint)
        self._made_rows = PlannedRows()
        rows.addWidget(self._made_rows, 1)
        rows.addLayout(_foot(QLabel(), later, self.render_button))
        return page

    # Showing

    def _show_takes(self) -> None:
        session = self._session
        cards = []
        for take in plan.usable_takes(session, self._scene_id):
            film = session.path_of(take.video) if take.video else None
            cards.append(
                (take.job, card_of_take(take, session.take_status(take), session.catalog, None, film))
            )
        self.takes.show_cards(cards, "")

    def _show_plan(self) -> None:
        settings = plan.settings_in(self.settings.toPlainText())
        model_id = str(self._model.currentData() or "")
        scene_is_there = self._session.project.find_scene(self._scene_id) is not None
        self._plan = (
            plan.planned(self._session, self._scene_id, self._source, settings, model_id)
            if scene_is_there
            else ()
        )
        self.rows.show_plan(self._plan)
        count = len(self._plan)
        amount = total(one.quote.total if one.quote else None for one in self._plan)
        self._total.setText(f"To render: {shown(amount)}" if count else "")
        self.make_button.setText(
            "Making…"
            if self._is_making
            else f"Make {count} scene{'s' if count > 1 else ''}"
            if count
            else "Make the scenes"
        )
        self.make_button.setEnabled(self._can_make())

    def _can_make(self) -> bool:
        return bool(self._plan) and not self._is_making and self._session.read_only_reason is None

    def _measure(self, reference: str) -> None:
        """Have the clip measured: it is billed by its own length, which may be another than the take was asked for."""
        path_of = self._session.path_of
        if reference:
            self._background.run(lambda: measure_all([reference], path_of), self._measured, self._refuse)

    def _measured(self, facts: dict[str, MediaFact]) -> None:
        if any(self._session.media.get(name) != fact for name, fact in facts.items()):
            self._session.add_measured(facts)
        if self._source.reference in facts:
            self.clip.show_media(self._source.reference, None)
        if plan.source_reference(self._source) in facts:
            self._show_plan()

    def _add_copied(self, copied: tuple[str, dict[str, MediaFact]]) -> None:
        reference, facts = copied
        self._session.add_measured(facts)
        self._add(reference)

    def _add(self, reference: str) -> None:
        if not self._is_making:
            return
        self._is_making = False
        session, scene_id, source = self._session, self._scene_id, self._source
        settings = plan.settings_in(self.settings.toPlainText())
        model_id = str(self._model.currentData())
        ids = [new_id() for _ in range(len(settings) * edits.IDS_FOR_EACH)]
        is_added = session.apply(
            lambda project: plan.made(session, project, scene_id, source, reference, settings, ids, model_id),
            "Add variations",
        )
        if not is_added:
            self._refuse(
                KnownError("The scenes could not be made.", "Look whether the scene is still there.")
            )
            return
        self._new_ids = tuple(ids[:: edits.IDS_FOR_EACH])
        self._show_made(self._new_ids)
        self.made.emit(list(self._new_ids))

    def _show_made(self, new_ids: Sequence[str]) -> None:
        project = self._session.project
        scenes = [scene for scene in map(project.find_scene, new_ids) if scene is not None]
        made = tuple(Planned(scene, self._session.quote(scene)) for scene in scenes)
        self._made_rows.show_plan(made)
        count = len(made)
        self._done_words.setText(f"{count} scene{'s' if count > 1 else ''} made.")
        amount = total(one.quote.total if one.quote else None for one in made)
        with QSignalBlocker(self.settings):
            self.settings.clear()
        self.render_button.setText(f"Render them… {shown(amount)}")
        self._pages.setCurrentIndex(1)
        self.render_button.setDefault(True)
        self.render_button.setFocus()

    def _refuse(self, error: KnownError) -> None:
        self._is_making = False
        self.notice.tell(error)
        self._show_plan()


def _copied(session: Session, take: Take) -> tuple[str, dict[str, MediaFact]]:
    """The film of a take as a clip of the project, and what it measures."""
    reference = as_clip(session, take)
    return reference, measure_all([reference], session.path_of)


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "label")
    return label


def _button(name: str, words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def _foot(words: QLabel, *buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP_PX)
    row.addWidget(words, 1)
    for button in buttons:
        row.addWidget(button)
    return row
