"""The queue: what is being rendered, what ended today, and what needs a person."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from kling_studio.app.ledger_table import start_of_day
from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.ledger import FILM
from kling_studio.ui.queue.gathering import Gathering, listed
from kling_studio.ui.queue.listing import QueueList
from kling_studio.ui.queue.painting import QueueDelegate
from kling_studio.ui.queue.rows import KEYS, QueueRows
from kling_studio.ui.queue.settle import SettleBar
from kling_studio.ui.queue.telling import News, Row, Verb, verb_words, verbs
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK, GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails

_SECOND_MS = 1000
_EMPTY = "Nothing is being rendered. What you render stands here, with its price and how far it is."


def _now() -> datetime:
    return datetime.now().astimezone()


def _nothing_held(_job: str) -> KnownError | None:
    return None


class QueuePanel(QWidget):
    """Every open job and those that ended today. It reads the facts alone, so it is the same after a restart.

    ``held`` tells what stopped a job that is open; ``now`` is the time, in this machine's zone. Signals: the job to
    cancel, to go on with, to look up, to render again; the job and the id that a person gave it (``None``: it was not
    accepted); the page of the settings that mends it; the scene and the number of the take to show (0 for none);
    the scene, shot and field that a provider did not take.
    ``counts_changed`` tells how many jobs are open and how many of these need a person.
    """

    cancel_requested = Signal(str)
    resume_requested = Signal(str)
    settings_requested = Signal(str)
    place_requested = Signal(str, str, str)
    look_up_requested = Signal(str)
    retry_requested = Signal(str)
    resolved = Signal(str, object)
    show_requested = Signal(str, int)
    counts_changed = Signal(int, int)

    def __init__(
        self,
        session: Session,
        selection: Selection,
        thumbnails: Thumbnails,
        held: Callable[[str], KnownError | None] = _nothing_held,
        now: Callable[[], datetime] = _now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self.setAccessibleName("Queue")
        self._session = session
        self._selection = selection
        self._held = held
        self._now = now
        self._news: dict[str, News] = {}
        self._gathering: Gathering | None = None
        self._day = ""
        self.counts = (0, 0)
        self._rows = QueueRows(self)
        self.list = QueueList(self._rows)
        self.list.setItemDelegate(QueueDelegate(self.list, thumbnails, now))
        self.list.wanted.connect(self._do)
        self.list.menu_wanted.connect(self._open_menu)
        self.settle = SettleBar()
        self.settle.settled.connect(self.resolved)
        self.menu: QMenu | None = None
        self._lay_out()
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._tick)
        # Facts come in bursts: they are shown together.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        thumbnails.ready.connect(lambda _reference: self.list.viewport().update())
        session.facts_changed.connect(lambda _jobs: self._soon.start())
        session.changed.connect(lambda _changes: self._forget_names())
        self.refresh()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is listed."""
        return self._rows.rows

    def show_news(
        self, job: str, words: str, done: int = 0, total: int = 0, ahead: int | None = None
    ) -> None:
        """How far a job is: its renderer's last word, how much of how much, and how many are in front of it."""
        news = News(words, done, total, ahead)
        self._news[job] = news
        place = self._rows.place_of(job)
        if place is None:
            return
        error = self._held(job)
        if (str(error) if error else "") != self.rows[place].held:
            self._soon.start()
        self._rows.set_news(job, news)

    def show_job(self, job: str) -> None:
        """Bring a job into sight and let the keys act on it."""
        if self._soon.isActive():
            self._soon.stop()
            self.refresh()
        place = self._rows.place_of(job)
        if place is not None:
            self.list.select(place)
            self.list.scrollTo(self.list.currentIndex())
            self.list.setFocus()

    def refresh(self) -> None:
        """Read the facts again."""
        session = self._session
        if self._gathering is None:
            self._gathering = Gathering(session.project, session.catalog, session.path_of)
        self._day = start_of_day(self._now())
        selected = self.list.selected()
        jobs = listed(session.ledger, self._day)
        rows = [self._gathering.row(job, self._news, self._held(job.job)) for job in jobs]
        self._rows.set_rows(tuple(sorted(rows, key=lambda row: not row.needs_you)))
        still_open = {job.job for job in jobs if job.is_open}
        self._news = {
            job: news for job, news in self._news.items() if job in still_open or not self._is_known(job)
        }
        self._keep_selected(selected)
        self._show_counts()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._second.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()

    def _is_known(self, job: str) -> bool:
        return self._session.ledger.job(job) is not None

    def _forget_names(self) -> None:
        self._gathering = None
        self._soon.start()

    def _keep_selected(self, selected: Row | None) -> None:
        place = None if selected is None else self._rows.place_of(selected.job)
        if place is not None and self.list.currentIndex().row() != place:
            self.list.select(place)

    def _tick(self) -> None:
        if start_of_day(self._now()) != self._day:
            self.refresh()
        elif self.counts[0]:
            self.list.viewport().update()

    def _show_counts(self) -> None:
        rows = self.rows
        waiting = sum(row.needs_you for row in rows)
        open_ones = sum(row.take.is_open for row in rows)
        words = [f"{open_ones - waiting} under way"] if open_ones > waiting else []
        words += [f"{waiting} need{'s' if waiting == 1 else ''} you"] if waiting else []
        words += [f"{len(rows) - open_ones} ended today"] if len(rows) > open_ones else []
        self._summary.setText(" · ".join(words))
        self._pages.setCurrentIndex(0 if rows else 1)
        self.setFocusProxy(self.list if rows else self._nothing)
        settled = next((row for row in rows if row.job == self.settle.job), None)
        if settled is None or Verb.GIVE_ID not in verbs(settled):
            self.settle.hide()
        if (open_ones, waiting) != self.counts:
            self.counts = (open_ones, waiting)
            self.counts_changed.emit(*self.counts)

    def _do(self, row: Row, verb: Verb) -> None:
        match verb:
            case Verb.CANCEL:
                self.cancel_requested.emit(row.job)
            case Verb.GO_ON:
                self.resume_requested.emit(row.job)
            case Verb.SETTINGS:
                self.settings_requested.emit(row.settings)
            case Verb.LOOK_UP:
                self.look_up_requested.emit(row.job)
            case Verb.RETRY:
                self.retry_requested.emit(row.job)
            case Verb.SHOW:
                self._selection.select_scene(row.take.scene_id)
                self.show_requested.emit(row.take.scene_id, row.take.number if row.take.what == FILM else 0)
                self._show_refused(row)
            case _:
                self.settle.ask(row, for_id=verb is Verb.GIVE_ID)

    def _show_refused(self, row: Row) -> None:
        """Ask for the field that the provider did not take."""
        take, scene = row.take, self._session.project.find_scene(row.take.scene_id)
        if not take.refused_field or scene is None:
            return
        shots = scene.shots[(take.refused_shot or 1) - 1 :] if take.refused_shot else ()
        self.place_requested.emit(scene.id, shots[0].id if shots else "", take.refused_field)

    def _open_menu(self, row: Row, at: QPoint) -> None:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb in verbs(row):
            key = f"\t{KEYS[verb]}" if verb in KEYS else ""
            self.menu.addAction(f"{verb_words(row, verb)}{key}", partial(self._do, row, verb))
        self.menu.popup(at)

    def _lay_out(self) -> None:
        heading = QLabel("Renders")
        heading.setProperty("role", "label")
        heading.setBuddy(self.list)
        self._summary = QLabel()
        self._summary.setObjectName("queue_summary")
        self._summary.setProperty("role", "label")
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, GAP_PX)
        head.addWidget(heading)
        head.addStretch()
        head.addWidget(self._summary)
        nothing = self._nothing = QLabel(_EMPTY)
        nothing.setObjectName("queue_empty")
        nothing.setWordWrap(True)
        nothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        nothing.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        nothing.setStyleSheet(f"color: {DARK.text2}")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self.settle)
