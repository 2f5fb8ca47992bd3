"""The inspector: a tab for the selected shot, one for its scene, one for what would be sent."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.session import Session
from kling_studio.ui.inspector.scene_page import ScenePage
from kling_studio.ui.inspector.shot_page import ShotPage
from kling_studio.ui.later import Later
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.words import claims

if TYPE_CHECKING:
    from kling_studio.ui.request import RequestPage

_MIN_WIDTH_PX = 300
_SIGHT_PX = 24


class InspectorPanel(QWidget):
    """Shows what is selected and changes it. Only the page that is seen follows the project, the other catches up."""

    def __init__(
        self, session: Session, selection: Selection, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setMinimumWidth(_MIN_WIDTH_PX)
        self._session = session
        self._selection = selection
        self._thumbnails = thumbnails
        self.shot_page = ShotPage(session, thumbnails)
        self.scene_page = ScenePage(session, thumbnails)
        self.request_page = Later(self._make_request_page)
        self._shot_tab = _Tab(self.shot_page, "Select a shot on the timeline to say what happens in it.")
        self._scene_tab = _Tab(self.scene_page, "Select a scene, or add one in the series.")
        self._request_tab = _Tab(self.request_page, "Select a scene to see what would be sent for it.")
        self.tabs = QTabWidget()
        self.tabs.setObjectName("inspector_tabs")
        self.tabs.tabBar().setAccessibleName("Shot, scene or request")
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._shot_tab, "Shot")
        self.tabs.addTab(self._scene_tab, "Scene")
        self.tabs.addTab(self._request_tab, "Request")
        self.tabs.setTabToolTip(0, "The selected shot")
        self.tabs.setTabToolTip(1, "The scene")
        self.tabs.setTabToolTip(2, "Exactly what would be sent, and which files would be uploaded")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._read_only = _read_only_note(session.read_only_reason)
        rows.addWidget(self._read_only)
        rows.addWidget(self.tabs)
        self.tabs.currentChanged.connect(lambda _tab: self.refresh())
        session.changed.connect(lambda _changes: self.refresh())
        session.media_changed.connect(lambda _nothing: self.refresh())
        session.lists_changed.connect(lambda _nothing: self.refresh())
        session.refused.connect(lambda _refusal: self._show_again())
        selection.scene_changed.connect(self._follow)
        selection.shot_changed.connect(self._follow)
        self._follow()

    def refresh(self) -> None:
        """Show what the project has now in the page that is seen."""
        scene, shot = self._selection.scene, self._selection.shot
        number = scene.shots.index(shot) + 1 if scene is not None and shot is not None else 0
        self.tabs.setTabText(0, f"Shot {number}" if number else "Shot")
        self._shot_tab.show_page(shown=shot is not None)
        self._scene_tab.show_page(shown=scene is not None)
        self._request_tab.show_page(shown=scene is not None)
        if scene is None:
            return
        if self.tabs.currentWidget() is self._scene_tab:
            self.scene_page.show_scene(scene)
        elif self.tabs.currentWidget() is self._request_tab:
            self.request_page.panel.show_scene(scene)
        elif shot is not None:
            self.shot_page.show_shot(scene, shot)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton | QTabBar) and claims(focused, event):
                event.accept()
                return True
        return super().event(event)

    def focus_field(self, shot_id: str, field: str) -> None:
        """Go to a field by its name in the project: of a shot, or of the scene where ``shot_id`` is empty."""
        if not shot_id and field in ("seconds", "shots"):
            shot_id, field = self._last_shot_id(), "seconds"
        if shot_id:
            self._selection.select_shot(shot_id)
        of_shot = bool(shot_id) and field in self.shot_page.fields
        tab, page = (self._shot_tab, self.shot_page) if of_shot else (self._scene_tab, self.scene_page)
        self.tabs.setCurrentWidget(tab)
        target = page.fields.get(field)
        if target is None or not target.isEnabled():
            return
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target, QLineEdit | QSpinBox):
            target.selectAll()
        # The page is laid out first; only then is it known where the field is.
        QTimer.singleShot(0, self, lambda: tab.reveal(target))

    def _last_shot_id(self) -> str:
        scene = self._selection.scene
        return scene.shots[-1].id if scene is not None and scene.shots else ""

    def _follow(self) -> None:
        self._session.end_typing()
        shot = self._selection.shot
        if self.tabs.currentWidget() is not self._request_tab:
            self.tabs.setCurrentWidget(self._scene_tab if shot is None else self._shot_tab)
        self.refresh()

    def _make_request_page(self) -> "RequestPage":
        from kling_studio.ui import request

        return request.RequestPage(self._session, self._thumbnails)

    def _show_again(self) -> None:
        """After a refusal the fields show the project, not what was tried."""
        QTimer.singleShot(0, self, self.refresh)


class _Tab(QStackedWidget):
    """A page that scrolls, or a sentence where there is nothing to show."""

    def __init__(self, page: QWidget, nothing: str) -> None:
        super().__init__()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(page)
        empty = QLabel(nothing)
        empty.setWordWrap(True)
        empty.setProperty("role", "hint")
        empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        empty.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        self.addWidget(self._scroll)
        self.addWidget(empty)

    def show_page(self, *, shown: bool) -> None:
        """Show the page, or the sentence."""
        self.setCurrentIndex(0 if shown else 1)

    def reveal(self, field: QWidget) -> None:
        """Scroll until the field is seen."""
        self._scroll.ensureWidgetVisible(field, 0, _SIGHT_PX)


def _read_only_note(reason: str | None) -> QLabel:
    note = QLabel(reason or "")
    note.setObjectName("read_only")
    note.setWordWrap(True)
    note.setStyleSheet(f"color: {DARK.warning}")
    note.setContentsMargins(MARGIN_PX, 8, MARGIN_PX, 8)
    note.setVisible(reason is not None)
    return note
