"""What a drop or a paste brings, as a value, and why it may be refused."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from kling_studio.app.remote_pictures import PASTED, is_written_out, may_be_fetched
from kling_studio.storage.media_names import FILM_ENDINGS, PICTURE_ENDINGS, SOUND_ENDINGS
from kling_studio.ui.written_sources import is_fetched, picture_of_page, sources_in

MEMBER_MIME = "application/x-kling-member"
VIEW_MIME = "application/x-kling-view"
PASTED_NAME = f"{PASTED}.png"
_FEW = 100
_MOST_NAMED = 3


class FileKind(StrEnum):
    """What a file is by its ending; its content is looked at when it is added."""

    PICTURE = "picture"
    FILM = "film"
    SOUND = "sound"
    FOLDER = "folder"
    UNKNOWN = "unknown"


MEDIA_KINDS = frozenset({FileKind.PICTURE, FileKind.FILM, FileKind.SOUND})


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing of a drop, called ``name``. ``source`` is its path, or its address where ``is_address``."""

    name: str
    kind: FileKind
    source: str
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class CarriedView:
    """A picture of a member, or of one of its looks, on its way to another.

    The member's id, the name of the look if it is of one, the place of the picture, whether it is wanted to stay too.
    """

    member_id: str
    index: int
    stays: bool = False
    look: str = ""

    @property
    def moves(self) -> bool:
        """Whether who gives the picture loses it; a look keeps its own."""
        return not self.stays and not self.look


@dataclass(frozen=True, slots=True)
class Drop:
    """All that a drop brings.

    Files, folders and addresses in their order, the pixels of a picture, a member by name, or a picture of a member.
    """

    files: tuple[Brought, ...] = ()
    image: QImage | None = None
    member: str = ""
    view: CarriedView | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that anybody here could take."""
        return not (self.files or self.image or self.member or self.view)

    @property
    def folders(self) -> tuple[Brought, ...]:
        """The folders in it."""
        return tuple(thing for thing in self.files if thing.kind is FileKind.FOLDER)

    @property
    def things(self) -> tuple[Brought, ...]:
        """What would be added, in order; pasted pixels are a picture."""
        pasted = Brought(PASTED_NAME, FileKind.PICTURE, "")
        return self.files if self.image is None else (*self.files, pasted)

    def of(self, kind: FileKind) -> tuple[Brought, ...]:
        """What would be added of one kind."""
        return tuple(thing for thing in self.things if thing.kind is kind)


def drop_of(mime: QMimeData) -> Drop:
    """What the mime data bring. A picture dragged out of a browser comes as its pixels, not as its address."""
    if mime.hasFormat(MEMBER_MIME):
        return Drop(member=bytes(mime.data(MEMBER_MIME).data()).decode("utf-8", "replace"))
    if mime.hasFormat(VIEW_MIME):
        return Drop(view=_carried(bytes(mime.data(VIEW_MIME).data())))
    local = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if local:
        return drop_of_paths(local)
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Drop(image=image)
    return _written(mime)


def drop_of_paths(paths: Iterable[str]) -> Drop:
    """The same for files chosen in a dialog."""
    found = list(paths)
    few = len(found) <= _FEW
    return Drop(files=tuple(_local(path, few=few) for path in found))


def member_mime(name: str) -> QMimeData:
    """A member of the cast on its way: to a scene by name, into words as ``@Name``."""
    mime = QMimeData()
    mime.setData(MEMBER_MIME, name.encode())
    mime.setText(f"@{name}")
    return mime


def view_mime(member_id: str, index: int, look: str = "") -> QMimeData:
    """A picture of a member, or of one of its looks, on its way."""
    mime = QMimeData()
    mime.setData(VIEW_MIME, json.dumps([member_id, index, look]).encode())
    return mime


def refusal(drop: Drop, takes: frozenset[FileKind] = MEDIA_KINDS, *, folders: bool = False) -> str:
    """Why the drop cannot be taken where only these kinds are: a sentence, or nothing. One bad file refuses all.

    ``folders`` are taken where there is room for all the pictures in them.
    """
    if drop.view is not None:
        return "A picture of a member can be dropped on a member of the cast."
    for thing in drop.things:
        if why := _why_not(thing, takes, folders=folders):
            return why
    return "" if drop.things else "There is no picture, film or sound in it."


def good_part(
    drop: Drop, takes: frozenset[FileKind] = MEDIA_KINDS, *, folders: bool = True
) -> tuple[Drop, tuple[str, ...]]:
    """The drop without what cannot be taken as far as names and kinds tell, and a sentence on each that is left out."""
    whys = [_why_not(thing, takes, folders=folders) for thing in drop.files]
    good = tuple(file for file, why in zip(drop.files, whys, strict=True) if not why)
    return replace(drop, files=good), tuple(filter(None, whys))


def first_few(sentences: Sequence[str]) -> str:
    """The first three sentences, and how many more there are."""
    more = len(sentences) - _MOST_NAMED
    return " ".join([*sentences[:_MOST_NAMED], *([f"And {more:,} more."] if more > 0 else [])])


def _why_not(thing: Brought, takes: frozenset[FileKind], *, folders: bool) -> str:
    if thing.kind is FileKind.FOLDER:
        return "" if folders else f"{thing.name} is a folder. Drop the files in it instead."
    if thing.is_address and thing.kind is FileKind.UNKNOWN:
        return f"{thing.name} is an address, but not one of a picture. Save the file and drop that."
    if thing.kind is FileKind.UNKNOWN:
        return f"{thing.name} is no picture, film or sound."
    if thing.kind not in takes:
        return f"{thing.name} is a {thing.kind}. Only {_kinds_text(takes)} can be dropped here."
    return ""


def kind_of_name(name: str) -> FileKind:
    """The kind of a file by its ending."""
    stem, dot, last = name.lower().rpartition(".")
    ending = f"{dot}{last}" if stem else ""
    for kind, endings in (
        (FileKind.PICTURE, PICTURE_ENDINGS),
        (FileKind.FILM, FILM_ENDINGS),
        (FileKind.SOUND, SOUND_ENDINGS),
    ):
        if ending in endings:
            return kind
    return FileKind.UNKNOWN


def listed(words: Iterable[str]) -> str:
    """Words as a sentence has them: "front, side and back"."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _carried(data: bytes) -> CarriedView | None:
    """What :func:`view_mime` wrote; other programs may write anything under its name."""
    try:
        member_id, index, look = json.loads(data)
    except (ValueError, TypeError):
        return None
    is_ours = isinstance(member_id, str) and isinstance(index, int) and isinstance(look, str)
    return CarriedView(member_id, index, look=look) if is_ours else None


