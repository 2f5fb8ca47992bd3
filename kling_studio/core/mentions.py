"""Finding ``@Name`` in the words.

A name is found whole: ``@Mira`` is neither in ``@Mirabel`` nor in an e-mail address. Scripts that set no space between
words (Chinese, Japanese, Thai ...) or join particles to a name (Korean) may go on right behind one and end right before
its sign: in ``镜头跟随@米拉走进来`` the member ``米拉`` is mentioned.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Thai, Lao, Burmese, Khmer; Hangul; kana, bopomofo and Han with their extensions.
_JOINED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
    "\u3005-\u3007\u3040-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
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
    spellings = _spellings(tuple(names))
    while start >= 0:
        end = start + 1
        if start == 0 or _may_precede(text[start - 1]):
            form, name = next((pair for pair in spellings if _stands_at(text, end, pair[0])), ("", ""))
            end = end + len(form) if form else _word_end(text, end)
            if end > start + 1:
                yield Mention(name or text[start + 1 : end], start, end, known=bool(form))
        start = text.find("@", end)


@lru_cache(maxsize=32)
def _spellings(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each name as it may be typed (accents in one piece or as marks of their own), the longest first."""
    forms = {
        form: name
        for name in names
        for form in (unicodedata.normalize("NFD", name), unicodedata.normalize("NFC", name), name)
    }
    return tuple(sorted(forms.items(), key=lambda item: len(item[0]), reverse=True))


def _stands_at(text: str, place: int, form: str) -> bool:
    if not text.startswith(form, place):
        return False
    following = text[place + len(form) : place + len(form) + 1]
    if not following or not _in_word(following):
        return True
    return bool(_JOINED.match(following)) and not _belongs_to_letter_before(following)


def _may_precede(character: str) -> bool:
    return character != "@" and (not _in_word(character) or bool(_JOINED.match(character)))


def _word_end(text: str, start: int) -> int:
    """Where the word that begins at ``start`` ends; a word of a spaced script ends where a joined one begins."""
    joined = bool(_JOINED.match(text, start))
    end = start
    while end < len(text) and _in_word(text[end]) and (joined or not _JOINED.match(text, end)):
        end += 1
    return end


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or _belongs_to_letter_before(character)


def _belongs_to_letter_before(character: str) -> bool:
    """Whether it is an accent, a vowel sign or a mark of length: half a letter, never the first of a word."""
    return character == _LONG_VOWEL or unicodedata.category(character).startswith("M")
