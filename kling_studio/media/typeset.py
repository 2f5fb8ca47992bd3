"""Setting text in pictures: a font for each run of script, line breaks, shortening.

What no font of this system can draw is left out rather than drawn as boxes; :func:`can_draw` tells what that is.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import cast

from PIL import Image, ImageDraw, ImageFont

from kling_studio.media.fonts import FontFile, fallback_fonts, text_font

ELLIPSIS = "…"
_OPENING = "([{（［｛〔〈《「『【〖“‘¿¡"
_CLOSING = ")]}）］｝〕〉》」』】〗”’、。，．・：；！？!?:;,.…‥ー～々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%％°"
# A line may break beside these without a space: Han, kana, their punctuation, full-width forms. Hangul has spaces.
_IDEOGRAPH = (
    r"[\u2e80-\u2fff\u3000-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
    r"\U00020000-\U0003ffff]"
)
_UNIT = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:{_IDEOGRAPH}|(?:(?!{_IDEOGRAPH})[^\s])+)[{re.escape(_CLOSING)}]*\s*|\s+"
)
_KANA, _HANGUL = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Face:
    """How text is set: its size in pixels, whether strong, and the language that decides the forms of Han."""

    size_px: int
    strong: bool = False
    language: str = "en"

    @property
    def line_px(self) -> int:
        """The height of a line, ink and leading."""
        return round(self.size_px * 1.36)


def can_draw(text: str, language: str = "en") -> str:
    """The characters of ``text`` that no font on this system can draw, each once; empty when all can be."""
    shown = (character for character in text if _is_shown(character))
    return "".join(dict.fromkeys(c for c in shown if _font_for(c, language, strong=False) is None))


def clean(text: str, face: Face) -> str:
    """The text on one line with what cannot be drawn left out."""
    language = _language(text, face.language)
    kept = (" " if c.isspace() else c for c in text)
    drawn = (c for c in kept if c == " " or _font_for(c, language, strong=face.strong))
    return " ".join("".join(drawn).split())


@lru_cache(maxsize=8192)
def text_width(text: str, face: Face) -> int:
    """The width of cleaned text on one line, in whole pixels."""
    return math.ceil(sum(_loaded(font, face.size_px).getlength(run) for font, run in _runs(text, face)))


def wrap(text: str, face: Face, width_px: int, max_lines: int) -> tuple[str, ...]:
    """The text in at most ``max_lines`` lines of ``width_px``; more is shortened at a word with an ellipsis.

    Chinese and Japanese break between characters, and no line begins with closing punctuation. A word wider than
    the line is broken inside.
    """
    lines, rest = _fill(clean(text, face), face, width_px, max_lines)
    if rest:
        lines[-1] = _shortened(lines[-1], face, width_px)
    return tuple(lines)


def pages(
    text: str, face: Face, width_px: int, max_lines: int, max_pages: int
) -> tuple[tuple[str, ...], ...]:
    """The text in pages of at most ``max_lines`` lines; what is left after ``max_pages`` becomes an ellipsis."""
    found: list[tuple[str, ...]] = []
    rest = clean(text, face)
    while rest and len(found) < max_pages - 1:
        lines, rest = _fill(rest, face, width_px, max_lines)
        found.append(tuple(lines))
    if rest:
        found.append(wrap(rest, face, width_px, max_lines))
    return tuple(found)


def text_mask(text: str, face: Face, width_px: int) -> Image.Image:
    """One line of cleaned text as a mask of ``width_px`` × ``face.line_px``; ink beyond it is cut."""
    mask = Image.new("L", (width_px, face.line_px), 0)
    pen = ImageDraw.Draw(mask)
    x, baseline = 0.0, round(face.size_px * 1.02)
    for font, run in _runs(text, face):
        loaded = _loaded(font, face.size_px)
        pen.text((x, baseline), run, fill=255, font=loaded, anchor="ls")
        x += loaded.getlength(run)
    return mask


def _fill(text: str, face: Face, width_px: int, max_lines: int) -> tuple[list[str], str]:
    """Lines filled greedily, and what did not fit into them."""
    lines: list[str] = []
    position, line, taken = 0, "", 0
    while position < len(text):
        match = _UNIT.match(text, position)
        unit = match.group() if match else text[position]
        # Each word's width is rounded up, so that their sum is never less than the line's.
        if taken + text_width(unit.rstrip(), face) > width_px:
            if line.strip():
                lines.append(line.rstrip())
                line, taken = "", 0
                if len(lines) == max_lines:
                    return lines, text[position:]
                continue
            unit = _longest_start(unit, face, width_px)
        line += unit
        taken += text_width(unit, face)
        position += len(unit)
    return [*lines, line.rstrip()] if line.strip() else lines, ""


def _longest_start(word: str, face: Face, width_px: int) -> str:
    """As much of a word as fits into a line, at least one character."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text_width(word[:middle], face) <= width_px else (low, middle - 1)
    return word[:low]


def _shortened(line: str, face: Face, width_px: int) -> str:
    """The line ended by an ellipsis, whole words taken away until it fits."""
    units = _UNIT.findall(line)
    while len(units) > 1 and text_width("".join(units).rstrip(" ,;:.、。，") + ELLIPSIS, face) > width_px:
        units.pop()
    kept = "".join(units).rstrip(" ,;:.、。，")
    while len(kept) > 1 and text_width(kept + ELLIPSIS, face) > width_px:
        kept = kept[:-1]
    return kept + ELLIPSIS


def _runs(text: str, face: Face) -> Iterator[tuple[FontFile | None, str]]:
    """The text in pieces of one font each; a space stays with the piece before it."""
    language = _language(text, face.language)
    fonts: list[FontFile | None] = []
    for character in text:
        same = fonts and (character == " " or not _is_shown(character))
        fonts.append(fonts[-1] if same else _font_for(character, language, strong=face.strong) or _BUILT_IN)
    for font, pairs in groupby(zip(fonts, text, strict=True), key=lambda pair: pair[0]):
        yield (None if font is _BUILT_IN else font), "".join(character for _, character in pairs)


# Stands for Pillow's own font, which a system without any font still has.
_BUILT_IN = FontFile(Path())


@lru_cache(maxsize=8192)
def _font_for(character: str, language: str, *, strong: bool) -> FontFile | None:
    """The font that draws a character; ``None`` when none does and it must be left out."""
    first = text_font(strong=strong)
    if first is None and character.isascii() and character.isprintable():
        return _BUILT_IN
    if not _is_shown(character) and not character.isspace():
        return None
    candidates = (first, *fallback_fonts(language)) if first else fallback_fonts(language)
    return next((font for font in candidates if font.draws(character)), None)


@lru_cache(maxsize=64)
def _loaded(font: FontFile | None, size_px: int) -> ImageFont.FreeTypeFont:
    if font is None:
        return cast("ImageFont.FreeTypeFont", ImageFont.load_default(size_px))
    return ImageFont.truetype(str(font.path), size_px, index=font.index)


def _language(text: str, wanted: str) -> str:
    """Whose forms of Han: told by kana or hangul in the text, else as the scene says."""
    if _KANA.search(text):
        return "ja"
    return "ko" if _HANGUL.search(text) else wanted


@lru_cache(maxsize=8192)
def _is_shown(character: str) -> bool:
    """Whether a character is ink: no space, control, format or variation mark, no half of a broken pair."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp") and not (
        0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF
    )
