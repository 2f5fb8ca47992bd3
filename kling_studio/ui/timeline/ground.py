"""The ground of the timeline: how large a second is drawn and which of them are in sight."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from kling_studio.core.timeline import TimeScale
from kling_studio.ui.timeline.layout import gutter_px

_NOTCH = 120
_ZOOM_A_NOTCH = 1.25
_SCROLL_A_NOTCH_PX = 60
_MARGIN_PX = 8


class Ground(QAbstractScrollArea):
    """Scrolls and zooms over time. Everything fits the width until the user zooms, and again after :meth:`fit`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._px_per_s = 80.0
        self._fitted = True
        self._horizon_s = 1.0
        self._held = False
        # One of ours: PySide loads every class of widget there is to find out which one Qt's own is of.
        self.setViewport(QWidget())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalScrollBar().setSingleStep(_SCROLL_A_NOTCH_PX // 3)

    def time_scale(self) -> TimeScale:
        """Seconds to pixels, counted from the gutter."""
        return TimeScale(self._px_per_s, self.horizontalScrollBar().value() / self._px_per_s)

    def show_seconds(self, horizon_s: float, *, held: bool) -> None:
        """There are so many seconds to see; while something is ``held``, the scale stays and nothing shrinks."""
        self._horizon_s, self._held = horizon_s, held
        if self._fitted and not held:
            self._px_per_s = self._fitting_px_per_s()
        page = round(self._time_width_px())
        bar = self.horizontalScrollBar()
        bar.setPageStep(page)
        rest = round(horizon_s * self._px_per_s) - page
        bar.setRange(0, max(rest, bar.maximum() if held else 0, 0))

    def anchor_s(self) -> float:
        """The time that keys zoom to where it is in sight."""
        return 0.0

    def zoom_in(self) -> None:
        """Come closer, to the playhead where it is in sight."""
        self.zoom_at(_ZOOM_A_NOTCH, self._anchor_px())

    def zoom_out(self) -> None:
        """See more time, up to all of it."""
        self.zoom_at(1 / _ZOOM_A_NOTCH, self._anchor_px())

    def fit(self) -> None:
        """See the whole scene, up to the model's limit, and keep it so."""
        self._fitted = True
        self.show_seconds(self._horizon_s, held=self._held)
        self.viewport().update()

    def zoom_at(self, factor: float, around_px: float) -> None:
        """Zoom so that the time at a place of the viewport stays there; not further out than everything."""
        scale = self.time_scale().zoomed(factor, around_px - self._gutter_px())
        if factor < 1 and (scale.px_per_s <= self._fitting_px_per_s() or scale.px_per_s >= self._px_per_s):
            self.fit()
            return
        self._fitted = False
        self._px_per_s = scale.px_per_s
        self.show_seconds(self._horizon_s, held=False)
        self.horizontalScrollBar().setValue(round(scale.offset_s * scale.px_per_s))
        self.viewport().update()

    def reveal(self, block: QRectF) -> None:
        """Scroll as far as it takes to see a block, its start above all."""
        bar = self.horizontalScrollBar()
        left_px = block.left() - self._gutter_px() - _MARGIN_PX
        right_px = block.right() - self.viewport().width() + _MARGIN_PX
        if left_px < -_MARGIN_PX:
            bar.setValue(round(bar.value() + left_px))
        elif right_px > _MARGIN_PX:
            bar.setValue(round(bar.value() + min(right_px, left_px)))

    def turn(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        angle, fine = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_at(_ZOOM_A_NOTCH ** (angle.y() / _NOTCH), event.position().x())
            return
        coarse_px = (angle.x() or angle.y()) * _SCROLL_A_NOTCH_PX / _NOTCH
        bar = self.horizontalScrollBar()
        bar.setValue(round(bar.value() - (fine.x() or fine.y() or coarse_px)))

    def _anchor_px(self) -> float:
        anchor_px = self._gutter_px() + self.time_scale().x_of(self.anchor_s())
        if self._gutter_px() <= anchor_px <= self.viewport().width():
            return anchor_px
        return self._gutter_px() + self._time_width_px() / 2

    def _fitting_px_per_s(self) -> float:
        return max(1.0, self._time_width_px() / self._horizon_s)

    def _time_width_px(self) -> float:
        return max(1.0, self.viewport().width() - self._gutter_px())

    def _gutter_px(self) -> float:
        return gutter_px(self.viewport().width())
