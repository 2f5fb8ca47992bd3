"""All there is to say of the chosen model, under the table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from kling_studio.app.comparing import Row
from kling_studio.ui.compare import words
from kling_studio.ui.theme import BODY_PX, DARK, LABEL_PX, MARGIN_PX, sized
from kling_studio.ui.told import Told

_HEIGHT_PX = 140


class ModelCard(QScrollArea):
    """A model's card: what it is, which mode it would use and why, what it would not get."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_card")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_row(self, row: Row) -> None:
        """Show a model."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN_PX, 8, MARGIN_PX, 8)
        column.setSpacing(4)
        head = _text(row.model.name, BODY_PX, DARK.text1)
        head.setFont(sized(BODY_PX, bold=True))
        column.addWidget(head)
        told = [row.model.summary, words.card(row), row.model.note]
        if row.quote.endpoint:
            told.append(f"Mode {row.mode}, {row.reason}.")
        for text in told:
            if text:
                column.addWidget(_text(text, LABEL_PX, DARK.text2))
        for finding in row.findings:
            column.addWidget(Told(finding.message, finding.severity))
        if not row.findings:
            column.addWidget(_text("All of the scene is sent.", BODY_PX, DARK.ok))
        column.addStretch(1)
        page.setAccessibleName(". ".join([row.model.name, *filter(None, told)]))
        self.setWidget(page)


def _text(text: str, px: int, colour: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(sized(px))
    label.setStyleSheet(f"color: {colour}; font-size: {px}px")
    return label
