"""The row under the screen: start, frame steps and play; the time; loop, speed, sound and full screen."""

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget

from kling_studio.ui.icons import icon
from kling_studio.ui.preview.words import timecode
from kling_studio.ui.theme import BODY_PX, DARK, GAP_PX, sized

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0)
_BUTTON_PX = 28
_VOLUME_FROM_PX = 560
_TOTAL_FROM_PX = 500
_NARROWEST_PX = 320


class TransportBar(QWidget):
    """Buttons and figures; what they do is the panel's affair."""

    start_clicked = Signal()
    back_clicked = Signal()
    play_clicked = Signal()
    forward_clicked = Signal()
    loop_toggled = Signal(bool)
    speed_chosen = Signal(float)
    mute_toggled = Signal(bool)
    volume_moved = Signal(float)
    full_screen_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_playing = self._is_full_screen = False
        self._start = self._button("to_start", "To the start", "Home", self.start_clicked)
        self._back = self._button("frame_back", "Frame back", "Left", self.back_clicked)
        self._play = self._button("play", "Play", "Space", self.play_clicked)
        self._forward = self._button("frame_forward", "Frame forward", "Right", self.forward_clicked)
        self._place, self._total = self._figures("timecode", DARK.text1), self._figures("length", DARK.text2)
        self._place.setAccessibleName("Timecode")
        self._total.setAccessibleName("Length")
        self._loop = self._toggle("loop", "Loop", "Begin again at the end", self.loop_toggled)
        self._loop.setText("Loop")
        self._speed = self._speed_button()
        self._mute = self._toggle("mute", "Mute", "Mute (M)", self.mute_toggled)
        self._volume = self._volume_slider()
        self._full = self._button("full_screen", "Full screen", "F11", self.full_screen_clicked)
        self._lay_out()
        self.set_time(0, 0, 24.0)

    def set_time(self, index: int, count: int, frame_rate: float) -> None:
        """The frame it stands at, of how many."""
        self._place.setText(timecode(index, frame_rate))
        self._total.setText(f"/ {timecode(count, frame_rate)}")

    def set_playing(self, playing: bool, going: float) -> None:
        """Whether it plays, and how fast, as long as it does."""
        self._is_playing = playing
        words = "Pause" if playing else "Play"
        self._play.setAccessibleName(words)
        self._play.setToolTip(f"{words} (Space)")
        if playing:
            self._speed.setText(_speed_words(going))
        else:
            self._show_chosen_speed()
        self._dress()

    def set_enabled(self, on: bool) -> None:
        """Whether there is anything to play."""
        for button in (self._start, self._back, self._play, self._forward):
            button.setEnabled(on)
        self._place.setEnabled(on)

    def set_loop(self, on: bool) -> None:
        self._loop.setChecked(on)

    def set_muted(self, on: bool) -> None:
        self._mute.setChecked(on)
        self._dress()

    def set_volume(self, volume: float) -> None:
        self._volume.setValue(round(volume * 100))

    def set_full_screen(self, on: bool) -> None:
        """Whether it stands on the whole screen now."""
        self._is_full_screen = on
        self._full.setToolTip("Leave full screen (Esc)" if on else "Full screen (F11)")
        self._dress()

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is without what it hides when there is no room."""
        return QSize(_NARROWEST_PX, _BUTTON_PX)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._volume.setVisible(self.width() >= _VOLUME_FROM_PX)
        self._total.setVisible(self.width() >= _TOTAL_FROM_PX)

    def _dress(self) -> None:
        """Icons are read when they are first seen: a window that starts has better things to do."""
        if not self.isVisible():
            return
        muted = self._mute.isChecked()
        for button, name, colour in (
            (self._start, "skip-previous", DARK.text2),
            (self._back, "step-backward", DARK.text2),
            (self._play, "pause" if self._is_playing else "play", DARK.text1),
            (self._forward, "step-forward", DARK.text2),
            (self._mute, "volume-off" if muted else "volume-high", DARK.accent if muted else DARK.text2),
            (self._full, "fullscreen-exit" if self._is_full_screen else "fullscreen", DARK.text2),
        ):
            button.setIcon(icon(name, colour))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self._start, self._back, self._play, self._forward):
            row.addWidget(button)
        row.addSpacing(GAP_PX)
        row.addWidget(self._place)
        row.addSpacing(4)
        row.addWidget(self._total)
        row.addStretch(1)
        for widget in (self._loop, self._speed, self._mute, self._volume, self._full):
            row.addWidget(widget)

    def _button(self, name: str, words: str, key: str, clicked: SignalInstance) -> QToolButton:
        button = _named(QToolButton(self), name, words, f"{words} ({key})")
        button.setFixedWidth(_BUTTON_PX)
        button.clicked.connect(clicked)
        return button

    def _toggle(self, name: str, words: str, tip: str, toggled: SignalInstance) -> QToolButton:
        button = _named(QToolButton(self), name, words, tip)
        button.setCheckable(True)
        button.clicked.connect(toggled)
        return button

    def _figures(self, name: str, colour: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setFont(sized(BODY_PX, tabular=True))
        label.setStyleSheet(f"color: {colour};")
        return label

    def _speed_button(self) -> QToolButton:
        button = _named(QToolButton(self), "speed", "Speed", "Speed")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setFont(sized(BODY_PX, tabular=True))
        button.setFixedWidth(button.fontMetrics().horizontalAdvance("0.25×") + 12)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for speed in SPEEDS:
            action = QAction(_speed_words(speed), menu)
            action.setCheckable(True)
            action.setChecked(speed == 1.0)
            action.setData(speed)
            group.addAction(action)
            menu.addAction(action)
        group.triggered.connect(self._speed_chosen)
        button.setMenu(menu)
        self._speeds = group
        button.setText(_speed_words(1.0))
        return button

    def _volume_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName("volume")
        slider.setAccessibleName("Volume")
        slider.setToolTip("Volume")
        slider.setRange(0, 100)
        slider.setValue(100)
        slider.setFixedWidth(64)
        slider.valueChanged.connect(lambda value: self.volume_moved.emit(value / 100))
        return slider

    def _speed_chosen(self, action: QAction) -> None:
        self._show_chosen_speed()
        self.speed_chosen.emit(action.data())

    def _show_chosen_speed(self) -> None:
        self._speed.setText(_speed_words(self._speeds.checkedAction().data()))


def _named(button: QToolButton, name: str, words: str, tip: str) -> QToolButton:
    """What all buttons of the row have in common."""
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(tip)
    button.setIconSize(QSize(18, 18))
    button.setFixedHeight(_BUTTON_PX)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _speed_words(speed: float) -> str:
    return f"{speed:g}×".replace("-", "−")
