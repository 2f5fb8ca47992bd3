"""A row of the series, painted: an episode with its mark to fold it, or a scene with its price and its findings."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kling_studio.app.session import Session
from kling_studio.core.checks import Severity
from kling_studio.ui.icons import icon
from kling_studio.ui.series.model import SeriesModel, SeriesRole
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import BODY_PX, CORNER_PX, DARK, GAP_PX, LABEL_PX, MARGIN_PX, sized

AnyIndex = QModelIndex | QPersistentModelIndex

ROW_HEIGHT_PX = 44
FOLD_WIDTH_PX = MARGIN_PX + 16
_NUMBER_RIGHT_PX = 36
_TITLE_LEFT_PX = 44
_LINE_PX = 18
_STALE_PX = 14
_MARKS_PX = 56
"""For the marks at the right of the lower line."""
_SEEN_FROM_A_SCENE = (Severity.ERROR, Severity.WARNING)


class RowDelegate(QStyledItemDelegate):
    """Paints rows; ``target_id`` is the scene that a drop would land on."""

    def __init__(self, session: Session, model: SeriesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._title_font = sized(BODY_PX)
        self._figure_font = sized(BODY_PX, tabular=True)
        self._label_font = sized(LABEL_PX, tabular=True)
        self.target_id = ""

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(option.rect.width(), ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        row: QRect = option.rect
        upper = QRect(row.left(), row.top() + 4, row.width(), _LINE_PX)
        lower = upper.translated(0, _LINE_PX)
        if index.data(SeriesRole.IS_SCENE):
            right = self._paint_price(painter, upper, index)
            self._paint_severity(painter, lower, index)
            if index.data(SeriesRole.STALE):
                _paint_stale(painter, lower)
            number = QRect(row.left(), upper.top(), _NUMBER_RIGHT_PX, _LINE_PX)
            _text(
                painter, number, str(index.data(SeriesRole.NUMBER)), self._label_font, DARK.text3, right=True
            )
        else:
            right = row.right() - MARGIN_PX
            _paint_fold(painter, row, is_open=bool(option.state & QStyle.StateFlag.State_Open))
        title = QRect(row.left() + _TITLE_LEFT_PX, upper.top(), right - row.left() - _TITLE_LEFT_PX, _LINE_PX)
        is_scene = index.data(SeriesRole.IS_SCENE)
        words = index.data() if is_scene else f"{index.data(SeriesRole.NUMBER)}  {index.data()}"
        _text(painter, title, words, self._title_font, DARK.text1 if is_scene else DARK.text2)
        extent = QRect(title.left(), lower.top(), row.width() - _TITLE_LEFT_PX - _MARKS_PX, _LINE_PX)
        _text(painter, extent, index.data(SeriesRole.EXTENT), self._label_font, DARK.text3)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("titleEditor")
        editor.setAccessibleName(
            "Title of the scene" if index.data(SeriesRole.IS_SCENE) else "Title of the episode"
        )
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: AnyIndex) -> None:
        row: QRect = option.rect
        left = row.left() + _TITLE_LEFT_PX - 6
        editor.setGeometry(left, row.top() + 5, row.right() - GAP_PX - left, ROW_HEIGHT_PX - 10)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = QRectF(option.rect)
        selected = option.state & QStyle.StateFlag.State_Selected
        if selected:
            painter.fillRect(row, QColor(DARK.ground2))
            if index.data(SeriesRole.IS_SCENE):
                painter.fillRect(QRectF(row.left(), row.top(), 3, row.height()), QColor(DARK.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, QColor(DARK.ground2).darker(108))
        is_target = bool(self.target_id) and self._model.id_at(index) == self.target_id
        if is_target or (option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(QColor(DARK.accent), 2 if is_target else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(5, 2, -3, -2), CORNER_PX, CORNER_PX)

    def _paint_price(self, painter: QPainter, line: QRect, index: AnyIndex) -> int:
        """Paint the price at the right; where the room left of it ends."""
        price: str = index.data(SeriesRole.PRICE)
        known = price.startswith("$")
        font = self._figure_font if known else self._label_font
        width = QFontMetrics(font).horizontalAdvance(price)
        place = QRect(line.right() - MARGIN_PX - width, line.top(), width + 1, _LINE_PX)
        _text(painter, place, price, font, DARK.text1 if known else DARK.text3, right=True)
        return place.left() - GAP_PX

    def _paint_severity(self, painter: QPainter, line: QRect, index: AnyIndex) -> None:
        scene = self._model.scene_at(index)
        found = self._session.findings(scene) if scene is not None else ()
        if found and found[0].severity in _SEEN_FROM_A_SCENE:
            paint_severity(
                painter, QPointF(line.right() - MARGIN_PX - 5, line.center().y() + 1), found[0].severity
            )


def _paint_stale(painter: QPainter, line: QRect) -> None:
    """The mark of a scene that could be rendered anew, left of where findings are."""
    right, top = line.right() - MARGIN_PX - 14, line.top() + (_LINE_PX - _STALE_PX) // 2
    icon("cached", DARK.text2).paint(painter, QRect(right - _STALE_PX, top, _STALE_PX, _STALE_PX))


def _text(
    painter: QPainter, place: QRect, words: str, font: QFont, colour: str, *, right: bool = False
) -> None:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font)
    painter.setPen(QColor(colour))
    short = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, place.width())
    painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), short)


def _paint_fold(painter: QPainter, row: QRect, *, is_open: bool) -> None:
    """The mark that folds an episode: it points down while its scenes are shown."""
    x, y = row.left() + MARGIN_PX + 8, row.top() + 4 + _LINE_PX / 2
    corners = ((-4, -2), (0, 2), (4, -2)) if is_open else ((-2, -4), (2, 0), (-2, 4))
    painter.setPen(QPen(QColor(DARK.text2), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))
