"""Tags as chips: a click or Delete takes one away, Enter adds what was typed."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QWidget

from kling_studio.ui.icons import icon
from kling_studio.ui.inspector.flow import FlowLayout
from kling_studio.ui.theme import CORNER_PX, DARK, LABEL_PX

_FIELD_PX = 112


class TagsEdit(QWidget):
    """The tags of one entry, or those that several have in common. ``added`` and ``removed`` tell what is wanted."""

    added = Signal(list)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[_Chip] = []
        self._known = QStringListModel(self)
        self._flow = FlowLayout(self)
        self._field = _TagField()
        self._field.returnPressed.connect(self._add)
        self._field.last_wanted.connect(self._remove_last)
        completer = QCompleter(self._known, self._field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._field.setCompleter(completer)
        self._flow.addWidget(self._field)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that are shown."""
        return tuple(chip.tag for chip in self._chips)

    def show_tags(self, tags: Sequence[str], known: Sequence[str]) -> None:
        """Show tags as chips and complete what is typed from ``known``."""
        self._known.setStringList([tag for tag in known if tag not in tags])
        if self.tags == tuple(tags):
            return
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = [_Chip(tag, self) for tag in tags]
        before: QWidget | None = None
        for place, chip in enumerate(self._chips):
            chip.clicked.connect(lambda _=False, tag=chip.tag: self.removed.emit(tag))
            self._flow.insert_widget(place, chip)
            if before is not None:
                self.setTabOrder(before, chip)
            before = chip
            chip.show()
        if before is not None:
            self.setTabOrder(before, self._field)
        self.updateGeometry()

    def edit(self) -> None:
        """Put the hand on the field for another tag."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self) -> None:
        tags = [tag for tag in (part.strip() for part in self._field.text().split(",")) if tag]
        self._field.clear()
        if tags:
            self.added.emit(list(dict.fromkeys(tags)))

    def _remove_last(self) -> None:
        if self._chips:
            self.removed.emit(self._chips[-1].tag)


class _Chip(QToolButton):
    """One tag with a cross behind it."""

    def __init__(self, tag: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.tag = tag
        self.setText(tag if len(tag) <= 24 else f"{tag[:12]}…{tag[-8:]}")
        self.setObjectName(f"tag {tag}")
        self.setAccessibleName(f"Tag {tag}, remove")
        self.setToolTip(f"Take the tag {tag} away (Delete)")
        self.setIcon(icon("close", DARK.text3))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet(
            f"QToolButton {{ background: {DARK.ground3}; color: {DARK.text1}; border-radius: {CORNER_PX}px;"
            f" padding: 3px 6px; font-size: {LABEL_PX}px; }}"
            f"QToolButton:focus {{ border: 1px solid {DARK.accent}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)


class _TagField(QLineEdit):
    """Where tags are typed; Backspace at its start asks for the last chip."""

    last_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("libraryTag")
        self.setAccessibleName("Add tags")
        self.setToolTip("Type a tag and press Enter; several with commas between them")
        self.setPlaceholderText("Add a tag")
        self.setFixedWidth(_FIELD_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.last_wanted.emit()
        else:
            super().keyPressEvent(event)
