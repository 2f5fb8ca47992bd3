"""What is selected in the library: what it is, its tags and versions, and how the cast stands to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kling_studio.core.library import Comparison, Standing
from kling_studio.core.project import CastMember
from kling_studio.storage.library_files import Version
from kling_studio.storage.library_reading import Entry
from kling_studio.ui.buttons import push_button
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.library.model import pictures_of
from kling_studio.ui.library.pictures import PictureRows
from kling_studio.ui.library.tags import TagsEdit
from kling_studio.ui.theme import GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails

W = TypeVar("W", bound=QWidget)


class LibraryDetails(QWidget):
    """Shows one entry, or what several have in common. It changes nothing itself.

    ``take_wanted`` tells a version's number, 0 for the newest of each; ``version_wanted`` which one is to be shown.
    """

    take_wanted = Signal(int)
    update_wanted = Signal()
    keep_wanted = Signal()
    restore_wanted = Signal()
    renamed = Signal(str)
    tags_added = Signal(list)
    tag_removed = Signal(str)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: Entry | None = None
        self._versions: tuple[Version, ...] = ()
        self._name = _named(
            QLineEdit(), "libraryName", "Name", "What the member is called in the library (F2)"
        )
        self._line = _label("libraryLine")
        self._description = _label("libraryDescription")
        self._description.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pictures = PictureRows(thumbnails)
        self._tags_label = _label("libraryTagsLabel", "Tags")
        self.tags = TagsEdit()
        self._versions_label = _label("libraryVersionsLabel", "Versions")
        self.versions = _named(
            PlainCombo(), "libraryVersions", "Version", "Which version is shown, and taken"
        )
        self.take = push_button(
            "libraryTake", "Take into the cast", "Put it into this project's cast (Enter)"
        )
        self.restore = push_button("libraryRestore", "Take out of the bin", "Put it back into the library")
        self._comparison = _label("libraryComparison")
        self._comparison.setProperty("role", "")
        self.update_button = push_button(
            "libraryUpdate", "Update from library", "What only this project changed stays"
        )
        self.keep_button = push_button(
            "libraryKeep", "Keep my changes", "Make a new version of it in the library (Ctrl+Shift+K)"
        )
        self._lay_out()
        self._connect()
        self.show_none()

    def show_none(self) -> None:
        """Nothing is selected."""
        self._entry = None
        self.setVisible(False)

    def show_entry(self, entry: Entry, known_tags: Sequence[str]) -> None:
        """Show one entry in its newest version; what is known of others comes by :meth:`show_versions`."""
        is_same = self._entry is not None and self._entry.id == entry.id
        if not is_same:
            self.show_comparison("", None)
        if not is_same or (self._entry is not None and self._entry.numbers != entry.numbers):
            self._versions = (entry.newest,)
        self._entry = entry
        self._name.setVisible(True)
        if not (is_same and self._name.isModified()):
            with QSignalBlocker(self._name):
                self._name.setText(entry.member.name)
                self._name.setCursorPosition(0)
        self._name.setReadOnly(entry.is_binned)
        self._show_member(entry.member)
        self.tags.show_tags(entry.member.tags, known_tags)
        self._fill_versions()
        self._show_verbs(is_binned=entry.is_binned)
        self.take.setText("Take into the cast")
        self.setVisible(True)

    def show_several(self, entries: Sequence[Entry], known_tags: Sequence[str]) -> None:
        """Show how many there are, and the tags that all of them have."""
        self._entry = None
        common = [
            tag for tag in entries[0].member.tags if all(tag in other.member.tags for other in entries[1:])
        ]
        self.show_comparison("", None)
        for widget in (self._name, self._pictures, self.versions, self._versions_label):
            widget.setVisible(False)
        self._line.setText(f"{len(entries)} members")
        self._description.setVisible(False)
        self._tags_label.setText("Tags of all of them")
        self.tags.show_tags(common, known_tags)
        self._show_verbs(is_binned=entries[0].is_binned)
        self.take.setText(f"Take {len(entries)} into the cast")
        self.setVisible(True)

    def show_versions(self, versions: tuple[Version, ...]) -> None:
        """Offer all versions of the entry that is shown, newest first."""
        if self._entry is not None and versions and versions[0].id == self._entry.id:
            self._versions = versions
            self._fill_versions()

    def show_comparison(self, name: str, comparison: Comparison | None) -> None:
        """Say how the member ``name`` of the cast stands to the entry."""
        standing = comparison.standing if comparison else None
        library_name = self._entry.member.name if self._entry else name
        words = comparison.sentence(library_name) if comparison else ""
        if comparison is not None and name != library_name:
            words = f"{name} in this cast: {words}"
        self._comparison.setText(words)
        self._comparison.setVisible(bool(words))
        self.update_button.setText(f"Update {name}")
        self.update_button.setVisible(standing in (Standing.NEWER, Standing.BOTH))
        _make_primary(self.update_button, standing in (Standing.NEWER, Standing.BOTH))
        _make_primary(self.take, comparison is None)
        self.keep_button.setVisible(standing in (Standing.CHANGED, Standing.BOTH))

    def edit_name(self) -> None:
        """Put the hand on the name."""
        if self._entry is not None and not self._entry.is_binned:
            self._name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._name.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._entry is not None and self._name.isModified():
            self._name.setText(self._entry.member.name)
            self._name.setModified(False)
        else:
            super().keyPressEvent(event)

    def _show_member(self, member: CastMember) -> None:
        self._line.setText(pictures_of(member))
        self._description.setText(member.description)
        self._description.setVisible(bool(member.description))
        self._tags_label.setText("Tags")
        self._pictures.show_views(member.images)

    def _show_verbs(self, *, is_binned: bool) -> None:
        self.take.setVisible(not is_binned)
        self.restore.setVisible(is_binned)
        self.tags.setVisible(not is_binned)
        self._tags_label.setVisible(not is_binned)

    def _fill_versions(self) -> None:
        chosen = self.versions.currentData()
        newest = self._entry.newest.number if self._entry else 0
        with QSignalBlocker(self.versions):
            self.versions.clear()
            for version in self._versions:
                self.versions.addItem(
                    _version_words(version, is_newest=version.number == newest), version.number
                )
            self.versions.setCurrentIndex(max(0, self.versions.findData(chosen)))
        several = self._entry is not None and len(self._entry.numbers) > 1
        self.versions.setVisible(True)
        self.versions.setEnabled(several)
        self._versions_label.setVisible(True)
        self._show_version()

    def _show_version(self) -> None:
        number = self.versions.currentData()
        version = next((one for one in self._versions if one.number == number), None)
        if version is not None:
            self._show_member(version.member)
            is_newest = self._entry is None or number == self._entry.newest.number
            self.take.setText("Take into the cast" if is_newest else f"Take version {number}")

    def _take(self) -> None:
        number = self.versions.currentData() if self._entry is not None else None
        is_newest = self._entry is None or number == self._entry.newest.number
        self.take_wanted.emit(0 if is_newest else number)

    def _rename(self) -> None:
        if self._entry is not None and self._name.isModified():
            self._name.setModified(False)
            self.renamed.emit(self._name.text().strip())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(GAP_PX)
        verbs = QHBoxLayout()
        verbs.setSpacing(GAP_PX)
        verbs.addWidget(self.update_button)
        verbs.addWidget(self.keep_button)
        verbs.addStretch(1)
        column.addWidget(self._name)
        column.addWidget(self._line)
        column.addWidget(self._comparison)
        column.addLayout(verbs)
        below: tuple[QWidget, ...] = (
            self.take,
            self.restore,
            self._description,
            self._pictures,
            self._tags_label,
            self.tags,
            self._versions_label,
            self.versions,
        )
        for widget in below:
            column.addWidget(widget)
        column.addStretch(1)

    def _connect(self) -> None:
        self._name.editingFinished.connect(self._rename)
        self.tags.added.connect(self.tags_added)
        self.tags.removed.connect(self.tag_removed)
        self.versions.currentIndexChanged.connect(lambda _row: self._show_version())
        self.take.clicked.connect(self._take)
        self.restore.clicked.connect(self.restore_wanted)
        self.update_button.clicked.connect(self.update_wanted)
        self.keep_button.clicked.connect(self.keep_wanted)


def _version_words(version: Version, *, is_newest: bool) -> str:
    parts = [
        f"{version.number}{', newest' if is_newest else ''}",
        _day(version.kept_at),
        version.project,
    ]
    return " · ".join(part for part in parts if part)


def _day(kept_at: str) -> str:
    try:
        day = datetime.fromisoformat(kept_at).astimezone()
    except ValueError:
        return ""
    return f"{day.day} {day:%b %Y}"


def _label(name: str, words: str = "") -> QLabel:
    label = QLabel(words)
    label.setObjectName(name)
    label.setProperty("role", "label")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _make_primary(button: QPushButton, on: object) -> None:
    """Let a button be the one that catches the eye, or no more."""
    role = "primary" if on else ""
    if button.property("role") != role:
        button.setProperty("role", role)
        button.style().unpolish(button)
        button.style().polish(button)


def _named(widget: W, name: str, label: str, tip: str) -> W:
    widget.setObjectName(name)
    widget.setAccessibleName(label)
    widget.setToolTip(tip)
    return widget
