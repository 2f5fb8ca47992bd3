"""The head of the sheet: what it shows, how far reading has come, and what can be done with the whole of it."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from kling_studio.core.consistency import ConsistencySheet
from kling_studio.ui.buttons import link_button, push_button
from kling_studio.ui.theme import GAP_PX, HEADING_PX, MARGIN_PX, sized

_BAR_PX = 160


class SheetHead(QWidget):
    """A line of words and buttons; the buttons are wired by whoever shows it."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self._heading.setFont(sized(HEADING_PX, bold=True))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_PX)
        self.cancel_button = _link("consistencyCancel", "Cancel", "Read no more frames")
        self.hidden_button = _link("consistencyShowHidden", "", "Bring back the frames that were hidden")
        tip = "Write the sheet as a PDF or a picture"
        self.save_button = push_button("consistencySave", "Save as…", tip, told=tip)
        self.save_button.setAutoDefault(False)
        self._progress = QWidget()
        progress = QHBoxLayout(self._progress)
        progress.setContentsMargins(0, 0, 0, 0)
        progress.addWidget(self._bar)
        progress.addWidget(self.cancel_button)
        self._progress.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self._heading, 1)
        for widget in (self._progress, self.hidden_button, self.save_button):
            row.addWidget(widget)

    def show_sheet(self, sheet: ConsistencySheet) -> None:
        """Say what the sheet holds."""
        takes = len({frame.video for frame in sheet.frames})
        through = f"{sheet.member} through {takes:,} take{'' if takes == 1 else 's'}"
        none = "every frame is hidden" if sheet.hidden else "no takes yet"
        self._heading.setText(through if takes else f"{sheet.member}: {none}")
        self.hidden_button.setText(f"Show {sheet.hidden} hidden")
        self.hidden_button.setVisible(bool(sheet.hidden))
        self.save_button.setEnabled(bool(sheet.frames))

    def show_progress(self, done: int, whole: int) -> None:
        """Show how many of the frames are read or written, and nothing once all are."""
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)
        self._bar.setAccessibleName(f"{done} of {whole} frames")
        self._progress.setVisible(done < whole)


def _link(name: str, text: str, tip: str) -> QPushButton:
    button = link_button(name, text, tip, told=tip)
    button.setAutoDefault(False)
    return button
