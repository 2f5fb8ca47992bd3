"""The scenes that will be made, one a row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from kling_studio.core.pricing import in_cents
from kling_studio.ui.request.parts import Elided
from kling_studio.ui.theme import DARK, GAP_PX, LABEL_PX, sized
from kling_studio.ui.variations.plan import Planned

_NOTHING = "Choose a clip and write a setting: what will be made stands here."


class PlannedRows(QScrollArea):
    """A row for each scene: title, words, seconds and price."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("planned_scenes")
        self.setAccessibleName("Scenes that will be made")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_plan(())

    def show_plan(self, plan: Sequence[Planned]) -> None:
        """Show these scenes."""
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, GAP_PX, 0)
        rows.setSpacing(GAP_PX)
        if not plan:
            hint = QLabel(_NOTHING)
            hint.setProperty("role", "hint")
            hint.setWordWrap(True)
            rows.addWidget(hint)
        for number, one in enumerate(plan, start=1):
            rows.addWidget(_row(number, one))
        rows.addStretch()
        self.setWidget(holder)


def _row(number: int, one: Planned) -> QWidget:
    price = in_cents(one.quote.total if one.quote else None)
    seconds = one.quote.seconds if one.quote else one.scene.seconds
    figure = QLabel(str(number))
    figure.setProperty("role", "hint")
    figure.setFixedWidth(16)
    title = Elided(one.scene.title)
    title.setFont(sized(13, bold=True))
    words = Elided(one.scene.shots[0].prompt, DARK.text2)
    words.setStyleSheet(f"font-size: {LABEL_PX}px")
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addWidget(title)
    texts.addWidget(words)
    amount = QLabel(f"{seconds} s · {price}")
    amount.setFont(sized(13, tabular=True))
    row = QFrame()
    row.setObjectName("planned_scene")
    row.setAccessibleName(f"{one.scene.title}, {seconds} s, {price}")
    row.setStyleSheet(f"QFrame#planned_scene {{ background: {DARK.ground2}; border-radius: 6px; }}")
    columns = QHBoxLayout(row)
    columns.setContentsMargins(GAP_PX, 6, GAP_PX, 6)
    columns.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
    columns.addLayout(texts, 1)
    columns.addWidget(amount)
    return row
