"""Names of the cast that stand in the words without ``@``: whole words, as sure as words can be.

What somebody says, in quotes or in brackets, is left alone: there a name is spoken. So are names in small letters (to
will, a rose) and, at the start of a sentence, those that are words as well.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kling_studio.core.checks.vocabulary import ACRONYMS
from kling_studio.core.mentions import mentions, spellings

# Scripts without spaces between words, and Hangul, whose particles stand right behind a name.
_JOINED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u9fff\uac00-\ud7af\uff66-\uff9f"
_KATAKANA = "\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_WORD = re.compile(rf"(?:(?![{_JOINED}])[\w\u0300-\u036f])+")
_RUNS_ON = re.compile(rf"(?![{_JOINED}])[\w\u0300-\u036f]|[-.@/](?:(?![{_JOINED}])\w)")
_PARTICLES = "이가|가|이|는|은|를|을|의|와|과|랑|도|만|에게|한테|에서|로|으로|야|아"
_SPOKEN = re.compile(r"\"[^\"\n]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|\[[^\]]*\]")
_INSIDE = re.compile(r"[\w,'’)] $")
_TIES = frozenset("-./@")
_LEAST_CHARS = 2
_LEAST_CAPITALS = 3


@dataclass(frozen=True, slots=True)
class BareName:
    """The name of a member at ``start``..``end`` of a text."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def bare_names(text: str, names: tuple[str, ...], nouns: frozenset[str]) -> tuple[BareName, ...]:
    """Every name without its sign in order; ``nouns`` are those of the ``names`` that are words as well."""
    taken = [(mention.start, mention.end) for mention in mentions(text, names)]
    taken += [match.span() for match in _SPOKEN.finditer(text)]
    found: list[BareName] = []
    for bare in sorted((*_spaced(text, names, nouns), *_unspaced(text, names)), key=_place):
        if not any(bare.start < end and start < bare.end for start, end in taken):
            found.append(bare)
            taken.append((bare.start, bare.end))
    return tuple(found)


def tagged(text: str, name: str, names: tuple[str, ...], nouns: frozenset[str]) -> str:
    """The text with the sign before every bare place of the name."""
    for bare in reversed(bare_names(text, names, nouns)):
        if bare.name == name:
            text = f"{text[: bare.start]}@{name}{text[bare.end :]}"
    return text


def _place(bare: BareName) -> tuple[int, int]:
    return bare.start, -bare.end


def _spaced(text: str, names: tuple[str, ...], nouns: frozenset[str]) -> Iterator[BareName]:
    """Names in letters that have capitals: as the cast spells them, or in capitals throughout."""
    by_word = _by_first_word(names, nouns)
    for word in _WORD.finditer(text):
        start = word.start()
        for form, name in by_word.get(word[0], ()):
            end = start + len(form)
            is_whole = not (_RUNS_ON.match(text, end) or text[max(0, start - 1) : start] in _TIES)
            is_name = name not in nouns or _INSIDE.search(text, max(0, start - 2), start)
            if is_whole and is_name and text.startswith(form, start):
                yield BareName(name, start, end)


@lru_cache(maxsize=32)
def _by_first_word(names: tuple[str, ...], nouns: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    """The ways to write each name, by the word that they begin with."""
    by_word: dict[str, list[tuple[str, str]]] = {}
    known = set(names)
    for name in names:
        if len(name) < _LEAST_CHARS or name == name.lower():
            continue
        forms, capitals = set(spellings(name)), name.upper()
        if (
            len(name) >= _LEAST_CAPITALS
            and not (capitals in known or capitals in ACRONYMS)
            and name not in nouns
        ):
            forms |= set(spellings(capitals))
        for form in forms:
            word = _WORD.match(form)
            if word is not None:
                by_word.setdefault(word[0], []).append((form, name))
    return by_word


def _unspaced(text: str, names: tuple[str, ...]) -> Iterator[BareName]:
    """Names of scripts without capitals, where the letters around them tell that they are whole."""
    if text.isascii():
        return
    for name, pattern in _patterns(names):
        if name in text:
            yield from (BareName(name, *match.span()) for match in pattern.finditer(text))


@lru_cache(maxsize=32)
def _patterns(names: Collection[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name in names if (pattern := _pattern(name)))


def _pattern(name: str) -> str:
    """Where a name of one script may stand; empty where nothing tells a name from a part of a word."""
    if len(name) < _LEAST_CHARS:
        return ""
    if re.fullmatch("[\u3400-\u9fff]+", name):
        return name
    if re.fullmatch(f"[{_KATAKANA}・]+", name):
        return f"(?<![{_KATAKANA}]){name}(?![{_KATAKANA}])"
    if re.fullmatch("[\uac00-\ud7af]+", name):
        return rf"(?<!\w){name}(?=(?:{_PARTICLES})?(?!\w))"
    return ""
