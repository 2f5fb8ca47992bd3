"""Fields for files: one picture or clip (:class:`MediaSlot`), or a strip of pictures."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaKind
from kling_studio.storage.media_names import FILM_ENDINGS, PICTURE_ENDINGS
from kling_studio.ui.adding import Added, MediaAdder
from kling_studio.ui.drops import Drop, FileKind, drop_of_paths
from kling_studio.ui.inspector.field import Field
from kling_studio.ui.inspector.tile import MediaTile
from kling_studio.ui.theme import DARK
from kling_studio.ui.thumbnails import Thumbnails

_TILE_HEIGHT_PX = 84
_EMPTY_CLIP_HEIGHT_PX = 48
_KEYS = "Click or Enter chooses a file, Ctrl+V pastes, Delete takes it out."
_ENDINGS = {FileKind.PICTURE: ("Pictures", PICTURE_ENDINGS), FileKind.FILM: ("Clips", FILM_ENDINGS)}


class MediaSlot(Field):
    """A place for one file. ``chosen`` brings its reference in the project, empty when it was taken out.

    A dropped, pasted or picked file is checked and copied on another thread; why one cannot be used stands beneath.
    ``aim`` tells where the file goes at the moment it is brought: by the time it is copied another scene may be shown.
    """

    chosen = Signal(str, str)

    def __init__(
        self,
        session: Session,
        thumbnails: Thumbnails,
        label: str,
        takes: FileKind,
        *,
        name: str,
        tip: str,
        empty: str,
        aim: Callable[[], str],
    ) -> None:
        words = f"Drop to use as the {label[0].lower()}{label[1:]}"
        self.tile = MediaTile(thumbnails, takes, empty=empty, drop_words=words)
        super().__init__(label, self.tile, name=name, tip=f"{tip} {_KEYS}")
        self._session = session
        self._takes = takes
        self._aim = aim
        self._unsent: str | None = None
        self._refusal = ""
        self._adder = MediaAdder(session.folder.add_media, self)
        self._adder.failed.connect(self._refuse)
        self._adder.busy_changed.connect(lambda waiting: self.tile.set_busy(waiting > 0))
        self.tile.refused.connect(self._refuse)
        self.tile.brought.connect(self._add)
        self.tile.clear_wanted.connect(lambda: self.chosen.emit(self._aim(), ""))
        self.tile.clicked.connect(lambda: open_file_dialog(self, self._takes, self.tile.take))

    def show_media(self, reference: str | None, unsent: str | None) -> None:
        """Show what the project has here, and why it is not sent, if so."""
        if (reference or "") != self.tile.reference:
            self._refusal = ""
        self._unsent = unsent
        self.tile.show_media(reference or "", caption(self._session, reference or ""))
        low = self._takes is FileKind.FILM and not reference
        self.tile.setFixedHeight(_EMPTY_CLIP_HEIGHT_PX if low else _TILE_HEIGHT_PX)
        self._say()

    def _add(self, drop: Drop) -> None:
        self._refusal = ""
        self._say()
        aim = self._aim()

        def then(added: tuple[Added, ...]) -> None:
            self.chosen.emit(aim, added[0].reference)

        self._adder.add(drop, then)

    def _refuse(self, reason: KnownError | str) -> None:
        self._refusal = str(reason)
        self._say()

    def _say(self) -> None:
        if self._refusal:
            self.set_hint(self._refusal, DARK.error)
        else:
            self.set_unsent(self._unsent)


def caption(session: Session, reference: str) -> tuple[str, ...]:
    """The name of a file and what was measured of it."""
    if not reference:
        return ()
    name = reference.rsplit("/", 1)[-1]
    fact = session.media.get(reference)
    if fact is None:
        return (name,)
    if fact.kind in (MediaKind.MISSING, MediaKind.UNREADABLE):
        return name, fact.problem or "is not in the project folder"
    size = f"{fact.width_px} × {fact.height_px}"
    return name, f"{fact.duration_s:.1f} s · {size}" if fact.duration_s else size


def open_file_dialog(
    parent: QWidget, takes: FileKind, take: Callable[[Drop], object], *, many: bool = False
) -> QFileDialog:
    """Let the user choose files; what is chosen goes to ``take``. The window stays alive meanwhile."""
    words, endings = _ENDINGS[takes]
    filters = f"{words} ({' '.join(f'*{ending}' for ending in sorted(endings))})"
    dialog = QFileDialog(parent, f"Choose a {takes}" if not many else f"Choose {words.lower()}", "", filters)
    mode = QFileDialog.FileMode
    dialog.setFileMode(mode.ExistingFiles if many else mode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda paths: take(drop_of_paths(paths)))
    dialog.open()
    return dialog
