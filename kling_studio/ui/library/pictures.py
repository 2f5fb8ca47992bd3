"""The pictures of one member of the library, small and in rows."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from kling_studio.core.project import View
from kling_studio.ui.cast.card import paint_picture
from kling_studio.ui.thumbnails import Thumbnails

_SIDE_PX = 56
GAP_PX = 6


class PictureRows(QWidget):
    """Pictures to look at; each says by its tooltip which view it is."""

    def __init__(
        self, thumbnails: Thumbnails, parent: QWidget | None = None, *, side_px: int = _SIDE_PX
    ) -> None:
        super().__init__(parent)
        self._side_px = side_px
        self._thumbnails = thumbnails
        self._views: tuple[View, ...] = ()
        self.setObjectName("libraryPictures")
        thumbnails.ready.connect(self._show_picture)

    def show_views(self, views: tuple[View, ...]) -> None:
        """Show these pictures."""
        self._views = views
        self.setAccessibleName(", ".join(view.view for view in views) or "No pictures")
        self.setVisible(bool(views))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side_px, self.minimumHeight())

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            place = next(
                (
                    view
                    for view, box in zip(self._views, self._boxes(), strict=True)
                    if box.contains(event.pos())
                ),
                None,
            )
            QToolTip.showText(event.globalPos(), place.view.capitalize() if place else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]  # Qt's own events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for view, box in zip(self._views, self._boxes(), strict=True):
            paint_picture(painter, self._thumbnails.pixmap(view.path, self._side_px, self._side_px), box)

    def _columns(self) -> int:
        return max(1, (self.width() + GAP_PX) // (self._side_px + GAP_PX))

    def _boxes(self) -> list[QRect]:
        step, columns = self._side_px + GAP_PX, self._columns()
        places = (QPoint(n % columns * step, n // columns * step) for n in range(len(self._views)))
        return [QRect(place, QSize(self._side_px, self._side_px)) for place in places]

    def _fit(self) -> None:
        rows = -(-len(self._views) // self._columns())
        self.setFixedHeight(max(0, rows * (self._side_px + GAP_PX) - GAP_PX))

    def _show_picture(self, reference: str) -> None:
        if any(view.path == reference for view in self._views):
            self.update()
