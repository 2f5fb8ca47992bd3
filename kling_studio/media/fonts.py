"""The font files of this system: found once, by name, each with the characters it can draw.

Pillow does not tell whether a font has a glyph, so the font's own table of characters ("cmap") is read here.
"""

import os
import struct
import sys
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# Names of files without their ending; "#n" is the face inside a collection. The first that is there is taken.
_LATIN = (
    ("Inter-Regular", "Inter-SemiBold"),
    ("HelveticaNeue#0", "HelveticaNeue#1"),
    ("segoeui", "seguisb"),
    ("NotoSans-Regular", "NotoSans-Bold"),
    ("Roboto-Regular", "Roboto-Bold"),
    ("LiberationSans-Regular", "LiberationSans-Bold"),
    ("arial", "arialbd"),
    ("DejaVuSans", "DejaVuSans-Bold"),
)
_CHINESE = (
    "NotoSansCJK-Regular#2", "NotoSansCJKsc-Regular", "NotoSansSC-Regular", "SourceHanSansSC-Regular", "PingFang",
    "Hiragino Sans GB", "STHeiti Light", "msyh", "wqy-microhei", "wqy-zenhei", "simhei", "DroidSansFallbackFull",
)  # fmt: skip
_JAPANESE = (
    "NotoSansCJK-Regular#0", "NotoSansCJKjp-Regular", "NotoSansJP-Regular", "SourceHanSans-Regular",
    "ヒラギノ角ゴシック W3", "YuGothM", "YuGothR", "meiryo", "ipaexg", "ipag", "TakaoGothic", "VL-Gothic-Regular",
)  # fmt: skip
_KOREAN = (
    "NotoSansCJK-Regular#1", "NotoSansCJKkr-Regular", "NotoSansKR-Regular", "AppleSDGothicNeo", "malgun",
    "NanumGothic", "UnDotum",
)  # fmt: skip
_OTHERS = (
    "DejaVuSans", "segoeui", "seguisym", "Arial Unicode", "Apple Symbols", "GeezaPro", "Thonburi", "LeelawUI",
    "Nirmala", "tahoma", "FreeSans", "NotoSansSymbols-Regular", "NotoSansSymbols2-Regular", "NotoSansMath-Regular",
)  # fmt: skip
_ENDINGS = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_UNWANTED = (
    "bold",
    "italic",
    "oblique",
    "light",
    "thin",
    "black",
    "medium",
    "mono",
    "serif",
    "emoji",
    "condensed",
)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A face in a font file; ``index`` tells the faces of a collection apart."""

    path: Path
    index: int = 0

    def draws(self, character: str) -> bool:
        """Whether the font has a glyph of its own for this character."""
        return _coverage(self).has(ord(character))


def text_font(*, strong: bool) -> FontFile | None:
    """The face for Latin text; ``None`` where the system has none of those known."""
    for regular, bold in _LATIN:
        if found := _named(regular):
            return (_named(bold) or found) if strong else found
    return None


@lru_cache(maxsize=16)
def fallback_fonts(language: str) -> tuple[FontFile, ...]:
    """The faces asked in turn for what the text font lacks; ``language`` decides whose forms of Han come first."""
    families = {"zh": _CHINESE, "ja": _JAPANESE, "ko": _KOREAN}
    first = families.pop(language[:2].lower(), _CHINESE)
    names = dict.fromkeys([*first, *(name for family in families.values() for name in family), *_OTHERS])
    known = [font for name in names if (font := _named(name))]
    rest = (FontFile(path) for stem, path in sorted(_files().items()) if _is_plain_sans(stem))
    return tuple(dict.fromkeys([*known, *rest]))


def _named(name: str) -> FontFile | None:
    stem, _, index = name.partition("#")
    path = _files().get(stem.lower())
    return FontFile(path, int(index or 0)) if path else None


def _is_plain_sans(stem: str) -> bool:
    return "sans" in stem and not any(word in stem for word in _UNWANTED)


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """Every font file by its name in lower case; the first folder that has a name wins."""
    found: dict[str, Path] = {}
    for folder in _folders():
        for root, _, names in os.walk(folder):
            for name in names:
                stem, ending = os.path.splitext(name)  # noqa: PTH122  # thousands of names, no object for each
                if ending.lower() in _ENDINGS:
                    found.setdefault(stem.lower(), Path(root, name))
    return found


def _folders() -> Iterator[Path]:
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        yield Path(os.environ.get("LOCALAPPDATA", str(Path.home())), "Microsoft", "Windows", "Fonts")
    elif sys.platform == "darwin":
        yield from (Path.home() / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
        # Newer systems fetch PingFang and others into here.
        yield from Path("/System/Library").glob("AssetsV2/com_apple_MobileAsset_Font*")
    else:
        yield from (Path.home() / ".local/share/fonts", Path.home() / ".fonts")
        data = os.environ.get("XDG_DATA_DIRS", "") or "/usr/local/share:/usr/share"
        yield from (Path(folder, "fonts") for folder in data.split(":") if folder)


class _Coverage:
    """The characters of one font: ranges of code points, and those inside a range that have no glyph after all."""

    def __init__(self, ranges: list[tuple[int, int]], holes: frozenset[int] = frozenset()) -> None:
        self._lasts = [last for _, last in ranges]
        self._firsts = [first for first, _ in ranges]
        self._holes = holes

    def has(self, point: int) -> bool:
        at = bisect_left(self._lasts, point)
        return at < len(self._lasts) and self._firsts[at] <= point and point not in self._holes


@lru_cache(maxsize=256)
def _coverage(font: FontFile) -> _Coverage:
    """What a font draws; nothing where its file is damaged or has only tables that are not understood."""
    try:
        with font.path.open("rb") as file:
            start = 0
            if file.read(4) == b"ttcf":
                file.seek(12 + 4 * font.index)
                start = int.from_bytes(file.read(4), "big")
            file.seek(start + 4)
            count = int.from_bytes(file.read(2), "big")
            file.seek(start + 12)
            directory = file.read(16 * count)
            for tag, _, offset, length in struct.iter_unpack(">4sIII", directory):
                if tag == b"cmap":
                    file.seek(offset)
                    return _parse(file.read(length))
    except (OSError, struct.error, ValueError, IndexError):
        pass
    return _Coverage([])


def _parse(table: bytes) -> _Coverage:
    (count,) = struct.unpack_from(">H", table, 2)
    offsets = {
        (platform, coding): at
        for platform, coding, at in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count])
    }
    for key in ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3)):
        if key in offsets:
            at = offsets[key]
            (form,) = struct.unpack_from(">H", table, at)
            if form == 12:
                return _parse_groups(table, at)
            if form == 4:
                return _parse_segments(table, at)
    return _Coverage([])


def _parse_groups(table: bytes, at: int) -> _Coverage:
    (count,) = struct.unpack_from(">I", table, at + 12)
    groups = struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * count])
    return _Coverage([(first, last) for first, last, _ in groups])


def _parse_segments(table: bytes, at: int) -> _Coverage:
    """Format 4. A character inside a segment may still be mapped to glyph 0, "missing"; these are the holes."""
    (doubled,) = struct.unpack_from(">H", table, at + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", table, at + 14)
    firsts = struct.unpack_from(f">{count}H", table, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", table, at + 16 + 2 * doubled)
    base = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", table, base)
    ranges = [(first, last) for first, last in zip(firsts, lasts, strict=True) if first != 0xFFFF]
    holes: set[int] = set()
    for number, (first, last) in enumerate(ranges):
        if offsets[number] == 0:
            hole = -deltas[number] & 0xFFFF
            holes.update({hole} if first <= hole <= last else ())
            continue
        place = base + 2 * number + offsets[number]
        glyphs = struct.unpack_from(f">{last - first + 1}H", table, place)
        holes.update(first + step for step, glyph in enumerate(glyphs) if glyph == 0)
    return _Coverage(ranges, frozenset(holes))
