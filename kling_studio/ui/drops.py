"""What a drop or a paste brings, as a value, and why it may be refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from kling_studio.storage.media_names import FILM_ENDINGS, PICTURE_ENDINGS, SOUND_ENDINGS

MEMBER_MIME = "application/x-kling-member"
PASTED_NAME = "Pasted picture.png"


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
class Drop:
    """All that a drop brings: files and addresses in their order, the pixels of a picture, or a member by name."""

    files: tuple[Brought, ...] = ()
    image: QImage | None = None
    member: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that anybody here could take."""
        return not (self.files or self.image or self.member)

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
    local = tuple(_local(Path(url.toLocalFile())) for url in mime.urls() if url.isLocalFile())
    if local:
        return Drop(files=local)
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Drop(image=image)
    addresses = [url for url in mime.urls() if url.scheme() in ("http", "https")]
    return Drop(files=tuple(_remote(url) for url in addresses or _addresses_in(mime.text())))


def drop_of_paths(paths: Iterable[str]) -> Drop:
    """The same for files chosen in a dialog."""
    return Drop(files=tuple(_local(Path(path)) for path in paths))


def member_mime(name: str) -> QMimeData:
    """A member of the cast on its way: to a scene by name, into words as ``@Name``."""
    mime = QMimeData()
    mime.setData(MEMBER_MIME, name.encode())
    mime.setText(f"@{name}")
    return mime


def refusal(drop: Drop, takes: frozenset[FileKind] = MEDIA_KINDS) -> str:
    """Why the drop cannot be taken where only these kinds are: a sentence, or nothing. One bad file refuses all."""
    for thing in drop.things:
        if thing.kind is FileKind.FOLDER:
            return f"{thing.name} is a folder. Drop the files in it instead."
        if thing.is_address and thing.kind is FileKind.UNKNOWN:
            return f"{thing.name} is an address, but not one of a picture. Save the file and drop that."
        if thing.kind is FileKind.UNKNOWN:
            return f"{thing.name} is no picture, film or sound."
        if thing.kind not in takes:
            return f"{thing.name} is a {thing.kind}. Only {_kinds_text(takes)} can be dropped here."
    return "" if drop.things else "There is no picture, film or sound in it."


def kind_of_name(name: str) -> FileKind:
    """The kind of a file by its ending."""
    ending = PurePosixPath(name.lower()).suffix
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


def _local(path: Path) -> Brought:
    kind = FileKind.FOLDER if path.is_dir() else kind_of_name(path.name)
    return Brought(path.name, kind, str(path))


def _remote(url: QUrl) -> Brought:
    name = url.fileName() or url.host()
    kind = kind_of_name(name)
    # Pictures are kept as their address; films and sounds have to be files here.
    kind = kind if kind is FileKind.PICTURE and url.scheme() == "https" else FileKind.UNKNOWN
    return Brought(name, kind, url.toString(), is_address=True)


def _addresses_in(text: str) -> list[QUrl]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    urls = [QUrl(line, QUrl.ParsingMode.StrictMode) for line in lines]
    return urls if all(url.scheme() in ("http", "https") and url.isValid() for url in urls) else []


def _kinds_text(kinds: frozenset[FileKind]) -> str:
    return listed(f"{kind}s" for kind in FileKind if kind in kinds)
