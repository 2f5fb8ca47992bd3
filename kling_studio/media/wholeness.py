"""Whether a picture file is there to its end, told from its structure without decoding it."""

import mmap
import struct
from typing import BinaryIO

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def is_heif(head: bytes) -> bool:
    """Whether these first bytes begin a photograph of a telephone; AVIF has the same structure, and is none."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS and b"avif" not in head[8:64]


def boxes_are_whole(file: BinaryIO, head: bytes) -> bool:
    """Whether the boxes of a HEIC or AVIF file end where the file does; true of any other file."""
    if head[4:8] != b"ftyp":
        return True
    size = file.seek(0, 2)
    position = 0
    while 0 <= position < size:
        file.seek(position)
        box = file.read(16)
        if len(box) < 8:
            return False
        length = int.from_bytes(box[:4], "big")
        if length == 1:
            length = int.from_bytes(box[8:16], "big")
        if length == 0:
            return True  # to the end of the file, wherever that is
        if length < 8:
            return False
        position += length
    return position == size


def is_whole(file: BinaryIO, name: str | None) -> bool:
    """Whether the end of the file is there, told from its structure alone."""
    place = file.tell()
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        size = len(data)
        match name:
            case "PNG":
                whole = data.rfind(b"IEND", max(0, size - 65_536)) != -1 or data.find(b"IEND") != -1
            case "JPEG" | "MPO":
                # Among the pixels of a JPEG FF is never followed by D9: after the start of scan it ends it.
                scan = _start_of_scan(data)
                whole = (
                    data.rfind(b"\xff\xd9", max(scan, size - 65_536)) != -1
                    or data.find(b"\xff\xd9", scan) != -1
                )
            case "WEBP":
                whole = size >= 8 + int(struct.unpack_from("<I", data, 4)[0])
            case "GIF":
                whole = data.rfind(b"\x3b", max(0, size - 1024)) != -1
            case _:
                whole = True
    file.seek(place)
    return whole


def _start_of_scan(data: mmap.mmap) -> int:
    """Where the pixels begin: the segments before them, and previews inside these, are passed over."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        if data[position + 1] == 0xDA:
            return position
        position += 2 + int(struct.unpack_from(">H", data, position + 2)[0])
    return min(position, len(data))
