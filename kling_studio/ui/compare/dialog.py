"""The sheet that sets one scene side by side on every model."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kling_studio.app.comparing import Comparison
from kling_studio.core.advice import Advice
from kling_studio.core.checks import Severity
from kling_studio.ui.buttons import sheet_button
from kling_studio.ui.compare.card import ModelCard
from kling_studio.ui.compare.table import ModelTable
from kling_studio.ui.theme import GAP_PX, HEADING_PX, MARGIN_PX, sized
from kling_studio.ui.told import Told

_SIZE_PX = QSize(960, 960)
_AROUND_PX = QSize(96, 48)


class CompareDialog(QDialog):
    """A comparison on the screen; opened with ``open()``.

    ``chosen`` names the model that the scene shall have, ``draft_wanted`` one that shall render it once.
    """

    chosen = Signal(str)
    draft_wanted = Signal(str)

    def __init__(self, comparison: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare")
        self.setWindowTitle("Choose a model")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.comparison = comparison
        self.table = ModelTable(comparison, self)
        self.card = ModelCard(self)
        self.close_button = sheet_button("compare_close", "Close", "Changes nothing (Esc)")
        self.close_button.clicked.connect(self.reject)
        self.draft_button = sheet_button("compare_draft", "Draft…")
        self.draft_button.clicked.connect(self._draft)
        self.use_button = sheet_button("compare_use", role="primary")
        self.use_button.clicked.connect(self._use)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_row())
        self.table.doubleClicked.connect(lambda _index: self._use())
        self.table.choose(comparison.scene.model)
        if self.table.row is None and comparison.rows:
            self.table.choose(comparison.rows[0].model.id)
        # All models at once, where the window is as tall.
        self.resize(_SIZE_PX if parent is None else _SIZE_PX.boundedTo(parent.size() - _AROUND_PX))
        self.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's. Only now it is known what is out of sight."""
        super().showEvent(event)
        self.table.scrollTo(self.table.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return uses the chosen model, which is free to change and to undo."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            widget = self.focusWidget()
            (widget if isinstance(widget, QPushButton) else self.use_button).click()
        else:
            super().keyPressEvent(event)

    def _show_row(self) -> None:
        row = self.table.row
        if row is None:
            return
        self.card.show_row(row)
        is_own = row.model.id == self.comparison.scene.model
        self.use_button.setText(f"Use {row.model.name}")
        self.use_button.setToolTip("Makes it the scene's model; one step of undo (Return)")
        self.use_button.setEnabled(not is_own)
        self.draft_button.setEnabled(row.works and not is_own and not row.model.forgiving)
        self.draft_button.setToolTip(
            f"Renders the scene once on {row.model.name}, after its price; the scene keeps its model"
        )

    def _use(self) -> None:
        row = self.table.row
        if row is not None and self.use_button.isEnabled():
            self.accept()
            self.chosen.emit(row.model.id)

    def _draft(self) -> None:
        row = self.table.row
        if row is not None:
            self.accept()
            self.draft_wanted.emit(row.model.id)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN_PX, 0, MARGIN_PX)
        column.setSpacing(GAP_PX)
        head = QLabel(f"{self.comparison.title} on every model", self)
        head.setProperty("role", "heading")
        head.setFont(sized(HEADING_PX, bold=True))
        head.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        column.addWidget(head)
        for number, advice in enumerate(self.comparison.advice, start=1):
            column.addWidget(self._advice(advice, number))
        table = QHBoxLayout()
        table.setContentsMargins(MARGIN_PX - GAP_PX, 0, MARGIN_PX - GAP_PX, 0)
        table.addWidget(self.table)
        column.addLayout(table, 1)
        column.addWidget(self.card)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        buttons.addWidget(self.draft_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.use_button)
        column.addLayout(buttons)

    def _advice(self, advice: Advice, number: int) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        words = Told(advice.message, Severity.ADVICE)
        words.setObjectName(f"advice_{number}")
        row.addWidget(words, 1)
        if advice.model_id:
            link = sheet_button(
                f"advice_show_{number}",
                "Show it",
                "Chooses that model's row",
                told=f"Show the model of this advice: {advice.message}",
                role="link",
            )
            link.clicked.connect(lambda: self.table.choose(advice.model_id))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return line
