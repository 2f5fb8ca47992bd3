"""Time that passes at any speed, also backwards: for storyboards, and where a player cannot follow."""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal


class Ticker(QObject):
    """Counts frames while it runs. ``ticked`` tells the frame that it is time for; it may be past either end."""

    ticked = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._from = self._last = 0
        self._frames_per_s = 24.0

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def start(self, index: int, frames_per_s: float) -> None:
        """Count on from a frame; a negative rate counts down."""
        self._from = self._last = index
        self._frames_per_s = frames_per_s
        self._clock.start()
        # Twice as often as frames change, but no oftener than a screen does.
        self._timer.start(max(16, round(500 / max(abs(frames_per_s), 1.0))))

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        index = self._from + int(self._clock.elapsed() / 1000 * self._frames_per_s)
        if index != self._last:
            self._last = index
            self.ticked.emit(index)
