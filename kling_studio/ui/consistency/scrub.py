"""A hand that moves across a frame to look for another moment."""

from PySide6.QtWidgets import QApplication

from kling_studio.core.consistency import SheetFrame


class Scrub:
    """It begins at ``from_x``; ``width_px`` is the whole film. ``time_s`` is the moment under the hand."""

    def __init__(self, frame: SheetFrame, from_x: float, width_px: int) -> None:
        self.frame = frame
        self.time_s = frame.time_s
        self.is_moving = False
        self._from_x = from_x
        self._width_px = width_px

    def follows(self, x: float) -> bool:
        """Go along to ``x``; a hand that merely trembles in a click moves nothing."""
        moved_px = x - self._from_x
        self.is_moving = self.is_moving or abs(moved_px) >= QApplication.startDragDistance()
        wanted_s = self.frame.time_s + moved_px / self._width_px * self.frame.seconds
        self.time_s = max(0.0, min(wanted_s, self.frame.seconds))
        return self.is_moving
