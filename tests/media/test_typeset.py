from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from kling_studio.media import fonts, typeset
from kling_studio.media.fonts import FontFile, fallback_fonts, text_font
from kling_studio.media.typeset import (
    ELLIPSIS,
    Face,
    can_draw,
    clean,
    pages,
    text_mask,
    text_width,
    wrap,
)

FACE = Face(24)
LONG = "Mira walks slowly along the endless row of pallets and stops at the one with the torn label."
anything = st.text(st.characters(codec="utf-8"), max_size=120) | st.text(
    "明日では遅い、。」「 ab한국어😀שלום", max_size=120
)


def test_latin_is_always_drawn() -> None:
    assert not can_draw("Mira, 30 – “relieved”… ÄÖÜ ñ ø ç\n\t\u200b")


def test_what_no_font_has_is_named_once_and_left_out() -> None:
    unknown = "\U0001f7ff" if can_draw("\U0001f7ff") else "\U00013080"
    assert can_draw(f"a{unknown}b{unknown}") == unknown
    assert clean(f"a{unknown}b  c", FACE) == "ab c"


def test_a_font_knows_its_characters() -> None:
    font = text_font(strong=False)
    assert font is not None
    loaded = ImageFont.truetype(str(font.path), 24, index=font.index)
    missing = bytes(loaded.getmask("\U0010fffd"))
    for character in "Agß€–…ЖΩ漢한ع\u0e01":
        assert font.draws(character) == (bytes(loaded.getmask(character)) != missing)


def test_a_damaged_font_draws_nothing(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttf"
    path.write_bytes(b"\x00\x01\x00\x00\x00\x09" + bytes(40))
    assert not FontFile(path).draws("A")
    assert not FontFile(path.with_name("missing.ttf")).draws("A")


def test_without_any_font_latin_is_still_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "text_font", lambda *, strong: None)
    monkeypatch.setattr(typeset, "fallback_fonts", lambda language: ())
    caches = (typeset._font_for, typeset.text_width)
    try:
        for cache in caches:
            cache.cache_clear()
        assert can_draw("Mira 明") == "明"
        assert wrap("Mira 明 walks", FACE, 400, 1) == ("Mira walks",)
        assert text_mask("Mira", FACE, 100).getbbox() is not None
    finally:
        for cache in caches:
            cache.cache_clear()


@pytest.mark.parametrize(("language", "face"), [("ja", 0), ("ko", 1), ("zh-TW", 2), ("en", 2)])
def test_the_language_decides_whose_forms_come_first(
    monkeypatch: pytest.MonkeyPatch, language: str, face: int
) -> None:
    noto = Path("NotoSansCJK-Regular.ttc")
    monkeypatch.setattr(fonts, "_files", lambda: {"notosanscjk-regular": noto})
    fallback_fonts.cache_clear()
    try:
        assert fallback_fonts(language)[0] == FontFile(noto, face)
    finally:
        fallback_fonts.cache_clear()


def test_long_text_ends_at_a_word_with_an_ellipsis() -> None:
    lines = wrap(LONG, FACE, 260, 2)
    assert len(lines) == 2
    assert lines[1].endswith(ELLIPSIS)
    assert LONG.startswith(" ".join(lines).removesuffix(ELLIPSIS))
    assert LONG[len(" ".join(lines)) - 1] == " "


def test_a_word_wider_than_the_line_is_broken() -> None:
    lines = wrap("Donaudampfschifffahrtsgesellschaft", FACE, 150, 5)
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"


def test_chinese_and_japanese_break_between_characters() -> None:
    if can_draw("明では"):
        pytest.skip("no font for Japanese on this system")
    text = "倉庫に入って、箱を確認する。「早かったね」と彼女は言った。" * 2
    for width in range(100, 400, 7):
        lines = wrap(text, FACE, width, 50)
        assert "".join(lines) == text
        assert not any(line[0] in "、。」）" for line in lines)
        assert not any(line[-1] in "「（" for line in lines)


@given(anything, st.integers(60, 700), st.integers(1, 4))
def test_no_line_is_wider_than_allowed(text: str, width: int, max_lines: int) -> None:
    lines = wrap(text, FACE, width, max_lines)
    assert len(lines) <= max_lines
    for line in lines:
        assert line.strip() == line != ""
        assert text_width(line, FACE) <= width
        assert text_mask(line, FACE, width).size == (width, FACE.line_px)


@given(anything, st.integers(60, 500))
def test_pages_lose_no_word(text: str, width: int) -> None:
    words = "".join(clean(text, FACE).split())
    found = pages(text, FACE, width, 2, 1000)
    assert "".join("".join(page) for page in found).replace(" ", "") == words


def test_too_many_pages_end_with_an_ellipsis() -> None:
    found = pages(LONG, FACE, 200, 1, 2)
    assert len(found) == 2
    assert found[1][0].endswith(ELLIPSIS)
