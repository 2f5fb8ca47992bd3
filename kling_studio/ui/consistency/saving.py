"""The sheet on its way into a file: asked for, written on another thread, told how it went."""

from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kling_studio.app.consistency import FrameCache, write_sheet
from kling_studio.app.session import Session
from kling_studio.core.consistency import ConsistencySheet
from kling_studio.core.errors import KnownError
from kling_studio.ui.background import Background


class SheetSaving(QObject):
    """``progress`` tells how many of the frames are in, ``ended`` a sentence and whether it is of an error."""

    progress = Signal(int, int)
    ended = Signal(str, bool)

    def __init__(self, session: Session, cache: FrameCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._cache = cache
        self._background = Background(self)
        self._is_cancelled = Event()

    def save(self, sheet: ConsistencySheet, target: Path) -> None:
        """Write the sheet by the ending of the name."""
        title, path_of = self._session.project.title, self._session.path_of
        self._is_cancelled.clear()

        def work() -> bool:
            return write_sheet(
                sheet, title, self._cache, path_of, target, self.progress.emit, self._is_cancelled.is_set
            )

        def done(is_written: bool) -> None:
            self.ended.emit(f"Saved as {target.name}." if is_written else "Not saved.", False)

        def failed(error: KnownError) -> None:
            self.ended.emit(str(error), True)

        self._background.run(work, done, failed)

    def cancel(self) -> None:
        """Write no more; half a file is none."""
        self._is_cancelled.set()

    def stop(self) -> None:
        """The same, and wait until it is so."""
        self.cancel()
        self._background.wait()


def file_dialog(member: str, parent: QWidget) -> QFileDialog:
    """Asks where to write the sheet of a member, and as what; show it by ``open()``."""
    dialog = QFileDialog(parent, "Save the sheet")
    dialog.setObjectName("file_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(["PDF (*.pdf)", "Picture (*.png)"])
    dialog.setDefaultSuffix("pdf")
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("png" if "png" in chosen else "pdf"))
    dialog.selectFile(f"{member.replace('/', '-')}.pdf")
    return dialog
