"""The sheet: a clip on the left, its new settings on the right, and below them what will be made."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from kling_studio.app.following import as_clip
from kling_studio.app.measuring import measure_all
from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.errors import KnownError
from kling_studio.core.ledger import Take
from kling_studio.core.media_facts import MediaFact
from kling_studio.core.pricing import in_cents
from kling_studio.ui.background import Background
from kling_studio.ui.buttons import push_button
from kling_studio.ui.notice import Notice
from kling_studio.ui.theme import GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.variations import plan
from kling_studio.ui.variations.made import MadePage, foot
from kling_studio.ui.variations.plan import Planned
from kling_studio.ui.variations.rows import PlannedRows
from kling_studio.ui.variations.settings import SettingsColumn
from kling_studio.ui.variations.source import SourceColumn

_LEAD = (
    "One clip, several settings: each line becomes a scene of its own that keeps the people, how they move and"
    " what they say."
)
_SIZE_PX = (760, 600)


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
        self._scene_id = scene_id
        self._plan: tuple[Planned, ...] = ()
        self._new_ids: tuple[str, ...] = ()
        self._is_making = False
        self._background = Background(self)
        self.source = SourceColumn(session, thumbnails, scene_id)
        self._settings = SettingsColumn(session.catalog)
        self.settings = self._settings.field
        self._lay_out()
        self._wire()
        self.resize(*_SIZE_PX)
        self._begin(job)

    # Verbs

    def make(self) -> None:
        """Make the scenes; a take's film becomes a clip of the project first."""
        if not self._can_make():
            return
        self._is_making = True
        self._show_plan()
        session, source = self._session, self.source.chosen
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
        self.source.stop()
        self._background.wait()
        super().done(result)

    # Building

    def _lay_out(self) -> None:
        self._made_page = MadePage()
        self.render_button = self._made_page.render_button
        self._pages = QStackedWidget()
        self._pages.addWidget(self._first_page())
        self._pages.addWidget(self._made_page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        rows.addWidget(self._pages)

    def _first_page(self) -> QWidget:
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN_PX)
        columns.addWidget(self.source)
        columns.addWidget(self._settings, 1)
        self.rows = PlannedRows()
        self.notice = Notice("variations_notice")
        self._total = QLabel()
        self._total.setObjectName("variations_total")
        self._cancel = push_button("variations_cancel", "Cancel", "Close without making anything (Esc)")
        self.make_button = push_button(
            "variations_make", "Make the scenes", "Make the scenes (Ctrl+Enter)", role="primary"
        )
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_PX + 4)
        rows.addWidget(_label(_LEAD))
        rows.addLayout(columns)
        rows.addWidget(_label("Will be made, behind this scene"))
        rows.addWidget(self.rows, 1)
        rows.addWidget(self.notice)
        rows.addLayout(foot(self._total, self._cancel, self.make_button))
        return page

    def _wire(self) -> None:
        self.source.changed.connect(self._show_plan)
        self.source.refused.connect(self._refuse)
        self._settings.changed.connect(self._show_plan)
        self._cancel.clicked.connect(self.reject)
        self.make_button.clicked.connect(self.make)
        self._made_page.later_button.clicked.connect(self.accept)
        self.render_button.clicked.connect(self.render_made)

    def _begin(self, job: str) -> None:
        scene = self._session.project.find_scene(self._scene_id)
        if scene is not None:
            self._settings.choose_model(plan.model_for(self._session.catalog, scene))
        if job:
            self.source.use_take(job)
        elif scene is not None and scene.source_video:
            self.source.use_file(scene.source_video)
        self.settings.setFocus()
        self._show_plan()

    # Showing

    def _show_plan(self) -> None:
        source, settings = self.source.chosen, self._settings
        self._plan = plan.planned(self._session, self._scene_id, source, settings.settings, settings.model_id)
        self.rows.show_plan(self._plan)
        count = len(self._plan)
        self._total.setText(f"To render: {in_cents(plan.total_of(self._plan))}" if count else "")
        words = f"Make {count} scene{'s' if count > 1 else ''}" if count else "Make the scenes"
        self.make_button.setText("Making…" if self._is_making else words)
        self.make_button.setEnabled(self._can_make())

    def _can_make(self) -> bool:
        return bool(self._plan) and not self._is_making and self._session.read_only_reason is None

    # Making

    def _add_copied(self, copied: tuple[str, dict[str, MediaFact]]) -> None:
        reference, facts = copied
        self._session.add_measured(facts)
        self._add(reference)

    def _add(self, reference: str) -> None:
        if not self._is_making:
            return
        self._is_making = False
        session, scene_id, source = self._session, self._scene_id, self.source.chosen
        settings, model_id = self._settings.settings, self._settings.model_id
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
        self._settings.clear()
        self._pages.setCurrentIndex(1)
        self._made_page.show_made(plan.standing(session, self._new_ids))
        self.made.emit(list(self._new_ids))

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
    label.setWordWrap(True)
    label.setProperty("role", "label")
    return label
