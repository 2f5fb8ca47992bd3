"""The names that an ``@`` may become, in a list under the cursor."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from kling_studio.core.project import Project
from kling_studio.core.stills import primary_view
from kling_studio.ui.theme import cast_colour
from kling_studio.ui.thumbnails import Thumbnails

_PICTURE_PX = 24
_ROW_PX = 30
_MOST_ROWS = 6
_WIDTH_PX = 208
_PICTURE = Qt.ItemDataRole.UserRole
_COLOUR = Qt.ItemDataRole.UserRole + 1
# Scripts from Thai on set no space in front of a name.
_BEGUN = re.compile(r"(?<![0-9A-Za-z_\u00c0-\u0dff@.])@([^@\n]*)\Z")


def begun_name(before: str) -> str | None:
    """What of a name stands between an ``@`` and the end of ``before``; ``None`` where no name was begun."""
    found = _BEGUN.search(before)
    return found.group(1) if found else None


def matching(names: Sequence[str], begun: str) -> list[str]:
    """The names that begin so, then those of which a later word does; none where only the whole name is left."""
    wanted = begun.casefold()
    first = [name for name in names if name.casefold().startswith(wanted)]
    later = [
        name
        for name in names
        if name not in first and any(word.startswith(wanted) for word in name.casefold().split()[1:])
    ]
    return [] if first == [begun] else first + later


class Completions(QListWidget):
    """The list. It never takes the focus: the field in front of it passes the keys on."""

    chosen = Signal(str)

    def __init__(self, thumbnails: Thumbnails | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._window = parent
        self.setObjectName("completions")
        self.setAccessibleName("Names that fit")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setIconSize(QSize(_PICTURE_PX, _PICTURE_PX))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.text()))
        if thumbnails is not None:
            thumbnails.ready.connect(self._picture_came)
        self.hide()

    def offer(self, project: Project, names: Sequence[str], under: QRect) -> None:
        """Show these names under a place of the window, or above it where there is no room."""
        kept = self.name()
        self.clear()
        places = {member.name: place for place, member in enumerate(project.cast)}
        for name in names:
            item = QListWidgetItem(name)
            item.setData(_PICTURE, primary_view(project.cast[places[name]]) or "")
            item.setData(_COLOUR, cast_colour(places[name]))
            item.setSizeHint(QSize(0, _ROW_PX))
            self.addItem(item)
            self._draw(item)
        self.setCurrentRow(names.index(kept) if kept in names else 0)
        self._place(under)
        self.show()
        self.raise_()

    def move_to(self, window: QWidget) -> None:
        """Belong to another window: the field may have been moved there with its dock."""
        if window is not self._window:
            self._window = window
            self.setParent(window)

    def name(self) -> str:
        """The name that Enter would take."""
        return self.currentItem().text() if self.currentRow() >= 0 else ""

    def step(self, by: int) -> None:
        """Go up or down, around the ends."""
        self.setCurrentRow((self.currentRow() + by) % max(1, self.count()))

    def _place(self, under: QRect) -> None:
        self.ensurePolished()  # else the frame is thinner than it will be, and the last row cut
        room = self._window.rect()
        height = min(self.count(), _MOST_ROWS) * _ROW_PX + 2 * self.frameWidth()
        width = min(_WIDTH_PX, room.width())
        fits_below = under.bottom() + height <= room.bottom()
        top = under.bottom() + 2 if fits_below else max(0, under.top() - height - 2)
        left = max(0, min(under.left(), room.width() - width))
        self.setGeometry(left, top, width, height)

    def _picture_came(self, reference: str) -> None:
        if self.isVisible():
            for row in range(self.count()):
                if self.item(row).data(_PICTURE) == reference:
                    self._draw(self.item(row))

    def _draw(self, item: QListWidgetItem) -> None:
        reference = item.data(_PICTURE)
        made = None
        if self._thumbnails is not None and reference:
            made = self._thumbnails.pixmap(reference, _PICTURE_PX, _PICTURE_PX)
        picture = made or _disc(item.data(_COLOUR), self.devicePixelRatioF())
        shown = QIcon(picture)
        shown.addPixmap(picture, QIcon.Mode.Selected)  # Qt would tint it: a face keeps its colours
        item.setIcon(shown)


def _disc(colour: QColor, ratio: float) -> QPixmap:
    """The member's colour, for one without a picture."""
    pixmap = QPixmap(QSize(_PICTURE_PX, _PICTURE_PX) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(7, 7, _PICTURE_PX - 14, _PICTURE_PX - 14)
    painter.end()
    return pixmap
