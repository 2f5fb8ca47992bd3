"""Finding ``@Name`` in the words.

A name is found whole: ``@Mira`` is neither in ``@Mirabel`` nor in an e-mail address. Scripts that set no space between
words (Chinese, Japanese, Thai ...) or join particles to a name (Korean) may go on right behind one and end right before
its sign: in ``镜头跟随@米拉走进来`` the member ``米拉`` is mentioned.
"""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Thai, Lao, Burmese, Khmer; Hangul; kana, bopomofo and Han with their extensions.
_JOINED = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u1100", "\u11ff"),
    ("\u3130", "\u318f"), ("\uac00", "\ud7af"), ("\u3005", "\u3007"), ("\u3040", "\u312f"),
    ("\u31f0", "\u31ff"), ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip
_FIRST_JOINED = "\u0e00"
_LONG_VOWEL = "ー"


@dataclass(frozen=True, slots=True)
class Mention:
    """``@Name`` at ``start``..``end`` of a text. ``known`` tells whether the name is one of the cast's."""

    name: str
    start: int
    end: int
    known: bool


def mentions(text: str, names: Collection[str]) -> Iterator[Mention]:
    """Every ``@Name`` of a text in order; the longest known name wins, anything else is one word."""
    start = text.find("@")
    if start < 0:
        return
    forms, lengths = _forms(tuple(names))
    while start >= 0:
        end = start + 1
        if start == 0 or _may_precede(text[start - 1]):
            ends = (end + length for length in lengths if end + length <= len(text))
            known = next((at for at in ends if text[end:at] in forms and _may_end(text, at)), None)
            end = known or _word_end(text, end)
            if end > start + 1:
                word = text[start + 1 : end]
                yield Mention(forms[word] if known else word, start, end, known=known is not None)
        start = text.find("@", end)


def spellings(name: str) -> tuple[str, ...]:
    """The ways to type a name: accents in one piece, as marks of their own, or as it is kept."""
    return (unicodedata.normalize("NFD", name), unicodedata.normalize("NFC", name), name)


@lru_cache(maxsize=32)
def _forms(names: tuple[str, ...]) -> tuple[dict[str, str], tuple[int, ...]]:
    """Each name by the ways to type it, and how long these are, the longest first."""
    forms = {form: name for name in names for form in spellings(name) if form}
    return forms, tuple(sorted({len(form) for form in forms}, reverse=True))


def _may_end(text: str, end: int) -> bool:
    """Whether a name may end here: before no letter, or before one of a script that runs on."""
    following = text[end : end + 1]
    if not following or not _in_word(following):
        return True
    return _is_joined(following) and not _belongs_to_letter_before(following)


def _may_precede(character: str) -> bool:
    return character != "@" and (not _in_word(character) or _is_joined(character))


def _word_end(text: str, start: int) -> int:
    """Where the word that begins at ``start`` ends; a word of a spaced script ends where a joined one begins."""
    joined = _is_joined(text[start : start + 1])
    end = start
    while end < len(text) and _in_word(text[end]) and (joined or not _is_joined(text[end])):
        end += 1
    return end


def _is_joined(character: str) -> bool:
    """Whether it is of a script without spaces; the end of a text is of none."""
    return character >= _FIRST_JOINED and any(first <= character <= last for first, last in _JOINED)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or _belongs_to_letter_before(character)


def _belongs_to_letter_before(character: str) -> bool:
    """Whether it is an accent, a vowel sign or a mark of length: half a letter, never the first of a word."""
    return character == _LONG_VOWEL or unicodedata.category(character).startswith("M")
