"""What becomes of the clip: its new settings, and the model that edits it."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from kling_studio.core.catalog import Catalog
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.model_names import with_provider
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.variations import plan

_EXAMPLE = "an office\na warehouse\na factory"


class SettingsColumn(QWidget):
    """``changed`` tells that either is another."""

    changed = Signal()

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.field = QPlainTextEdit()
        self.field.setObjectName("variations_settings")
        self.field.setAccessibleName("New settings, one a line")
        self.field.setToolTip("Where the clip shall play instead, one setting a line")
        self.field.setPlaceholderText(_EXAMPLE)
        self.field.setTabChangesFocus(True)
        self.field.textChanged.connect(self.changed)
        self._model = PlainCombo()
        self._model.setObjectName("variations_model")
        self._model.setAccessibleName("Model")
        self._model.setToolTip("Who edits the clip; only models that can are listed")
        for model in plan.editing_models(catalog):
            self._model.addItem(with_provider(model), model.id)
        self._model.currentIndexChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        column.addWidget(_label("New settings, one a line"))
        column.addWidget(self.field, 1)
        column.addWidget(_label("Model"))
        column.addWidget(self._model)

    @property
    def settings(self) -> tuple[str, ...]:
        """The new settings."""
        return plan.settings_in(self.field.toPlainText())

    @property
    def model_id(self) -> str:
        """Who edits."""
        return str(self._model.currentData() or "")

    def choose_model(self, model_id: str) -> None:
        """Let another model edit."""
        self._model.setCurrentIndex(max(0, self._model.findData(model_id)))

    def clear(self) -> None:
        """Forget the settings, told to nobody."""
        with QSignalBlocker(self.field):
            self.field.clear()


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "label")
    return label
