"""Icons: one set (Material Design Icons 6, from the qtawesome package), one weight, in the theme's colours.

Only the package's font is used: importing qtawesome itself would cost more time than the rest of the window's start.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from kling_studio.ui.theme import DARK

_FONT = "materialdesignicons6-webfont-*.ttf"
_NAMES = "materialdesignicons6-webfont-charmap-*.json"


def icon(name: str, colour: str = DARK.text2, active: str = DARK.text1) -> QIcon:
    """The icon ``name`` of the set, such as ``play`` or ``content-copy``; ``active`` under the mouse."""
    return QIcon(_Glyph(chr(int(_codes()[name], 16)), colour, active))


class _Glyph(QIconEngine):
    """Draws one sign of the icon font, sharp at every size and scale."""

    def __init__(self, sign: str, colour: str, active: str) -> None:
        super().__init__()
        self._sign = sign
        self._colour = colour
        self._active = active

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Qt's."""
        colours = {QIcon.Mode.Active: self._active, QIcon.Mode.Disabled: DARK.ground3}
        font = QFont(_family())
        font.setPixelSize(max(1, min(rect.width(), rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(colours.get(mode, self._colour)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._sign)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Qt's."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> "QIconEngine":
        """Qt's."""
        return _Glyph(self._sign, self._colour, self._active)


@cache
def _codes() -> dict[str, str]:
    """The signs of the font in hexadecimal."""
    codes: dict[str, str] = json.loads(_file(_NAMES).read_text(encoding="utf-8"))
    return codes


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_file(_FONT)))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _file(pattern: str) -> Path:
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("qtawesome is not installed")
    return next((Path(spec.origin).parent / "fonts").glob(pattern))
