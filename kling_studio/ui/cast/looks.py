"""The looks of one member: their names, words and pictures, and the episodes in which each of them holds."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Look, Project, View, ViewKind
from kling_studio.storage.media_names import PICTURE_ENDINGS
from kling_studio.ui.adding import Added, MediaAdder
from kling_studio.ui.cast.foretold import ForetoldLine
from kling_studio.ui.cast.form import beside, named, show_text
from kling_studio.ui.cast.landing import view_kind
from kling_studio.ui.cast.look_episodes import LookEpisodes
from kling_studio.ui.cast.look_strip import LookStrip
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import Drop, FileKind, drop_of, drop_of_paths, refusal
from kling_studio.ui.icons import icon
from kling_studio.ui.list_keys import KeepsKeys, is_delete
from kling_studio.ui.notice import Notice
from kling_studio.ui.theme import DARK, GRID_PX
from kling_studio.ui.thumbnails import Thumbnails

_ROW_PX, _MOST_ROWS = 28, 5


class LooksSection(QWidget):
    """A list of the looks with the chosen one's fields below. ``edit_wanted`` brings a picture to be cropped."""

    edit_wanted = Signal(object)

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self._member: CastMember | None = None
        self._chosen = ""
        self._made_adder: MediaAdder | None = None
        self.list = _LookList()
        self.name = named(
            QLineEdit(), "lookName", "Name of the look", "What this look is called, such as a coat or an age"
        )
        self.words = named(
            QLineEdit(),
            "lookWords",
            "Words of the look",
            "Follow the member's description where the look holds",
        )
        self.words.setPlaceholderText("What is different: in a long grey coat")
        self.strip = LookStrip(thumbnails)
        self.episodes = LookEpisodes()
        self.notice = Notice("lookNotice")
        self.foretold = ForetoldLine(session)
        self._bubble = DropBubble(self)
        self._drop = Drop()
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    @property
    def look(self) -> Look | None:
        """The chosen look as it stands."""
        looks = self._member.looks if self._member else ()
        return next((look for look in looks if look.name == self._chosen), None)

    def show_member(self, member: CastMember) -> None:
        """Show a member's looks; the chosen one stays chosen while it is there."""
        if self._member is None or self._member.id != member.id:
            self._chosen = ""
            self.notice.say("")
        self._member = member
        names = [look.name for look in member.looks]
        if self._chosen not in names:
            row = min(max(0, self.list.currentRow()), len(names) - 1)
            self._chosen = names[row] if names else ""
        with QSignalBlocker(self.list):
            self.list.show_names(names, self._chosen)
        self._show_look()

    def add_look(self) -> None:
        """Add a look and put the hand on its name."""
        if self._member is not None:
            taken = {look.name for look in self._member.looks}
            name = next(name for name in _free_names() if name not in taken)
            before, self._chosen = self._chosen, name
            if self._session.dispatch(edits.add_look, self._member.id, Look(name)):
                self.name.setFocus(Qt.FocusReason.OtherFocusReason)
                self.name.selectAll()
            else:
                self._chosen = before

    def delete_look(self) -> None:
        """Take the chosen look away, from its episodes too; undo brings it back."""
        if self._member is not None and self._chosen:
            self._session.dispatch(edits.delete_look, self._member.id, self._chosen)
            self.list.setFocus()

    def add_pictures(self) -> None:
        """Pick pictures for the chosen look."""
        dialog = QFileDialog(self, "Add pictures of the look")
        dialog.setObjectName("addLookPicturesDialog")
        dialog.setNameFilter(f"Pictures ({' '.join(f'*{ending}' for ending in sorted(PICTURE_ENDINGS))})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self._bring(drop_of_paths(paths)))
        dialog.open()

    def stop(self) -> None:
        """Wait for pictures that are being copied."""
        self.foretold.stop()
        if self._made_adder is not None:
            self._made_adder.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drop = drop_of(event.mimeData())
        if self._member is None or not self._member.looks:
            event.ignore()
            return
        self._announce(event)
        event.accept()

    def dragMoveEvent(self, event: QDropEvent) -> None:
        self._announce(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._bubble.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._announce(event)
        self._bubble.hide()
        if event.isAccepted():
            self._bring(self._drop)

    def _announce(self, event: QDropEvent) -> None:
        why = self._session.read_only_reason or self._why_not(self._drop)
        number = len(self._drop.things)
        what = "this picture" if number <= 1 else f"{number} pictures"
        words = why or f"{self._chosen} of {self._member.name if self._member else ''} gets {what}"
        self._bubble.say(words, self.strip.geometry(), refused=bool(why))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(not why)

    def _why_not(self, drop: Drop) -> str:
        if drop.view is not None:
            view, look = self._carried(drop), self.look
            if view is None:
                return "That picture is no longer there."
            there = look is not None and any(other.path == view.path for other in look.images)
            return f"{self._chosen} has this picture already." if there else ""
        return refusal(drop, frozenset({FileKind.PICTURE}))

    def _carried(self, drop: Drop) -> View | None:
        """The picture of a member that is dragged here: the look shares it."""
        if drop.view is None:
            return None
        index = drop.view.index
        giver = next((one for one in self._session.project.cast if one.id == drop.view.member_id), None)
        return giver.images[index] if giver is not None and 0 <= index < len(giver.images) else None

    def _bring(self, drop: Drop) -> None:
        if self._member is None or not self._chosen:
            return
        self.notice.say("")
        member_id, name, view = self._member.id, self._chosen, self._carried(drop)
        if view is not None:
            self._give(member_id, name, (view,))
        else:
            self._adder.add(drop, lambda added: self._give(member_id, name, _views(added)))

    @property
    def _adder(self) -> MediaAdder:
        if self._made_adder is None:
            self._made_adder = MediaAdder(self._session.folder.add_media, self, fetches=True)
            self._made_adder.failed.connect(self.notice.tell)
        return self._made_adder

    def _give(self, member_id: str, name: str, views: tuple[View, ...]) -> None:
        def edit(project: Project) -> Project:
            look = _look_in(project, member_id, name)
            by_path = {view.path: view for view in (*views, *look.images)}
            return edits.set_look(project, member_id, name, images=_in_order(look.images, by_path))

        self._session.apply(edit, "Add pictures of a look")

    def _show_look(self) -> None:
        look, member = self.look, self._member
        self._fields.setVisible(look is not None)
        if look is None or member is None:
            return
        if not (self.name.hasFocus() and self.name.isModified()):
            show_text(self.name, look.name)
        show_text(self.words, look.description)
        self.strip.show_look(member, look)
        self.episodes.show_look(self._session.project, member.name, look.name)

    def _choose(self, row: int) -> None:
        if self._member is not None and 0 <= row < len(self._member.looks):
            self._chosen = self._member.looks[row].name
            self.notice.say("")
            self.name.setModified(False)
            self._show_look()

    def _rename(self) -> None:
        new = self.name.text().strip()
        if self._member is None or not self.name.isModified() or new == self._chosen:
            return
        self.name.setModified(False)
        old, self._chosen = self._chosen, new
        refusals: list[EditRejected] = []
        disconnect = self._session.refused.connect(refusals.append)
        if not self._session.dispatch(edits.rename_look, self._member.id, old, new):
            self._chosen = old
            self._show_look()
        disconnect()
        self.notice.say(str(refusals[0]) if refusals else "")

    def _describe(self, text: str) -> None:
        if self._member is not None and self._chosen:
            member_id, name = self._member.id, self._chosen
            self._session.apply(
                lambda project: edits.set_look(project, member_id, name, description=text),
                "Describe look",
                merge_key=f"look {member_id} {name}",
            )

    def _wear(self, episode_id: str, is_worn: bool) -> None:
        if self._member is not None:
            name = self._chosen if is_worn else ""
            self._session.dispatch(edits.wear, episode_id, self._member.id, name)

    def _consider_wearing(self, episode_id: str, is_worn: bool) -> None:
        if self._member is None or not episode_id:
            self.foretold.forget()
            return
        member_id, name = self._member.id, self._chosen if is_worn else ""
        what = f"Wearing {name} here" if name else f"No longer wearing {self._chosen} here"
        self.foretold.consider(lambda project: edits.wear(project, episode_id, member_id, name), what)

    def _consider_removal(self, index: int) -> None:
        look = self.look
        if self._member is None or look is None or index < 0:
            self.foretold.forget()
            return
        member_id, name = self._member.id, look.name
        rest = (*look.images[:index], *look.images[index + 1 :])
        self.foretold.consider(
            lambda project: edits.set_look(project, member_id, name, images=rest), "Removing this picture"
        )

    def _change(self, change: Callable[[list[View]], None]) -> None:
        """Let the chosen look have other pictures."""
        look = self.look
        if self._member is not None and look is not None:
            images = list(look.images)
            change(images)
            self._session.dispatch(edits.set_look, self._member.id, look.name, images=tuple(images))

    def _set_kind(self, index: int, kind: ViewKind) -> None:
        def labelled(images: list[View]) -> None:
            images[index] = replace(images[index], view=kind)

        self._change(labelled)

    def _move(self, index: int, to_index: int) -> None:
        self._change(lambda images: images.insert(to_index, images.pop(index)))
        self.strip.select(to_index)

    def _remove(self, index: int) -> None:
        def without(images: list[View]) -> None:
            del images[index]

        self._change(without)

    def _edit_picture(self, index: int) -> None:
        look = self.look
        if look is not None:
            self.edit_wanted.emit(look.images[index])

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._choose)
        self.list.delete_wanted.connect(self.delete_look)
        self.list.rename_wanted.connect(self._edit_name)
        self.name.editingFinished.connect(self._rename)
        self.words.textEdited.connect(self._describe)
        self.words.editingFinished.connect(self._session.end_typing)
        self.strip.kind_chosen.connect(self._set_kind)
        self.strip.moved.connect(self._move)
        self.strip.removed.connect(self._remove)
        self.strip.edit_wanted.connect(self._edit_picture)
        self.strip.removal_considered.connect(self._consider_removal)
        self.episodes.worn.connect(self._wear)
        self.episodes.considered.connect(self._consider_wearing)
        self._session.changed.connect(lambda _changes: self._follow_episodes())

    def _follow_episodes(self) -> None:
        """The member itself comes by :meth:`show_member`; episodes change without it."""
        if self._member is not None and self.look is not None:
            self.episodes.show_look(self._session.project, self._member.name, self._chosen)

    def _edit_name(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _lay_out(self) -> None:
        title = QLabel("Looks")
        title.setProperty("role", "label")
        add = _link("addLook", "Add look", "Add a look: a coat, an age, a wound")
        add.clicked.connect(self.add_look)
        pick = _link("addLookPictures", "Add pictures…", "Pick pictures of this look, or drop them here")
        pick.clicked.connect(self.add_pictures)
        delete = QToolButton()
        delete.setObjectName("deleteLook")
        delete.setAccessibleName("Delete the look")
        delete.setToolTip("Delete the look (Del in the list)")
        delete.setIcon(icon("trash-can-outline", DARK.text2))
        delete.clicked.connect(self.delete_look)
        pictures = QLabel("Pictures in this look")
        pictures.setProperty("role", "label")
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(GRID_PX)
        fields.addLayout(beside(self.name, delete))
        fields.addWidget(self.words)
        fields.addLayout(beside(pictures, pick))
        fields.addWidget(self.strip)
        fields.addWidget(self.episodes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(beside(title, add))
        column.addWidget(self.list)
        column.addWidget(self.notice)
        column.addWidget(self._fields)
        column.addWidget(self.foretold)


class _LookList(KeepsKeys, QListWidget):
    """Names of looks; Delete and F2 act on the current one."""

    delete_wanted = Signal()
    rename_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("looks")
        self.setAccessibleName("Looks of this member")
        self.setToolTip("F2 renames a look, Del deletes it")
        self.itemActivated.connect(lambda _item: self.rename_wanted.emit())

    def show_names(self, names: list[str], chosen: str) -> None:
        """Show these names, with one of them chosen."""
        if [self.item(row).text() for row in range(self.count())] != names:
            self.clear()
            self.addItems(names)
        if chosen in names:
            self.setCurrentRow(names.index(chosen))
        self.setVisible(bool(names))
        self.setFixedHeight(min(len(names), _MOST_ROWS) * _ROW_PX + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_delete(event):
            self.delete_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _look_in(project: Project, member_id: str, name: str) -> Look:
    for member in project.cast:
        for look in member.looks if member.id == member_id else ():
            if look.name == name:
                return look
    raise EditRejected(f"The look {name} is no longer there.")


def _in_order(first: tuple[View, ...], by_path: dict[str, View]) -> tuple[View, ...]:
    """The pictures that were there, and behind them the new ones."""
    paths = dict.fromkeys([*(view.path for view in first), *by_path])
    return tuple(by_path[path] for path in paths)


def _views(added: tuple[Added, ...]) -> tuple[View, ...]:
    return tuple(
        View(file.reference, view_kind(file.name)) for file in added if file.kind is FileKind.PICTURE
    )


def _free_names() -> Iterator[str]:
    yield "New look"
    number = 2
    while True:
        yield f"New look {number}"
        number += 1


def _link(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.rstrip("…"))
    button.setToolTip(tip)
    button.setProperty("role", "link")
    return button
