"""The ledger: what was spent on what, how surely that is known, and what is left of the budget."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kling_studio.app.ledger_table import LedgerRow, ledger_csv, ledger_rows, start_of_day, sum_of
from kling_studio.app.preparing import caps_of
from kling_studio.app.price_sheet import Budget, PriceSheet, Wanted, sheet_line
from kling_studio.app.provider_names import PROVIDERS
from kling_studio.app.session import Session
from kling_studio.core.facts import ChargeKind
from kling_studio.storage.settings import Settings
from kling_studio.ui.background import Background
from kling_studio.ui.buttons import push_button
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.ledger.rows import Filter, LedgerTable
from kling_studio.ui.ledger.view import CELL_PX, LedgerView
from kling_studio.ui.ledger.words import KINDS, budget_words, sum_words
from kling_studio.ui.model_names import with_provider
from kling_studio.ui.notice import Notice
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK, GAP_PX, LABEL_PX, MARGIN_PX, sized

_EMPTY = (
    "Nothing was spent yet. Each charge will stand here, and whether it is an estimate or what was charged."
)


def _now() -> datetime:
    return datetime.now().astimezone()


class LedgerPanel(QWidget):
    """Every charge of the project. ``show_requested`` wants a scene and the number of a take (0 for none)."""

    show_requested = Signal(str, int)

    def __init__(
        self,
        session: Session,
        selection: Selection,
        settings: Settings | None = None,
        now: Callable[[], datetime] = _now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ledger")
        self.setAccessibleName("Ledger")
        self._session = session
        self._selection = selection
        self._settings = settings or Settings()
        self._now = now
        self._background = Background(self)
        self._is_old = True
        self.table = LedgerTable(self)
        self.view = LedgerView(self.table)
        self.view.take_wanted.connect(self._show_take)
        self.view.copy_wanted.connect(self.copy)
        self.view.menu_wanted.connect(self._open_menu)
        self.menu: QMenu | None = None
        self.episode = self._combo("ledger_episode", "Episode")
        self.model = self._combo("ledger_model", "Model")
        self.kind = self._combo("ledger_kind", "Kind of amount")
        self.notice = Notice("ledger_notice")
        self._lay_out()
        # Facts come in bursts: they are shown together, and only while somebody looks.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh_if_seen)
        for signal in (session.facts_changed, session.changed, session.lists_changed, session.media_changed):
            signal.connect(lambda _what: self._soon.start())
        selection.scene_changed.connect(self._show_sums)
        self.refresh()

    def show_settings(self, settings: Settings) -> None:
        """Other budgets hold."""
        self._settings = settings
        self._show_sums()

    def refresh(self) -> None:
        """Read the facts again."""
        self._is_old = False
        session = self._session
        names = {**PROVIDERS, **{model.id: with_provider(model) for model in session.catalog.models.values()}}
        self.table.set_rows(ledger_rows(session.project, session.ledger), names)
        self._offer_filters()
        self._show_sums()

    def copy(self) -> None:
        """Put the selected charges, else all that are shown, on the clipboard as a table."""
        rows = self.view.chosen() or list(self.table.shown)
        QGuiApplication.clipboard().setText(ledger_csv(rows, titles=True, delimiter="\t"))
        self.notice.say(f"Copied {_counted(len(rows))}.", is_error=False)

    def save_csv(self, path: Path) -> None:
        """Write all charges that are shown to ``path``, on another thread."""
        from kling_studio.storage.atomic import write_bytes

        rows = list(self.table.shown)
        self._background.run(
            lambda: write_bytes(path, ledger_csv(rows, titles=True).encode("utf-8-sig")),
            lambda _done: self.notice.say(f"Saved {_counted(len(rows))} to {path}.", is_error=False),
            self.notice.tell,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_old:
            self._soon.start()

    def _refresh_if_seen(self) -> None:
        self._is_old = True
        if self.isVisible():
            self.refresh()

    def _offer_filters(self) -> None:
        session, every = self._session, self.table.every
        episodes = [(f"{n} {one.title}".strip(), one.id) for n, one in enumerate(session.project.episodes, 1)]
        used = sorted({row.model for row in every if row.model}, key=self._model_name)
        self._offer(self.episode, "All episodes", episodes)
        self._offer(self.model, "All models", [(self._model_name(model), model) for model in used])
        self._offer(self.kind, "All kinds", [(KINDS[kind].capitalize(), kind.value) for kind in KINDS])

    def _offer(self, combo: PlainCombo, every: str, choices: list[tuple[str, str]]) -> None:
        known = {value for _, value in choices}
        chosen = combo.currentData() if combo.currentData() in known else ""
        had = combo.currentData()
        combo.set_choices([(every, ""), *choices], chosen)
        if had and not chosen:
            self._filter()

    def _filter(self) -> None:
        kind = self.kind.currentData()
        self.table.set_filter(
            Filter(
                self.episode.currentData() or "",
                self.model.currentData() or "",
                ChargeKind(kind) if kind else None,
            )
        )
        self._show_sums()

    def _show_sums(self) -> None:
        every, project = self.table.every, self._session.project
        today = start_of_day(self._now())
        parts = [f"Project {sum_words(sum_of(every))}"]
        scene = self._selection.scene
        episode = next((one for one in project.episodes if scene is not None and scene in one.scenes), None)
        if episode is not None:
            own = [row for row in every if row.episode_id == episode.id]
            parts.append(f"{episode.title or 'Episode'} {sum_words(sum_of(own))}")
        parts.append(f"Today {sum_words(sum_of(row for row in every if row.at >= today))}")
        if self.table.filter != Filter():
            parts.insert(0, f"Shown {sum_words(sum_of(self.table.shown))}")
        self.sums.setText("  ·  ".join(parts))
        budget = self._tightest()
        self.budget.setText(budget_words(budget) if budget else "")
        self.budget.setVisible(bool(self.budget.text()))
        self._pages.setCurrentIndex(0 if every else 1)
        self.setFocusProxy(self.view if every else self.episode)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(every))

    def _tightest(self) -> Budget | None:
        """The cap that ends the takes of this scene first."""
        session, scene = self._session, self._selection.scene
        caps = caps_of(self._settings, self._now())
        if scene is None or (caps.per_project, caps.per_day, caps.per_episode) == (None, None, None):
            return None
        wanted = Wanted(scene.id, scene.model)
        line = sheet_line(
            session.project, wanted, session.catalog, session.ledger, session.media, session.lists
        )
        if line is None:
            return None
        sheet = PriceSheet(session.project, session.ledger, session.media, (line,), (), caps)
        return next(iter(sheet.budgets({scene.id})), None)

    def _show_take(self, row: LedgerRow) -> None:
        if self._session.project.find_scene(row.scene_id) is not None:
            self._selection.select_scene(row.scene_id)
            self.show_requested.emit(row.scene_id, row.take or 0)

    def _ask_csv(self) -> None:
        from kling_studio.ui.project_files import choose_csv

        choose_csv(self, f"{self._session.project.title} ledger.csv", self.save_csv)

    def _open_menu(self, at: QPoint) -> None:
        self.menu = QMenu(self)
        chosen = self.view.chosen()
        show = self.menu.addAction("Show the take\tEnter", lambda: self._show_take(chosen[0]))
        show.setEnabled(len(chosen) == 1)
        self.menu.addAction("Copy\tCtrl+C", self.copy)
        self.menu.popup(at)

    def _model_name(self, model: str) -> str:
        return self.table.model_names.get(model, model)

    def _combo(self, name: str, what: str) -> PlainCombo:
        combo = PlainCombo()
        combo.setObjectName(name)
        combo.setAccessibleName(what)
        combo.setToolTip(f"{what}: which charges are listed")
        combo.setMinimumWidth(110)
        combo.setMaximumWidth(200)
        combo.currentIndexChanged.connect(lambda _index: self._filter())
        return combo

    def _button(self, text: str, name: str, tip: str, verb: Callable[[], object]) -> QPushButton:
        button = push_button(name, text, tip)
        button.clicked.connect(lambda _on: verb())
        return button

    def _lay_out(self) -> None:
        self.copy_button = self._button("Copy", "ledger_copy", "Copy the rows (Ctrl+C)", self.copy)
        self.save_button = self._button(
            "Save as CSV…", "ledger_save", "Save the rows that are listed for a spreadsheet", self._ask_csv
        )
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, GAP_PX)
        head.setSpacing(GAP_PX)
        for combo in (self.episode, self.model, self.kind):
            head.addWidget(combo)
        head.addStretch()
        head.addWidget(self.copy_button)
        head.addWidget(self.save_button)
        nothing = QLabel(_EMPTY)
        nothing.setObjectName("ledger_empty")
        nothing.setWordWrap(True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        nothing.setContentsMargins(CELL_PX, 0, CELL_PX, 0)
        nothing.setStyleSheet(f"color: {DARK.text2}")
        self._pages = QStackedWidget()
        # The words of the first column stand below those of the head.
        self._pages.setContentsMargins(MARGIN_PX - CELL_PX, 0, MARGIN_PX - CELL_PX, 0)
        self._pages.addWidget(self.view)
        self._pages.addWidget(nothing)
        self.sums = QLabel()
        self.sums.setObjectName("ledger_sums")
        self.sums.setWordWrap(True)
        self.sums.setFont(sized(LABEL_PX + 2, tabular=True))
        self.budget = QLabel()
        self.budget.setObjectName("ledger_budget")
        self.budget.setWordWrap(True)
        self.budget.setProperty("role", "label")
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, GAP_PX)
        foot.setSpacing(4)
        for part in (self.sums, self.budget, self.notice):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)


def _counted(number: int) -> str:
    return f"{number:,} charge{'' if number == 1 else 's'}"
