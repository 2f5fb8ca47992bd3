"""JPEG and PNG files without what they say beside their pixels: place, camera, time, comments, previews.

The pixels are copied as they are compressed, so nothing of them is lost.
"""

from collections.abc import Iterator

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_APP0, _APP14, _APP15, _COMMENT = 0xE0, 0xEE, 0xEF, 0xFE
_RESTARTS = range(0xD0, 0xD8)
_PNG_START = b"\x89PNG\r\n\x1a\n"
# Beside the pixels only how their colours are meant; no profile, for a profile has a name and a maker.
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"sBIT"})


def stripped(data: bytes) -> bytes | None:
    """A JPEG or PNG without its metadata and without what follows its end; ``None`` where it cannot be followed."""
    try:
        parts = _png(data) if data.startswith(_PNG_START) else _jpeg(data)
        return b"".join(parts)
    except (ValueError, IndexError):
        return None


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG_START
    position = len(_PNG_START)
    while True:
        kind = data[position + 4 : position + 8]
        end = position + 12 + int.from_bytes(data[position : position + 4], "big")
        if end > len(data) or len(kind) < 4:
            raise ValueError("cut off")
        if kind in _PNG_KEPT:
            yield data[position:end]
        if kind == b"IEND":
            return
        position = end


def _jpeg(data: bytes) -> Iterator[bytes]:
    if data[:2] != bytes((0xFF, _START)):
        raise ValueError("no JPEG")
    yield data[:2]
    position = 2
    while True:
        while data[position] == 0xFF and data[position + 1] == 0xFF:
            position += 1  # markers may be padded
        if data[position] != 0xFF:
            raise ValueError("no marker")
        marker = data[position + 1]
        if marker == _END:
            yield data[position : position + 2]
            return
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if end > len(data):
            raise ValueError("cut off")
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        if _is_kept(marker, data[position + 4 : end]):
            yield data[position:end]
        position = end


def _is_kept(marker: int, content: bytes) -> bool:
    """All that the pixels need: tables, sizes, scans, and what tells how their colours are written."""
    if marker == _APP0:
        return content.startswith(b"JFIF\0") and len(content) == 14  # longer ones hold a preview
    if marker == _APP14:
        return content.startswith(b"Adobe")
    return not (_APP0 <= marker <= _APP15 or marker == _COMMENT)


def _end_of_scan(data: bytes, position: int) -> int:
    """Where the next segment begins: among the pixels FF is followed by 0 or by the number of a restart."""
    while True:
        position = data.index(b"\xff", position)
        follows = data[position + 1]
        if follows != 0 and follows not in _RESTARTS and follows != 0xFF:
            return position
        position += 1 if follows == 0xFF else 2
