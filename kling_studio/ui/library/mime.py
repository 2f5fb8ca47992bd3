"""Members of the library on their way to the cast."""

from collections.abc import Iterable

from PySide6.QtCore import QMimeData

LIBRARY_MIME = "application/x-kling-library"


def library_mime(entry_ids: Iterable[str]) -> QMimeData:
    """Entries of the library, as a drag carries them."""
    mime = QMimeData()
    mime.setData(LIBRARY_MIME, "\n".join(entry_ids).encode())
    return mime


def entries_of(mime: QMimeData) -> tuple[str, ...]:
    """The ids of the entries that a drag carries; none if it carries something else."""
    if not mime.hasFormat(LIBRARY_MIME):
        return ()
    return tuple(bytes(mime.data(LIBRARY_MIME).data()).decode("ascii", "replace").split())
