"""The model of a scene: every one in the catalog, with what it is for and what this scene costs on it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kling_studio.app.session import Session
from kling_studio.core.catalog import Model
from kling_studio.core.pricing import in_cents
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.inspector.field import Field
from kling_studio.ui.inspector.view import SceneView, setting
from kling_studio.ui.model_names import offered_models, provider_name, with_provider
from kling_studio.ui.theme import BODY_PX, DARK, LABEL_PX, sized
from kling_studio.ui.words import FieldKeys

_ID = Qt.ItemDataRole.UserRole
_SUMMARY = Qt.ItemDataRole.UserRole + 1
_PRICE = Qt.ItemDataRole.UserRole + 2
_NAME = Qt.ItemDataRole.UserRole + 3
_WORKS = Qt.ItemDataRole.UserRole + 4
_LIST_WIDTH_PX = 440
_ROW_PX = 44
_HEADING_PX = 26

Index = QModelIndex | QPersistentModelIndex


class ModelField(Field):
    """The model chooser. Prices are worked out when the list opens."""

    def __init__(self, session: Session) -> None:
        self.combo = _ModelCombo(session)
        super().__init__(
            "Model", self.combo, name="model", tip="Who films the scene, and what it would cost."
        )
        self._session = session
        FieldKeys(session, self).watch(self.combo)
        self.combo.activated.connect(self._choose)

    def show_scene(self, view: SceneView) -> None:
        """Show the model by name, and its price at the label's right."""
        self.combo.show_model(view)
        quote = self._session.quote(view.scene)
        self.set_aside(in_cents(quote.total) if quote is not None else "")
        self.set_hint(view.model.summary if view.model else "This model is not in the catalog.")

    def _choose(self, row: int) -> None:
        scene_id, model = self.combo.scene_id, self.combo.itemData(row, _ID)
        self._session.apply(setting(scene_id, model=str(model)), "Choose model")


class _ModelCombo(PlainCombo):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows: QStandardItemModel = _rows(session, self)
        self.scene_id = ""
        self.setModel(self._rows)
        self.setItemDelegate(_ModelDelegate(self))
        self.setMaxVisibleItems(20)
        self.view().setMinimumWidth(_LIST_WIDTH_PX)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)

    def show_model(self, view: SceneView) -> None:
        """Select the scene's model; one that is not in the catalog is named all the same."""
        self.scene_id = view.scene.id
        with QSignalBlocker(self):
            row = self.findData(view.scene.model, _ID)
            self.setPlaceholderText("" if row >= 0 else view.scene.model)
            self.setCurrentIndex(row)

    def showPopup(self) -> None:
        self.price_rows()
        super().showPopup()

    def price_rows(self) -> None:
        """Put the price of the scene beside every model."""
        scene = self._session.project.find_scene(self.scene_id)
        if scene is None:
            return
        offers = {offer.model.id: offer for offer in offered_models(self._session, scene)}
        for row in range(self._rows.rowCount()):
            item = self._rows.item(row)
            offer = offers.get(item.data(_ID))
            if offer is not None:
                item.setData(offer.price, _PRICE)
                item.setData(offer.works, _WORKS)
                words = f"{item.text()}, {offer.price}. {item.data(_SUMMARY)}"
                item.setData(words, Qt.ItemDataRole.AccessibleTextRole)


class _ModelDelegate(QStyledItemDelegate):
    """Two lines a model: name and price, then what it is for."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_LIST_WIDTH_PX, _ROW_PX if index.data(_ID) else _HEADING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        inner = rect.adjusted(10, 4, -10, -4)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        if not index.data(_ID):
            _text(painter, inner, index.data(), left | Qt.AlignmentFlag.AlignBottom, DARK.text3, LABEL_PX)
            painter.restore()
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(DARK.ground3))
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = upper.translated(0, upper.height())
        price = index.data(_PRICE) or ""
        painter.setFont(sized(BODY_PX, tabular=True))
        taken = painter.fontMetrics().horizontalAdvance(price) + 12
        _text(
            painter,
            upper,
            price,
            right | middle,
            DARK.text2 if price.startswith("$") else DARK.text3,
            BODY_PX,
        )
        name = upper.adjusted(0, 0, -taken, 0)
        colour = DARK.text3 if index.data(_WORKS) is False else DARK.text1
        _text(painter, name, index.data(_NAME), left | middle, colour, BODY_PX)
        _text(painter, lower, index.data(_SUMMARY), left | middle, DARK.text3, LABEL_PX)
        painter.restore()


def _text(
    painter: QPainter, place: QRect, text: str, align: Qt.AlignmentFlag, colour: str, size_px: int
) -> None:
    painter.setFont(sized(size_px, tabular=True))
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    painter.drawText(place, align, metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width()))


def _rows(session: Session, parent: QWidget) -> QStandardItemModel:
    rows = QStandardItemModel(parent)
    groups: dict[str, list[Model]] = {}
    for model in session.catalog.models.values():
        groups.setdefault(model.provider, []).append(model)
    for models in groups.values():
        heading = QStandardItem(provider_name(models[0]))
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        rows.appendRow(heading)
        for model in models:
            item = QStandardItem(with_provider(model))
            item.setData(model.id, _ID)
            item.setData(model.name, _NAME)
            item.setData(f"{model.picture}. {model.summary}".removeprefix(". "), _SUMMARY)
            item.setToolTip(" ".join(part for part in (model.summary, model.note) if part))
            rows.appendRow(item)
    return rows
