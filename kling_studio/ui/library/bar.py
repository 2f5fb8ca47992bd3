"""The line above the grid: search, how many there are, what was done last, and the bin."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from kling_studio.core.errors import KnownError
from kling_studio.ui.buttons import link_button, push_button
from kling_studio.ui.notice import Notice
from kling_studio.ui.theme import GAP_PX, MARGIN_PX

_SETTLE_MS = 120
_SEARCH_PX = (160, 300)
_NOTICE_PX = 200
_TOLD_MS = 10_000


class LibraryBar(QWidget):
    """``searched`` tells the words once typing rests, ``bin_toggled`` whether the bin shall be shown."""

    searched = Signal(str)
    bin_toggled = Signal(bool)
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setObjectName("librarySearch")
        self.search.setAccessibleName("Search the library")
        self.search.setToolTip("Show only members whose name, tags or description have these words (Ctrl+F)")
        self.search.setPlaceholderText("Search names, tags, descriptions")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(_SEARCH_PX[0])
        self.search.setMaximumWidth(_SEARCH_PX[1])
        self._count = QLabel()
        self._count.setObjectName("libraryCount")
        self._count.setProperty("role", "label")
        self._notice = Notice("libraryNotice")
        self._notice.setMinimumWidth(_NOTICE_PX)
        self._undo = link_button(
            "libraryUndo", "Undo", "Take out of the bin what was put there last (Ctrl+Z here)"
        )
        self._undo.hide()
        self.bin = push_button(
            "libraryBin", "Bin", "Show what was put in the bin of the library; after 30 days it goes for good"
        )
        self.bin.setCheckable(True)
        self._settles = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._told = QTimer(self, singleShot=True, interval=_TOLD_MS)
        self._told.timeout.connect(lambda: self.tell(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, GAP_PX, GAP_PX, GAP_PX)
        row.setSpacing(GAP_PX)
        row.addWidget(self.search, 2)
        row.addWidget(self._count)
        row.addWidget(self._notice, 3)
        row.addWidget(self._undo)
        row.addStretch(1)
        row.addWidget(self.bin)
        self.search.textChanged.connect(lambda _text: self._settles.start())
        self._settles.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.bin.toggled.connect(self.bin_toggled)
        self._undo.clicked.connect(self.undo_wanted)

    @property
    def can_undo(self) -> bool:
        """Whether a way back is offered now."""
        return not self._undo.isHidden()

    def clear_search(self) -> None:
        """Search for nothing, at once."""
        self.search.clear()
        self._settles.stop()
        self.searched.emit("")

    def show_counts(self, shown: int, whole: int, binned: int) -> None:
        """Say how many members are shown, of how many, and how many are in the bin."""
        what = "member" if whole == 1 else "members"
        self._count.setText(f"{whole:,} {what}" if shown == whole else f"{shown:,} of {whole:,} {what}")
        self.bin.setText(f"Bin ({binned:,})" if binned else "Bin")
        self.bin.setEnabled(bool(binned) or self.bin.isChecked())

    def tell(self, words: str, *, can_undo: bool = False) -> None:
        """Say what was done for a while; with a way back where there is one."""
        if words:
            self._told.start()
        self._notice.say(words, is_error=False)
        self._undo.setVisible(can_undo)

    def refuse(self, error: KnownError) -> None:
        """Say why something was not done, until something else is."""
        self._told.stop()
        self._notice.tell(error)
        self._undo.hide()
