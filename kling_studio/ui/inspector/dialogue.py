"""The spoken lines of a shot: who, how, what."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.session import Session
from kling_studio.core.project import DialogueLine, Project, Scene, Shot
from kling_studio.core.speech import speaking_s
from kling_studio.ui.icons import icon
from kling_studio.ui.inspector import lines
from kling_studio.ui.inspector.controls import TypedCombo
from kling_studio.ui.inspector.field import Field
from kling_studio.ui.inspector.view import SceneView
from kling_studio.ui.theme import CORNER_PX, DARK, GAP_PX, LABEL_PX, cast_colour
from kling_studio.ui.thumbnails import Thumbnails
from kling_studio.ui.words import FieldKeys, LineEdit, WordsEdit, Writing

_FLAT = (
    "QLineEdit, QComboBox, QPlainTextEdit { background: transparent; border: 1px solid transparent;"
    " padding: 2px 4px; }"
    f"QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border-color: {DARK.accent}; }}"
    "QComboBox QLineEdit { border: none; padding: 0; }"
)


class DialogueField(Field):
    """All lines of the shot, and how long they take to say against its seconds."""

    cards_changed = Signal()

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        self._area = QWidget()
        super().__init__(
            "Dialogue",
            self._area,
            name="dialogue",
            tip="What is said in this shot. It is sent when sound is on.",
        )
        self._session = session
        self._thumbnails = thumbnails
        self._shot_id = ""
        self._next_speaker = ""
        self.cards: list[LineCard] = []
        self.add_button = QPushButton("Add a line")
        self.add_button.setIcon(icon("plus", DARK.accent))
        self.add_button.setProperty("role", "link")
        self.add_button.setObjectName("dialogue_add")
        self.add_button.setAccessibleName("Add a line of dialogue")
        self.add_button.setToolTip("Add a line of dialogue")
        self.add_button.clicked.connect(self._add)
        self._rows = QVBoxLayout(self._area)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP_PX)
        self._rows.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.label.setBuddy(self.add_button)

    @property
    def tab_order(self) -> list[QWidget]:
        """What Tab reaches, in order."""
        return [*(stop for card in self.cards for stop in card.tab_order), self.add_button]

    @property
    def first(self) -> QWidget:
        """Where the hand goes: the words of the first line, or the way to one."""
        return self.cards[0].text if self.cards else self.add_button

    def show_shot(self, view: SceneView, shot: Shot) -> None:
        """Show the lines as the project has them."""
        self._shot_id = shot.id
        self._next_speaker = _next_speaker(view.scene, shot)
        self._fit_cards(len(shot.dialogue))
        for index, (card, line) in enumerate(zip(self.cards, shot.dialogue, strict=True)):
            card.show_line(view.project, shot.id, index, line)
        said_s = speaking_s((line.text for line in shot.dialogue), view.scene.language)
        time = f"{said_s:.1f} s of {shot.seconds} s" if said_s else ""
        self.set_aside(time, DARK.warning if said_s > shot.seconds else DARK.text3)

    def move_line(self, index: int, step: int) -> None:
        """Put a line before or behind its neighbour."""
        if self._session.apply(lines.move_line(self._shot_id, index, index + step), "Move line"):
            self.cards[index + step].text.setFocus()

    def remove_line(self, index: int) -> None:
        """Take a line out."""
        if self._session.apply(lines.remove_line(self._shot_id, index), "Remove line"):
            near = self.cards[min(index, len(self.cards) - 1)].text if self.cards else self.add_button
            near.setFocus()

    def _add(self) -> None:
        line = DialogueLine(self._next_speaker)
        if self._session.apply(lines.add_line(self._shot_id, line), "Add line") and self.cards:
            self.cards[-1].text.setFocus()

    def _fit_cards(self, count: int) -> None:
        if len(self.cards) == count:
            return
        while len(self.cards) > count:
            card = self.cards.pop()
            self._rows.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < count:
            card = LineCard(self._session, self._thumbnails, self)
            self._rows.insertWidget(len(self.cards), card)
            card.show()
            self.cards.append(card)
        self.cards_changed.emit()


class LineCard(QWidget):
    """One line. Alt+Up and Alt+Down move it."""

    def __init__(self, session: Session, thumbnails: Thumbnails, field: DialogueField) -> None:
        super().__init__()
        self._session = session
        self._field = field
        self._shot_id = ""
        self._index = 0
        self._names: list[str] = []
        self.setStyleSheet(_FLAT)
        self.speaker = self._speaker_combo()
        self.emotion = LineEdit(session)
        self.emotion.setPlaceholderText("how it is said")
        self.emotion.setStyleSheet(f"color: {DARK.text2}; placeholder-text-color: {DARK.text3}")
        self.text = WordsEdit(session, thumbnails, lines=(1, 6))
        self.text.setPlaceholderText("What is said")
        self.more = QToolButton()
        self.more.setIcon(icon("dots-vertical"))
        self.more.setIconSize(QSize(16, 16))
        self.more.clicked.connect(self.open_menu)
        self.menu: QMenu | None = None
        self._nobody = QLabel()
        self._nobody.setObjectName("nobody")
        self._nobody.setWordWrap(True)
        self._nobody.setContentsMargins(5, 0, 5, 2)
        self._nobody.setStyleSheet(f"color: {DARK.error}; font-size: {LABEL_PX}px")
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.speaker, 4)
        head.addWidget(self.emotion, 5)
        head.addWidget(self.more)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 4, 4, 4)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self.text)
        rows.addWidget(self._nobody)
        FieldKeys(session, self).watch(self.speaker)
        for widget in (self.speaker, self.emotion, self.text):
            widget.installEventFilter(self)

    @property
    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in order."""
        return self.speaker, self.emotion, self.text, self.more

    def show_line(self, project: Project, shot_id: str, index: int, line: DialogueLine) -> None:
        """Show a line of the project."""
        self._shot_id, self._index = shot_id, index
        self._show_speaker(project, line.character)
        key = f"{shot_id}/dialogue/{index}"
        emotion, text = lines.write_emotion(shot_id, index), lines.write_text(shot_id, index)
        self.emotion.show_text(line.emotion, Writing(emotion, "Set emotion", f"{key}/emotion"))
        self.text.show_text(line.text, Writing(text, "Type dialogue", f"{key}/text"))
        self._name_widgets(index + 1)

    def open_menu(self) -> None:
        """Offer what can be done with the line."""
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        last = len(self._field.cards) - 1
        up = self.menu.addAction("Move up\tAlt+Up", self._step(-1))
        down = self.menu.addAction("Move down\tAlt+Down", self._step(1))
        self.menu.addAction("Remove", lambda: self._field.remove_line(self._index))
        up.setEnabled(self._index > 0)
        down.setEnabled(self._index < last)
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(
            event, QKeyEvent
        ):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                if event.type() is QEvent.Type.KeyPress:
                    self._field.move_line(self._index, step)
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(DARK.line), 1))
        painter.setBrush(QColor(DARK.ground0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX, CORNER_PX)
        painter.end()

    def _step(self, by: int) -> Callable[[], None]:
        return lambda: self._field.move_line(self._index, by)

    def _speaker_combo(self) -> TypedCombo:
        combo = TypedCombo()
        combo.line.setPlaceholderText("Narrator")
        combo.written.connect(self._write_speaker)
        return combo

    def _write_speaker(self, name: str) -> None:
        key = f"{self._shot_id}/dialogue/{self._index}/speaker"
        edit = lines.set_line(self._shot_id, self._index, lambda line: replace(line, character=name.strip()))
        self._session.apply(edit, "Set speaker", key)

    def _show_speaker(self, project: Project, name: str) -> None:
        names = [member.name for member in project.cast]
        if names != self._names:
            self._names = names
            self._list_names(names)
        if self.speaker.currentText().strip() != name:
            self.speaker.show_text(name)
        known = name in names
        colour = cast_colour(names.index(name)).name() if known else DARK.error if name else DARK.text1
        style = f"color: {colour}; placeholder-text-color: {DARK.text3}"
        if self.speaker.line.styleSheet() != style:
            self.speaker.line.setStyleSheet(style)
        self._nobody.setText("" if known or not name else f"{name} is nobody in the cast.")
        self._nobody.setVisible(not known and bool(name))

    def _list_names(self, names: list[str]) -> None:
        with QSignalBlocker(self.speaker), QSignalBlocker(self.speaker.line):
            typed = self.speaker.currentText()
            self.speaker.clear()
            self.speaker.addItem("")
            self.speaker.addItems(names)
            for row in range(len(names)):
                self.speaker.setItemData(row + 1, cast_colour(row), Qt.ItemDataRole.ForegroundRole)
            self.speaker.setEditText(typed)

    def _name_widgets(self, number: int) -> None:
        for widget, name, tip in (
            (self.speaker, "Speaker", "Who says it; empty is the narrator"),
            (self.emotion, "Emotion", "How it is said, such as relieved or whispering"),
            (self.text, "Words", "What is said. Alt+Up and Alt+Down move the line"),
            (self.more, "More", "Move or remove the line"),
        ):
            widget.setObjectName(f"dialogue_{number}_{name.lower()}")
            widget.setAccessibleName(f"{name} of line {number}")
            widget.setToolTip(tip)


def _next_speaker(scene: Scene, shot: Shot) -> str:
    """Who probably says the next line: the other one of two who talk, else the first of the scene's cast."""
    said = [line.character for line in shot.dialogue if line.character]
    others = [name for name in (*said, *scene.cast) if not said or name != said[-1]]
    return others[-1] if len(said) > 1 and others else next(iter(others or scene.cast), "")
