"""The members of the cast as rows, in the cast's order, with those left out that the filter does not match."""

from collections.abc import Callable, Collection, Iterable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from kling_studio.app.session import Session
from kling_studio.core.diff import Change, ChangeKind
from kling_studio.core.looks import in_look, look_of
from kling_studio.core.project import CastMember, Look, MemberKind, Project, ViewKind
from kling_studio.ui.cast.usage import Usage
from kling_studio.ui.drops import MEMBER_MIME, member_mime
from kling_studio.ui.rows import StepKind, steps

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class CastRole(IntEnum):
    """What a card shows, beside the name."""

    MEMBER = Qt.ItemDataRole.UserRole
    PLACE = Qt.ItemDataRole.UserRole + 1
    REFERENCES_LINE = Qt.ItemDataRole.UserRole + 2
    VOICE_LINE = Qt.ItemDataRole.UserRole + 3
    VOICE_MISSING = Qt.ItemDataRole.UserRole + 4
    PICTURE = Qt.ItemDataRole.UserRole + 5
    SHORT_REFERENCES_LINE = Qt.ItemDataRole.UserRole + 6
    IS_NEWER_IN_LIBRARY = Qt.ItemDataRole.UserRole + 20


class CastModel(QAbstractListModel):
    """Rows of members; ``PLACE`` is the place in the whole cast, which decides the colour."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._usage = Usage()
        self._usage.update(session.project)
        self._filter = ""
        self._newer: frozenset[str] = frozenset()
        self._scene_id = ""
        self._worn: dict[str, str] = {}
        self._members = _places(session.project.cast)
        self._by_picture = _picture_places(session.project.cast)
        self._rows = self._matching()
        self._shown: dict[int, Callable[[int, CastMember], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda _place, member: member.name,
            Qt.ItemDataRole.AccessibleTextRole: lambda _place, member: self._spoken(member),
            Qt.ItemDataRole.ToolTipRole: lambda _place, member: self._tip(member),
            CastRole.MEMBER: lambda _place, member: member,
            CastRole.PLACE: lambda place, _member: place,
            CastRole.REFERENCES_LINE: lambda _place, member: self._references(member),
            CastRole.SHORT_REFERENCES_LINE: lambda _place, member: self._references(member, short=True),
            CastRole.VOICE_LINE: lambda _place, member: self._voice(member),
            CastRole.VOICE_MISSING: lambda _place, member: member.voice is None,
            CastRole.PICTURE: lambda _place, member: picture_of(member),
            CastRole.IS_NEWER_IN_LIBRARY: lambda _place, member: member.id in self._newer,
        }
        session.changed.connect(self._follow)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        show = self._shown.get(role)
        return show(*self._members[self._rows[index.row()]]) if show else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [MEMBER_MIME, "text/plain"]

    def mimeData(self, indexes: Any) -> QMimeData:
        return member_mime(self.data(indexes[0]))

    def member_at(self, index: AnyIndex) -> CastMember | None:
        """The member of a row."""
        return self._members[self._rows[index.row()]][1] if index.isValid() else None

    def member_at_row(self, row: int) -> CastMember | None:
        """The member of a row, none behind the last."""
        return self._members[self._rows[row]][1] if 0 <= row < len(self._rows) else None

    def index_of(self, member_id: str) -> QModelIndex:
        """The row of a member, or none while the filter hides it."""
        return self.index(self._rows.index(member_id)) if member_id in self._rows else QModelIndex()

    def indexes_of_picture(self, reference: str) -> list[QModelIndex]:
        """The rows whose card shows this picture."""
        return [self.index_of(member_id) for member_id in self._by_picture.get(reference, ())]

    def set_filter(self, text: str) -> None:
        """Show only members whose name, description or kind holds ``text``."""
        self._filter = text.strip().casefold()
        self._become(self._matching())

    def show_scene(self, scene_id: str) -> None:
        """Show the members as they look in the episode of this scene."""
        self._scene_id = scene_id
        self._tell_of(frozenset(), self._dress())

    def set_newer(self, member_ids: frozenset[str]) -> None:
        """Mark the members of which the library has a newer version."""
        touched = self._newer ^ member_ids
        self._newer = member_ids
        for row, member_id in enumerate(self._rows if touched else ()):
            if member_id in touched:
                self._tell(row, row)

    def _follow(self, changes: tuple[Change, ...]) -> None:
        touched = self._usage.update(self._session.project) | self._dress()
        of_members = [change for change in changes if change.what == "member"]
        if of_members:
            self._take_over({change.id for change in of_members if change.kind is ChangeKind.MOVED})
        if any(change.kind is not ChangeKind.CHANGED for change in of_members):
            self._tell(0, len(self._rows) - 1)  # places and so colours
            return
        self._tell_of({change.id for change in of_members}, touched)

    def _dress(self) -> frozenset[str]:
        """Take over the looks of the episode; the names of those who look another way now."""
        before, self._worn = self._worn, _worn_in(self._session.project, self._scene_id)
        return frozenset(name for name, _ in before.items() ^ self._worn.items())

    def _tell_of(self, member_ids: Collection[str], names: Collection[str]) -> None:
        for row, member_id in enumerate(self._rows if member_ids or names else ()):
            if member_id in member_ids or self._members[member_id][1].name in names:
                self._tell(row, row)

    def _take_over(self, moved: set[str]) -> None:
        gone = self._members
        self._members = _places(self._session.project.cast)
        self._by_picture = _picture_places(self._session.project.cast)
        rows, now = self._matching(), self._members
        self._members = {**gone, **now}  # who is about to go is still asked for
        self._become(rows, moved)
        self._members = now

    def _matching(self) -> list[str]:
        return [member_id for member_id, (_, member) in self._members.items() if self._matches(member)]

    def _matches(self, member: CastMember) -> bool:
        return not self._filter or any(
            self._filter in text.casefold() for text in (member.name, member.description, member.kind)
        )

    def _become(self, rows: list[str], moved: Collection[str] = ()) -> None:
        for step in list(steps(self._rows, rows, moved)):
            match step.kind:
                case StepKind.REMOVE:
                    self.beginRemoveRows(_ROOT, step.row, step.row)
                    del self._rows[step.row]
                    self.endRemoveRows()
                case StepKind.INSERT:
                    self.beginInsertRows(_ROOT, step.row, step.row)
                    self._rows.insert(step.row, step.id)
                    self.endInsertRows()
                case StepKind.MOVE:
                    behind = step.to_row + (step.to_row > step.row)
                    self.beginMoveRows(_ROOT, step.row, step.row, _ROOT, behind)
                    self._rows.insert(step.to_row, self._rows.pop(step.row))
                    self.endMoveRows()

    def _tell(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))

    def _spoken(self, member: CastMember) -> str:
        newer = self._newer_words(member)
        return ", ".join(filter(None, (member.name, self._references(member), self._voice(member), newer)))

    def _tip(self, member: CastMember) -> str | None:
        return "\n".join(filter(None, (member.description, self._newer_words(member)))) or None

    def _newer_words(self, member: CastMember) -> str:
        return f"The library's {member.name} is newer" if member.id in self._newer else ""

    def _references(self, member: CastMember, *, short: bool = False) -> str:
        look = look_of(member, self._worn.get(member.name, ""))
        if look is not None:
            return _of_look(look, len(in_look(member, look.name).images), short=short)
        shown = _views(member, short=short) or ("clip" if member.clip else "no pictures")
        if member.kind is not MemberKind.CHARACTER:
            shown = f"{member.kind} · {shown}"
        scenes = self._usage.scenes_of(member.name)
        return f"{shown} · {scenes} {'scene' if scenes == 1 else 'scenes'}" if scenes else shown

    def _voice(self, member: CastMember) -> str:
        if member.voice is not None:
            return f"♪ {member.voice.name or 'voice without a name'}"
        return "no voice" if self._usage.speaks(member.name) else ""


def _views(member: CastMember, *, short: bool) -> str:
    """What the pictures show, with how many there are where the kinds do not tell: "21 views · front, outfit"."""
    kinds, count = list(dict.fromkeys(str(view.view) for view in member.images)), len(member.images)
    if count < 2:
        return ", ".join(kinds)
    if short:
        return f"{count} views"
    return ", ".join(kinds) if len(kinds) == count else f"{count} views · {', '.join(kinds)}"


def _of_look(look: Look, count: int, *, short: bool) -> str:
    """The look and how many of the views are its own, as in "Coat · 2 of 4 views its own"."""
    views = "1 view" if count == 1 else f"{count} views" if count else "no pictures"
    own = f"{len(look.images)} of {views} its own" if look.images and not short else views
    return f"{look.name} · {own}"


def _worn_in(project: Project, scene_id: str) -> dict[str, str]:
    """Who has which look in the episode of a scene."""
    for episode in project.episodes:
        if episode.looks and any(scene.id == scene_id for scene in episode.scenes):
            return dict(episode.looks)
    return {}


def picture_of(member: CastMember) -> str:
    """The picture that stands for a member: its first front view, else its first picture, else its clip."""
    front = next((view.path for view in member.images if view.view is ViewKind.FRONT), "")
    return front or next((view.path for view in member.images), "") or member.clip or ""


def _places(cast: Iterable[CastMember]) -> dict[str, tuple[int, CastMember]]:
    return {member.id: (place, member) for place, member in enumerate(cast)}


def _picture_places(cast: Iterable[CastMember]) -> dict[str, list[str]]:
    """The ids of the members that a picture stands for."""
    found: dict[str, list[str]] = {}
    for member in cast:
        if picture := picture_of(member):
            found.setdefault(picture, []).append(member.id)
    return found
