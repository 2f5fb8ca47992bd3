"""The main window: panels around the preview, bound to one open project."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QVBoxLayout, QWidget

from kling_studio.app.workspace import Workspace
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import EditRejected, KnownError
from kling_studio.render.driving import News
from kling_studio.storage.settings import Settings
from kling_studio.ui.actions import FILE, SHOT, Actions
from kling_studio.ui.adding import Added, MediaAdder
from kling_studio.ui.consistency.in_window import ConsistencyInWindow
from kling_studio.ui.docks import Docks, as_text
from kling_studio.ui.drops import Drop
from kling_studio.ui.header import Header
from kling_studio.ui.later import Later
from kling_studio.ui.library.in_window import LibraryInWindow
from kling_studio.ui.preview import PreviewPanel
from kling_studio.ui.render_sheets import RenderSheets
from kling_studio.ui.rendering import Rendering
from kling_studio.ui.selection import Selection
from kling_studio.ui.spending import Spending
from kling_studio.ui.stale_news import StaleNews
from kling_studio.ui.status import NewsBar, Offer, StatusLine
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.timeline import TimelineView
from kling_studio.ui.verbs import verbs
from kling_studio.ui.ways import Ways

if TYPE_CHECKING:
    from kling_studio.ui.cast import CastPanel
    from kling_studio.ui.findings import FindingsPanel
    from kling_studio.ui.inspector import InspectorPanel
    from kling_studio.ui.series import SeriesPanel
    from kling_studio.ui.voice.desk import VoiceDesk

FileVerbs = dict[str, Callable[[], object]]


class MainWindow(QMainWindow):
    """One project on the screen.

    ``closing`` asks whoever opened it to end the project before it goes; ``painted`` tells that it is seen.
    """

    closing = Signal()
    painted = Signal()

    def __init__(self, workspace: Workspace, settings: Settings, file_verbs: FileVerbs) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.workspace = workspace
        self.session = workspace.session
        self.selection = Selection(self.session, self)
        self.thumbnails = Thumbnails(self.session.path_of, self, held=True)
        self.ways = Ways(self)
        self.may_close = False
        self._was_painted = False
        self._volume, self._loop = settings.volume, settings.loop
        self._make_panels(settings)
        self.docks = Docks(self)
        self._place_panels()
        self.actions_ = Actions(self, {**file_verbs, **verbs(self)})
        self.menus = self.actions_.fill(self.menuBar())
        self.recent_menu = QMenu("Open &recent", self.menus[FILE])
        self.menus[FILE].insertMenu(self.actions_["import_file"], self.recent_menu)
        self.timeline.addActions(self.actions_.of(SHOT))
        self._connect()
        self._restore(settings)
        self._refresh()

    def _make_panels(self, settings: Settings) -> None:
        session, selection, thumbnails = self.session, self.selection, self.thumbnails
        self.header = Header(session, selection)
        self.preview = PreviewPanel(session, selection, thumbnails)
        self.series = Later(self._make_series)
        self.cast = Later(self._make_cast)
        self.inspector = Later(self._make_inspector)
        self.findings = Later(self._make_findings)
        self.timeline = TimelineView(session, selection, thumbnails)
        self.adder = MediaAdder(session.folder.add_media, self)
        self.news = NewsBar()
        self.status = StatusLine()
        self.sheets = RenderSheets(self.workspace, selection, self)
        self.rendering = Rendering(self.workspace, selection, self.header.buttons, self.sheets, self)
        self.library = LibraryInWindow(session, self)
        self.spending = Spending(self.workspace, selection, thumbnails, settings, self)
        self.stale_news = StaleNews(session, self)
        self.consistency = ConsistencyInWindow(session, thumbnails, self)

    def _make_series(self) -> "SeriesPanel":
        from kling_studio.ui import series

        return series.SeriesPanel(self.session, self.selection)

    def _make_cast(self) -> "CastPanel":
        from kling_studio.ui import cast

        panel = cast.CastPanel(self.session, self.selection, self.thumbnails, self._make_desk())
        self.library.bind(panel)
        self.consistency.bind(panel)
        panel.take_wanted.connect(self.ways.to_take)
        return panel

    def _make_desk(self) -> "VoiceDesk":
        from kling_studio.ui.voice.desk import VoiceDesk

        desk = VoiceDesk(self.workspace, self)
        desk.settings_wanted.connect(self.spending.open_settings)
        return desk

    def _make_inspector(self) -> "InspectorPanel":
        from kling_studio.ui import inspector

        return inspector.InspectorPanel(self.session, self.selection, self.thumbnails)

    def _make_findings(self) -> "FindingsPanel":
        from kling_studio.ui import findings

        panel = findings.FindingsPanel(self.session, self.selection)
        panel.counts_changed.connect(self.status.show_counts)
        panel.place_requested.connect(self.ways.to_field)
        panel.goal_requested.connect(self.ways.to_goal)
        self.status.show_counts(*panel.counts)
        return panel

    def _place_panels(self) -> None:
        bar = QToolBar("Header", self)
        bar.setObjectName("header_bar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(self.header)
        self.addToolBar(bar)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.news)
        column.addWidget(self.preview, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        for name, title, panel in (
            ("series", "Series", self.series),
            ("cast", "Cast", self.cast),
            ("inspector", "Inspector", self.inspector),
            ("findings", "Findings", self.findings),
            ("timeline", "Timeline", self.timeline),
            ("queue", "Queue", self.spending.queue),
            ("ledger", "Ledger", self.spending.ledger),
            ("library", "Library", self.library.place),
        ):
            self.docks.add(name, title, panel)

    def _connect(self) -> None:
        session, workspace = self.session, self.workspace
        session.changed.connect(lambda _: self._refresh())
        session.refused.connect(self._refused)
        session.media_changed.connect(lambda _: self.thumbnails.look_again())
        workspace.news.connect(self._show_progress)
        workspace.autosave.status_changed.connect(self.status.show_save)
        self.selection.scene_changed.connect(self._refresh)
        self.selection.shot_changed.connect(self._refresh)
        self.header.compare_wanted.connect(self.sheets.compare_models)
        self.preview.edit_wanted.connect(self.open_variations)
        self.sheets.told.connect(self.say)
        self.sheets.place_wanted.connect(self.ways.to_field)
        self.sheets.take_wanted.connect(self.ways.to_take)
        self.sheets.settings_wanted.connect(self.spending.open_settings)
        self.rendering.told.connect(
            lambda words, trouble, offers: self.news.say(words, trouble=trouble, offers=offers)
        )
        self.rendering.watch_wanted.connect(self.ways.to_watch)
        self.rendering.settings_wanted.connect(self.spending.open_settings)
        self.rendering.attention_wanted.connect(self.ways.to_job)
        self.spending.take_wanted.connect(self.ways.to_take)
        self.spending.place_wanted.connect(self.ways.to_field)
        self.spending.retry_wanted.connect(self.rendering.retry)
        self.library.told.connect(self.say)
        self.library.failed.connect(self.say_error)
        self.library.shown.connect(lambda: self.docks.focus("library"))
        self.rendering.running_changed.connect(self.status.show_running)
        self.status.running.clicked.connect(self.ways.to_queue)
        self.rendering.cancellable.connect(self.actions_["cancel_render"].setEnabled)
        self.status.findings.clicked.connect(lambda: self.docks.focus("findings"))
        self.timeline.media_dropped.connect(self._media_dropped)
        self.timeline.edit_requested.connect(self.ways.to_words_of)
        self.timeline.preview_changed.connect(self.header.meter.show_preview)
        self.timeline.total_changed.connect(self.status.length.setText)
        self.stale_news.told.connect(self._tell_stale)
        self.consistency.take_wanted.connect(self.ways.to_take)
        self.consistency.told.connect(self.say)
        self.stale_news.outdated.connect(self.news.withdraw)
        self.adder.failed.connect(self.say_error)
        self.painted.connect(self.thumbnails.begin)  # reading pictures would keep the window waiting
        self.preview.volume_changed.connect(self._remember_volume)
        self.preview.loop_changed.connect(self._remember_loop)

    def say(self, sentence: str) -> None:
        """Tell news in place."""
        self.news.say(sentence)

    def _tell_stale(self, sentence: str, member_id: str) -> None:
        undo = Offer("undo_stale", "Undo", "Take the change back (Ctrl+Z)", self.session.undo)
        show = Offer(
            "show_stale", "Show", "Show the takes of this member", lambda: self.ways.to_uses(member_id)
        )
        self.news.say(sentence, offers=(show, undo) if member_id else (undo,))

    def say_error(self, error: BaseException) -> None:
        """Tell trouble in place, in a sentence, with the way to the settings where those mend it."""
        page = error.settings if isinstance(error, KnownError) else ""
        tip = "Open the settings (Ctrl+,)"
        offer = Offer("open_settings", "Settings…", tip, lambda: self.spending.open_settings(page), True)
        self.news.say(str(error), trouble=True, offers=(offer,) if page else ())

    def layout_settings(self, settings: Settings) -> Settings:
        """``settings`` with this window's places."""
        geometry = as_text(self.saveGeometry())
        return replace(
            settings,
            window_geometry=geometry,
            window_state=self.docks.state(),
            volume=self._volume,
            loop=self._loop,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's. The project is ended first; then the window goes."""
        if self.may_close:
            self.preview.stop()
            self.adder.stop()
            self.thumbnails.stop()
            self.spending.stop()
            self.stale_news.stop()
            self.consistency.stop()
            if self.cast.is_made:
                self.cast.panel.stop()
            self.library.stop()
            event.accept()
        else:
            event.ignore()
            self.closing.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's. ``painted`` tells the first picture once it is there."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        """Qt's. Files may have come back while the window was behind others."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.workspace.look_again()

    def _restore(self, settings: Settings) -> None:
        self.resize(1440, 900)
        self.docks.arrange()
        if settings.window_geometry:
            self.restoreGeometry(QByteArray.fromBase64(settings.window_geometry.encode()))
        self.docks.restore(settings.window_state)
        self.preview.set_volume(settings.volume)
        self.preview.set_loop(settings.loop)

    def _refresh(self) -> None:
        session, scene = self.session, self.selection.scene
        writable = session.read_only_reason is None
        self.setWindowTitle(f"{session.project.title} – Kling Studio{'' if writable else ' (read only)'}")
        self.status.show_save(self.workspace.autosave.status)
        self.status.length.setText(self.timeline.total_words())
        history = session.history
        self.actions_["undo"].setText(_named("&Undo", history.undo_label))
        self.actions_["redo"].setText(_named("&Redo", history.redo_label))
        self.actions_.enable(
            {
                "writable": writable,
                "undo": history.undo_label is not None,
                "redo": history.redo_label is not None,
                "scene": scene is not None,
                "shot": self.selection.shot is not None,
            }
        )
        self.rendering.refresh()

    def _show_progress(self, news: News) -> None:
        """Only films drawn here: how far an upload is says nothing of the render that follows."""
        take = self.session.ledger.takes.get(news.job)
        if take is not None and take.model == ANIMATIC:
            self.preview.show_progress(news.job, news.progress.done, news.progress.total)

    def _refused(self, refusal: EditRejected) -> None:
        self.news.say(str(refusal))

    def _media_dropped(self, drop: Drop, _shot_id: str, _index: int, use: str) -> None:
        """Copy dropped pictures into the project; the first is for the field ``use`` of the scene."""
        scene = self.selection.scene
        if scene is None:
            return

        def placed(added: tuple[Added, ...]) -> None:
            pictures = tuple(one.reference for one in added)
            self.session.apply(lambda now: edits.add_pictures(now, scene.id, pictures, use), "Add pictures")

        self.adder.add(drop, placed)

    def _remember_volume(self, volume: float) -> None:
        self._volume = volume

    def _remember_loop(self, on: bool) -> None:
        self._loop = on

    def open_variations(self, job: str = "") -> None:
        """Ask for new settings for one clip: that of a take, or a file."""
        scene = self.selection.scene
        if scene is not None:
            from kling_studio.ui.variations import VariationsSheet

            sheet = VariationsSheet(self.session, self.thumbnails, scene.id, job, self)
            sheet.render_wanted.connect(self.sheets.offer_scenes)
            sheet.open()


def _named(verb: str, label: str | None) -> str:
    return f"{verb} {label[0].lower()}{label[1:]}" if label else verb