def _local(path: str, *, few: bool) -> Brought:
    """A file by its path, which has slashes on every system; told without the weight of a path object."""
    path = path.rstrip("/") or path
    name = path.rpartition("/")[2] or path
    kind = kind_of_name(name)
    # Thousands of files may hang on one mouse: then the disk is asked only where the name tells nothing.
    if (few or kind is FileKind.UNKNOWN) and Path(path).is_dir():
        kind = FileKind.FOLDER
    return Brought(name, kind, path)


def _written(mime: QMimeData) -> Drop:
    """What comes as words. A picture that is a link brings the address of the page; then the picture is meant."""
    encoded = QUrl.ComponentFormattingOption.FullyEncoded
    addresses = [address for url in mime.urls() if is_fetched(address := url.toString(encoded))]
    if not any(kind_of_name(QUrl(address).fileName()) is FileKind.PICTURE for address in addresses):
        shown = picture_of_page(mime)
        addresses = [shown] if shown else addresses
    paths: list[str] = []
    if not addresses:
        paths, addresses = sources_in(mime.text())
    return Drop(files=(*drop_of_paths(paths).files, *(_remote(address) for address in addresses)))


def _remote(address: str) -> Brought:
    """An address: of a picture, as far as anybody can tell before it is fetched. Films and sounds must be files."""
    if is_written_out(address):
        return Brought(PASTED_NAME, FileKind.PICTURE, address, is_address=True)
    url = QUrl(address)
    name = url.fileName() or url.host()
    kind = kind_of_name(name)
    is_picture = kind is FileKind.PICTURE or (kind is FileKind.UNKNOWN and bool(url.fileName()))
    kind = FileKind.PICTURE if is_picture and may_be_fetched(url.toString()) else FileKind.UNKNOWN
    return Brought(name, kind, url.toString(), is_address=True)


def _kinds_text(kinds: frozenset[FileKind]) -> str:
    return listed(f"{kind}s" for kind in FileKind if kind in kinds)
