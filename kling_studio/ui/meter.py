"""The cost meter: always in sight, the only large type."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core.ledger import open_jobs, spent
from kling_studio.core.pricing import Quote, shown, total
from kling_studio.core.project import Project, Scene
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import LABEL_PX, PRICE_PX, sized


class Meter(QWidget):
    """What this scene costs, and below it where the figure comes from, the project's price and what was spent."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("meter")
        self._session = session
        self._selection = selection
        self._price = QLabel(self)
        self._price.setObjectName("scene_price")
        self._price.setProperty("role", "price")
        self._price.setFont(sized(PRICE_PX, bold=True, tabular=True))
        self._origin = QLabel(self)
        self._origin.setObjectName("price_origin")
        self._origin.setProperty("role", "label")
        self._origin.setFont(sized(LABEL_PX, tabular=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for label in (self._price, self._origin):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(label)
        for signal in (session.changed, session.facts_changed, session.media_changed, session.lists_changed):
            signal.connect(lambda _: self.refresh())
        selection.scene_changed.connect(self.refresh)
        self.refresh()

    def show_preview(self, project: Project | None) -> None:
        """Show what the project would cost as a drag leaves it; with ``None`` what is true again."""
        scene = self._selection.scene
        changed = project.find_scene(scene.id) if project is not None and scene is not None else None
        if project is None or changed is None:
            self.refresh()
        else:
            self._show(changed, self._session.quote_of(project, changed))

    def refresh(self) -> None:
        """Show what is true now."""
        scene = self._selection.scene
        self._show(scene, self._session.quote(scene) if scene else None)

    def _show(self, scene: Scene | None, quote: Quote | None) -> None:
        session = self._session
        quotes = {one.id: session.quote(one) for one in session.project.scenes()}
        if scene is not None:
            quotes[scene.id] = quote
        whole = total(one.total if one else None for one in quotes.values())
        gone, open_ones = spent(session.ledger), open_jobs(session.ledger)
        # What is on its way counts with its estimate, so that nobody spends it twice.
        gone_words = "spent or open" if any(take.is_paid for take in open_ones) else "spent"
        self._price.setText(shown(quote.total) if quote else "price unknown" if scene else "$0.00")
        parts = [
            f"project {shown(whole)}",
            f"{gone_words} {shown(gone.known)}{' and more' if gone.unknown_jobs else ''}",
        ]
        if quote is not None and quote.per_second is not None:
            parts.insert(0, f"{quote.seconds} s × {shown(quote.per_second)}")
        if quote is not None and quote.as_of is not None:
            parts.insert(1, f"list {quote.as_of:%Y-%m}")
        self._origin.setText(" · ".join(parts))
        if quote is not None:
            lines = [f"{line.text}: {shown(line.amount)}" for line in quote.lines]
            source = (
                f"Price list {quote.price_list}, as of {quote.as_of}. An estimate." if quote.as_of else ""
            )
            self.setToolTip("\n".join([*lines, source, quote.note]).strip())
        self.setAccessibleName(f"Price of this scene {self._price.text()}, {self._origin.text()}")
