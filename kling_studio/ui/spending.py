"""Queue, ledger and settings of one window: made when they are first wanted, and bound to what they do."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kling_studio.app import attending
from kling_studio.app.workspace import Workspace
from kling_studio.render.driving import News
from kling_studio.storage.settings import Settings
from kling_studio.ui.later import Later
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from kling_studio.app.refreshing import PriceRefresh
    from kling_studio.ui.ledger import LedgerPanel
    from kling_studio.ui.queue import QueuePanel
    from kling_studio.ui.settings import SettingsSheet


class Spending(QObject):
    """The places of queue and ledger, and the sheet of the settings.

    ``take_wanted`` names a scene and the number of its take, ``place_wanted`` a scene, a shot and a field to go to,
    ``retry_wanted`` a job. ``settings_changed`` brings the settings after each change, already saved.
    """

    take_wanted = Signal(str, int)
    place_wanted = Signal(str, str, str)
    retry_wanted = Signal(str)
    settings_changed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        selection: Selection,
        thumbnails: Thumbnails,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._session = workspace.session
        self._selection = selection
        self._thumbnails = thumbnails
        self._window = window
        self._refresh: PriceRefresh | None = None
        self._news: dict[str, News] = {}
        self.settings = settings
        self.queue = Later(self._make_queue)
        self.ledger = Later(self._make_ledger)
        self.sheet: SettingsSheet | None = None
        workspace.news.connect(self._note_news)

    def open_settings(self, page: str = "") -> None:
        """Open the settings over the window, at a page: keys, budget, rendering, prices or places."""
        from kling_studio.app.refreshing import PriceRefresh
        from kling_studio.ui.settings import SettingsSheet

        if self._refresh is None:
            self._refresh = PriceRefresh(self._session, self._workspace.tasks)
        if self.sheet is None or not self.sheet.isVisible():
            if self.sheet is not None:
                self.sheet.deleteLater()
            self.sheet = SettingsSheet(self.settings, self._session, self._refresh, parent=self._window)
            self.sheet.changed.connect(self._take_settings)
        if page:
            self.sheet.show_page(page)
        self.sheet.open()

    def show_job(self, job: str) -> None:
        """Bring a job of the queue into sight; its dock has to be in front."""
        self.queue.panel.show_job(job)

    def stop(self) -> None:
        """Wait for settings and tables that are being written."""
        if self.sheet is not None:
            self.sheet.wait()

    def _make_queue(self) -> "QueuePanel":
        from kling_studio.ui.queue import QueuePanel

        queue = self._workspace.queue
        panel = QueuePanel(self._session, self._selection, self._thumbnails, queue.errors.get)
        panel.cancel_requested.connect(queue.cancel)
        panel.retry_requested.connect(self.retry_wanted)
        panel.show_requested.connect(self.take_wanted)
        panel.place_requested.connect(self.place_wanted)
        panel.settings_requested.connect(self.open_settings)
        panel.resume_requested.connect(lambda job: self._do(attending.go_on(queue, self._session, job)))
        panel.look_up_requested.connect(lambda job: self._do(attending.look_again(queue, self._session, job)))
        panel.resolved.connect(
            lambda job, request_id: self._do(attending.settle(queue, self._session, job, request_id))
        )

        def show(news: News) -> None:
            told = news.progress
            panel.show_news(news.job, told.text, told.done, told.total, told.ahead)

        for news in self._news.values():
            show(news)
        self._news.clear()
        self._workspace.news.connect(show)
        return panel

    def _make_ledger(self) -> "LedgerPanel":
        from kling_studio.ui.ledger import LedgerPanel

        panel = LedgerPanel(self._session, self._selection, self.settings)
        panel.show_requested.connect(self.take_wanted)
        self.settings_changed.connect(panel.show_settings)
        return panel

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        self._workspace.tasks.start(work, "attend to a job")

    def _note_news(self, news: News) -> None:
        """Keep the last word on each job until the queue is there to show it."""
        if not self.queue.is_made:
            self._news[news.job] = news

    def _take_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.settings_changed.emit(settings)
