"""The editor of what part of a picture a view is: crop, turn, how many pixels are left."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from kling_studio.core.catalog import FileLimits
from kling_studio.core.errors import KnownError
from kling_studio.core.framings import box_px, framed_view, framing_of, is_whole, tidy, turned, turned_size
from kling_studio.core.picture_limits import wrong_size
from kling_studio.core.project import Framing, View
from kling_studio.ui.background import Background
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.icons import icon
from kling_studio.ui.picture_editor.canvas import CropCanvas
from kling_studio.ui.picture_editor.cropping import Crop, fitted
from kling_studio.ui.theme import DARK, GRID_PX, LABEL_PX, sized

_SHOWN_PX = 1024
_RATIOS: tuple[tuple[str, tuple[int, int] | None], ...] = (
    ("Free", None),
    ("1 : 1", (1, 1)),
    ("4 : 5", (4, 5)),
    ("3 : 4", (3, 4)),
    ("9 : 16", (9, 16)),
    ("4 : 3", (4, 3)),
    ("16 : 9", (16, 9)),
)


class PictureEditor(QWidget):
    """Edits a draft of one view's framing.

    ``taken`` tells the view's path and the new framing once its file is made; ``closed`` that nothing is edited any
    more; ``failed`` brings a ``KnownError``. A part beyond ``limits`` can be taken, with a warning. The project is
    untouched until ``taken`` is answered.
    """

    taken = Signal(str, object)
    closed = Signal()
    failed = Signal(object)

    def __init__(
        self, path_of: Callable[[str], Path | None], limits: FileLimits, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._path_of = path_of
        self._limits = limits
        self._background = Background(self)
        self._view: View | None = None
        self._draft = Framing("")
        self._image = QImage()
        self._size_px = (0, 0)
        self._ratio: tuple[int, int] | None = None
        self.setObjectName("pictureEditor")
        self.setAccessibleName("Crop and turn")
        self._canvas = CropCanvas()
        self._pixels = QLabel()
        self._pixels.setObjectName("cropPixels")
        self._pixels.setFont(sized(LABEL_PX))
        self._pixels.setWordWrap(True)
        self._ratios = PlainCombo()
        self._ratios.setObjectName("cropRatio")
        self._ratios.setAccessibleName("Ratio of the part")
        self._ratios.setToolTip("The ratio that the part keeps")
        self._ratios.set_choices([(text, number) for number, (text, _) in enumerate(_RATIOS)], 0)
        self._left = _tool("turnLeft", "rotate-left", "Turn left ([)")
        self._right = _tool("turnRight", "rotate-right", "Turn right (])")
        self._reset = QPushButton("Reset")
        self._cancel = QPushButton("Cancel")
        self._done = QPushButton("Done")
        self._lay_out()
        self._connect()
        self.hide()

    @property
    def canvas(self) -> CropCanvas:
        """The picture with its crop."""
        return self._canvas

    @property
    def view(self) -> View | None:
        """The view that is edited."""
        return self._view

    @property
    def done_button(self) -> QPushButton:
        """What takes the part."""
        return self._done

    @property
    def changed_framing(self) -> Framing | None:
        """The part that would be taken, unless it is what the view is already."""
        framing = tidy(self._draft)
        return None if self._view is None or framing == framing_of(self._view) else framing

    @property
    def draft(self) -> Framing:
        """The part as it stands."""
        return self._draft

    def edit(self, view: View) -> None:
        """Begin with a view; its picture comes when it is read."""
        self._view, self._draft, self._image = view, framing_of(view), QImage()
        self._ratio = None
        self._ratios.setCurrentIndex(0)
        self._done.setEnabled(False)
        self._pixels.setText("")
        self._canvas.show_picture(self._image, 0)
        self.show()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        original = self._draft.original
        self._background.run(
            lambda: _read(self._path_of(original), original),
            lambda read: self._take_in(view, *read),
            self._refuse,
        )

    def close_editor(self) -> None:
        """Leave everything as it was."""
        if self._view is not None:
            self._view = None
            self.hide()
            self.closed.emit()

    def turn(self, by: int) -> None:
        """Turn the picture by a quarter to the right (90) or to the left (-90)."""
        if not self._image.isNull():
            self._draft = turned(self._draft, by)
            self._canvas.show_picture(self._image, self._draft.turn)
            self._show()

    def reset(self) -> None:
        """The whole picture, as it came."""
        if not self._image.isNull():
            self._draft = Framing(self._draft.original)
            self._ratio = None
            self._ratios.setCurrentIndex(0)
            self._canvas.show_picture(self._image, 0)
            self._show()

    def take(self) -> None:
        """Make the file of the part, then tell it."""
        if self._view is None or self._image.isNull():
            return
        view, framing = self._view, self.changed_framing
        if framing is None:
            self.close_editor()
            return
        self._done.setEnabled(False)
        self._background.run(
            lambda: self._make(view, framing), lambda _nothing: self._finish(view, framing), self._refuse
        )

    def stop(self) -> None:
        """Wait for what is being read or written."""
        self._background.wait()

    def _make(self, view: View, framing: Framing) -> None:
        from kling_studio.app.framing import make_part

        part = framed_view(view, framing)
        path = self._path_of(part.path)
        if part.framing is not None and path is not None and not path.exists():
            make_part(part.framing, path, self._path_of)

    def _finish(self, view: View, framing: Framing) -> None:
        if self._view is view:
            self._view = None
            self.hide()
            self.taken.emit(view.path, framing)
            self.closed.emit()

    def _refuse(self, error: KnownError) -> None:
        self.failed.emit(error)
        self.close_editor()

    def _take_in(self, view: View, image: QImage, size_px: tuple[int, int]) -> None:
        if self._view is view:
            self._image, self._size_px = image, size_px
            self._canvas.show_picture(image, self._draft.turn)
            self._show()

    def _crop(self, crop: Crop) -> None:
        self._draft = replace(self._draft, left=crop.left, top=crop.top, right=crop.right, bottom=crop.bottom)
        self._show()

    def _choose_ratio(self, row: int) -> None:
        self._ratio = _RATIOS[row][1]
        shape = self._shape()
        if shape is not None and not self._image.isNull():
            self._crop(fitted(self._crop_now(), shape))
        else:
            self._show()

    def _shape(self) -> float | None:
        """The ratio in fractions of the turned picture."""
        width_px, height_px = turned_size(*self._size_px, self._draft.turn)
        if self._ratio is None or not (width_px and height_px):
            return None
        return self._ratio[0] / self._ratio[1] * height_px / width_px

    def _crop_now(self) -> Crop:
        return Crop(self._draft.left, self._draft.top, self._draft.right, self._draft.bottom)

    def _show(self) -> None:
        self._canvas.show_crop(self._crop_now(), self._shape())
        if self._image.isNull():
            return
        left, top, right, bottom = box_px(tidy(self._draft), *self._size_px)
        why = wrong_size(right - left, bottom - top, self._limits)
        words = f"{right - left:,} × {bottom - top:,} pixels"
        self._pixels.setText(f"The part {why}." if why else words)
        palette = self._pixels.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(DARK.warning if why else DARK.text2))
        self._pixels.setPalette(palette)
        self._done.setEnabled(True)
        self._reset.setEnabled(not is_whole(self._draft))

    def _lay_out(self) -> None:
        for button, name, tip in (
            (self._reset, "resetCrop", "The whole picture, as it came"),
            (self._cancel, "cancelCrop", "Leave the picture as it was (Esc)"),
            (self._done, "takeCrop", "Take this part (Enter); the original stays as it is"),
        ):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
        self._reset.setProperty("role", "link")
        tools = QHBoxLayout()
        tools.setSpacing(GRID_PX)
        for tool in (self._left, self._right):
            tools.addWidget(tool)
        tools.addWidget(self._ratios, 1)
        ends = QHBoxLayout()
        ends.setSpacing(GRID_PX)
        ends.addWidget(self._reset)
        ends.addStretch(1)
        ends.addWidget(self._cancel)
        ends.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._canvas)
        column.addLayout(tools)
        column.addWidget(self._pixels)
        column.addLayout(ends)

    def _connect(self) -> None:
        self._canvas.crop_changed.connect(self._crop)
        self._canvas.turn_wanted.connect(self.turn)
        self._canvas.done_wanted.connect(self.take)
        self._canvas.cancel_wanted.connect(self.close_editor)
        self._left.clicked.connect(lambda: self.turn(-90))
        self._right.clicked.connect(lambda: self.turn(90))
        self._reset.clicked.connect(self.reset)
        self._cancel.clicked.connect(self.close_editor)
        self._done.clicked.connect(self.take)
        self._ratios.activated.connect(self._choose_ratio)


def _tool(name: str, symbol: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(tip.partition(" (")[0])
    button.setToolTip(tip)
    button.setIcon(icon(symbol, DARK.text2))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _read(path: Path | None, reference: str) -> tuple[QImage, tuple[int, int]]:
    """A picture for the screen and its size in the file, as it is seen; on any thread."""
    from kling_studio.media.pictures import measure, open_picture
    from kling_studio.ui.images import as_image

    if path is None:
        raise KnownError(f"{reference} lies outside the project folder.", "Add the picture again.")
    info = measure(path)
    return as_image(open_picture(path, _SHOWN_PX)), (info.width_px, info.height_px)
