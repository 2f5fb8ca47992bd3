"""``@Name`` in words: coloured as its member, underlined in waves where it is nobody."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from kling_studio.core.project import Project
from kling_studio.core.prompt import mentions
from kling_studio.ui.theme import DARK, cast_colour
from kling_studio.ui.words.positions import units

_GROUND_ALPHA = 46
_PILL_OUT_PX = 2.0
_PILL_CORNER_PX = 3.0


def name_colours(project: Project) -> dict[str, QColor]:
    """Each member's name with its colour, in the order of the cast."""
    return {member.name: cast_colour(index) for index, member in enumerate(project.cast)}


class NameHighlighter(QSyntaxHighlighter):
    """Colours the names of a text. Names never reach over the end of a line."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._colours: Mapping[str, QColor] = {}

    def set_colours(self, colours: Mapping[str, QColor]) -> None:
        """The cast as it is now."""
        if colours != self._colours:
            self._colours = dict(colours)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for mention in mentions(text, self._colours):
            start = units(text, mention.start)
            self.setFormat(start, units(text, mention.end) - start, self._format(mention.name))

    def _format(self, name: str) -> QTextCharFormat:
        shown = QTextCharFormat()
        if name in self._colours:
            shown.setForeground(self._colours[name])
        else:
            shown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            shown.setUnderlineColor(QColor(DARK.error))
            shown.setForeground(QColor(DARK.error))
        return shown


def paint_grounds(painter: QPainter, block: QTextBlock, at: QPointF, colours: Mapping[str, QColor]) -> None:
    """The faint ground under each known name of one laid-out paragraph whose upper left corner is ``at``."""
    text = block.text()
    for mention in mentions(text, colours):
        if mention.known:
            ground = QColor(colours[mention.name])
            ground.setAlpha(_GROUND_ALPHA)
            painter.setBrush(ground)
            for rect in _rects(block, units(text, mention.start), units(text, mention.end)):
                painter.drawRoundedRect(rect.translated(at), _PILL_CORNER_PX, _PILL_CORNER_PX)


def _rects(block: QTextBlock, start: int, end: int) -> list[QRectF]:
    """Where a part of a paragraph stands: one rectangle for each line that it runs over."""
    layout, found = block.layout(), []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
            rect = QRectF(min(left, right), line.y(), abs(right - left), line.height())
            found.append(rect.adjusted(-_PILL_OUT_PX, 0, _PILL_OUT_PX, 0))
    return found


def _x(answer: object) -> float:
    """Qt answers with the place and the position it means."""
    return float(answer[0]) if isinstance(answer, tuple) else float(answer)  # type: ignore[arg-type]
