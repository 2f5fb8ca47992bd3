"""The bricks of the glass box: words with their tags in colour, rows of files, text to take along."""

import html
import re
from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kling_studio.core.checks import Severity
from kling_studio.core.pricing import shown
from kling_studio.ui.drops import FileKind, kind_of_name
from kling_studio.ui.icons import icon
from kling_studio.ui.request.facts import FileSent, MadeFirst, Words, size_words
from kling_studio.ui.severity import paint_severity
from kling_studio.ui.theme import DARK, GAP_PX, GRID_PX, LABEL_PX, cast_colour
from kling_studio.ui.thumbnails import Thumbnails

_PICTURE_PX = QSize(48, 32)
_MOST_LINES = 28
_TEXT_FLAGS = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class Elided(QLabel):
    """One line that is shortened in its middle where there is no room; the whole of it is its tooltip."""

    def __init__(self, text: str, colour: str = DARK.text1) -> None:
        super().__init__(text)
        self.setToolTip(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._colour))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


class Thumbnail(QWidget):
    """The small picture of a file; a sign where it has none."""

    def __init__(self, thumbnails: Thumbnails, reference: str) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._reference = reference
        self.setFixedSize(_PICTURE_PX)
        thumbnails.ready.connect(self._came)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 3, 3)
        painter.fillPath(outline, QColor(DARK.ground0))
        if kind_of_name(self._reference) is FileKind.SOUND:
            icon("waveform").paint(painter, self.rect().adjusted(16, 8, -16, -8))
            return
        picture = self._thumbnails.pixmap(self._reference, self.width(), self.height())
        if picture is not None:
            painter.setClipPath(outline)
            painter.drawPixmap(self.rect(), picture)

    def _came(self, reference: str) -> None:
        if reference == self._reference:
            self.update()


class Shape(QWidget):
    """The shape of a severity in front of a sentence."""

    def __init__(self, severity: Severity) -> None:
        super().__init__()
        self._severity = severity
        self.setFixedSize(12, 17)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_severity(painter, QRectF(0, 2, 10, 14).center(), self._severity, 9)


class BodyText(QPlainTextEdit):
    """Text that can be selected and not changed, as high as it is long, up to a point."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setObjectName("request_body")
        self.setAccessibleName("The exact request")
        self.setToolTip("The body as it is sent. Ctrl+A and Ctrl+C copy it.")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.setStyleSheet(f'font-family: "{font.family()}"; font-size: {LABEL_PX}px; padding: 6px;')
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(_TEXT_FLAGS)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show another text; the place that was scrolled to stays."""
        if text != self.toPlainText():
            at = self.verticalScrollBar().value()
            self.setPlainText(text)
            self.verticalScrollBar().setValue(at)
        lines = min(_MOST_LINES, text.count("\n") + 4)
        self.setFixedHeight(lines * QFontMetrics(self.font()).lineSpacing() + 16)


def words_block(words: Words, tags: Mapping[str, int]) -> QWidget:
    """The words of a shot, each tag in the colour of its member."""
    label = QLabel(words.label)
    label.setProperty("role", "hint")
    text = QLabel(coloured(words.text, tags))
    text.setTextFormat(Qt.TextFormat.RichText)
    text.setWordWrap(True)
    text.setTextInteractionFlags(_TEXT_FLAGS)
    text.setAccessibleName(f"{words.label}: {words.text}")
    block = QFrame()
    block.setObjectName("words")
    block.setStyleSheet(f"QFrame#words {{ background: {DARK.ground0}; border-radius: 6px; }}")
    rows = QVBoxLayout(block)
    rows.setContentsMargins(GAP_PX, GAP_PX - 2, GAP_PX, GAP_PX)
    rows.setSpacing(2)
    rows.addWidget(label)
    rows.addWidget(text)
    return block


def coloured(text: str, tags: Mapping[str, int]) -> str:
    """The text as HTML with its tags in colour; whatever looks like HTML in it stays text."""
    if not tags:
        return html.escape(text)
    pattern = "|".join(rf"{re.escape(tag)}(?!\w)" for tag in sorted(tags, key=len, reverse=True))
    parts, end = [], 0
    for tag in re.finditer(pattern, text):
        place = tags[tag[0]]
        colour = cast_colour(place).name() if place >= 0 else DARK.advice
        parts += [
            html.escape(text[end : tag.start()]),
            f'<span style="color: {colour}; font-weight: 600">{html.escape(tag[0])}</span>',
        ]
        end = tag.end()
    return "".join([*parts, html.escape(text[end:])])


def file_row(file: FileSent, thumbnails: Thumbnails) -> QWidget:
    """A file with its picture, name and size."""
    note = "is missing" if file.is_missing else size_words(file.size_bytes) or "being read"
    right = QLabel(note)
    right.setProperty("role", "hint")
    if file.is_missing:
        right.setStyleSheet(f"color: {DARK.error}; font-size: {LABEL_PX}px")
    row = _row(Thumbnail(thumbnails, file.reference), Elided(file.name), right)
    row.setObjectName("file_sent")
    row.setAccessibleName(f"{file.name}, {note}")
    return row


def made_row(made: MadeFirst) -> QWidget:
    """A voice or an element that is made first, and its price."""
    price = QLabel(shown(made.amount))
    words = QLabel(f"{'Voice' if made.what == 'voice' else 'Element'} of {made.name}, once")
    row = _row(words, QWidget(), price)
    row.setObjectName("made_first")
    row.setToolTip(f"{made.endpoint}. It is kept: the next render does not pay for it again.")
    row.setAccessibleName(f"{words.text()}, {price.text()}")
    return row


def sentence_row(sentence: str) -> QWidget:
    """What is left out, in a sentence."""
    text = QLabel(sentence)
    text.setWordWrap(True)
    text.setTextFormat(Qt.TextFormat.PlainText)
    shape = Shape(Severity.WARNING)
    row = _row(shape, text)
    row.layout().setAlignment(shape, Qt.AlignmentFlag.AlignTop)  # type: ignore[union-attr]
    row.setObjectName("left_out")
    return row


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    columns = QHBoxLayout(row)
    columns.setContentsMargins(0, 0, 0, 0)
    columns.setSpacing(GRID_PX * 2)
    for widget in widgets:
        wide = type(widget) in (Elided, QWidget) or (isinstance(widget, QLabel) and widget.wordWrap())
        columns.addWidget(widget, 1 if wide else 0)
    return row
