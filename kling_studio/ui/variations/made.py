"""What was made, and the offer to render it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kling_studio.core.pricing import in_cents
from kling_studio.ui.buttons import push_button
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.variations.plan import Planned, total_of
from kling_studio.ui.variations.rows import PlannedRows


class MadePage(QWidget):
    """The last page of the sheet; its buttons are wired by the sheet."""

    def __init__(self) -> None:
        super().__init__()
        self._words = QLabel()
        self._words.setObjectName("variations_done")
        self._words.setProperty("role", "heading")
        self._words.setWordWrap(True)
        hint = QLabel("They stand behind the scene. One undo takes them all out again; nothing was sent yet.")
        hint.setWordWrap(True)
        hint.setProperty("role", "label")
        self._rows = PlannedRows()
        self.later_button = push_button("variations_later", "Later", "Close; render them when you want (Esc)")
        self.render_button = push_button(
            "variations_render",
            "Render them…",
            "See the price sheet of the new scenes (Enter)",
            role="primary",
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_PX)
        rows.addWidget(self._words)
        rows.addWidget(hint)
        rows.addWidget(self._rows, 1)
        rows.addLayout(foot(QLabel(), self.later_button, self.render_button))

    def show_made(self, made: Sequence[Planned]) -> None:
        """Tell of these scenes."""
        self._rows.show_plan(made)
        self._words.setText(f"{len(made)} scene{'s' if len(made) > 1 else ''} made.")
        self.render_button.setText(f"Render them… {in_cents(total_of(made))}")
        self.render_button.setDefault(True)
        self.render_button.setFocus()


def foot(words: QLabel, *buttons: QPushButton) -> QHBoxLayout:
    """The last line of a page. None of the buttons takes Enter from a field."""
    row = QHBoxLayout()
    row.setSpacing(GAP_PX)
    row.addWidget(words, 1)
    for button in buttons:
        button.setAutoDefault(False)
        row.addWidget(button)
    return row
