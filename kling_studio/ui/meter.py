"""The cost meter: always in sight, the only large type."""

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core.ledger import open_jobs, spent
from kling_studio.core.pricing import Quote, exact, exactly, in_cents, shown, total
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
        scene_amount = quote.total if quote else None if scene else Decimal(0)
        self._price.setText(in_cents(scene_amount))
        parts = [
            f"project {in_cents(whole)}",
            f"{gone_words} {in_cents(gone.known)}{' and more' if gone.unknown_jobs else ''}",
        ]
        if quote is not None and quote.per_second is not None:
            parts.insert(0, f"{quote.seconds} s × ${exact(quote.per_second)}")
        if quote is not None and quote.as_of is not None:
            parts.insert(1, f"list {quote.as_of:%Y-%m}")
        self._origin.setText(" · ".join(parts))
        sums = {"This scene": scene_amount, "The project": whole, gone_words.capitalize(): gone.known}
        exact_words = [f"{what}: {words}" for what, amount in sums.items() if (words := exactly(amount))]
        lines = [f"{line.text}: {shown(line.amount)}" for line in quote.lines] if quote else []
        self.setToolTip("\n".join([*lines, *exact_words, *_origin(quote)]))
        self.setAccessibleName(f"Price of this scene {self._price.text()}, {self._origin.text()}")


def _origin(quote: Quote | None) -> Iterator[str]:
    """Where the prices are from, and what is to be known of them."""
    if quote is not None and quote.as_of:
        yield f"Price list {quote.price_list}, as of {quote.as_of}. An estimate."
    if quote is not None and quote.note:
        yield quote.note
