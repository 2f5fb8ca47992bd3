"""What the name of a file tells: which view it shows, and whose it is. Pure functions."""

import re
import unicodedata
from pathlib import PurePosixPath

from kling_studio.core.edits import can_be_named
from kling_studio.core.project import ViewKind

_VIEW_WORDS: dict[ViewKind, frozenset[str]] = {
    ViewKind.FRONT: frozenset({"front", "frontal", "frontview", "face", "portrait", "headshot", "正面"}),
    ViewKind.SIDE: frozenset({"side", "sideview", "profile", "lateral", "left", "right", "侧面", "側面"}),
    ViewKind.BACK: frozenset({"back", "backview", "rear", "behind", "背面"}),
    ViewKind.FULL: frozenset({"full", "body", "fullbody", "fulllength", "whole", "全身"}),
    ViewKind.OUTFIT: frozenset(
        {"outfit", "costume", "wardrobe", "clothes", "dress", "uniform", "服装", "衣装"}
    ),
    ViewKind.DETAIL: frozenset({"detail", "details", "close", "closeup", "macro", "texture", "细节", "細部"}),
}
_OTHER_WORDS = frozenset({"view", "voice", "sample", "clip", "film", "turn", "turnaround", "turntable", "up"})
_WORD = re.compile(r"[^\W_]+")
_NOT_IN_NAMES = re.compile(r"[@\[\]\s_]+")
# Chinese and Japanese stand without spaces before them.
_UNSPACED = tuple((word, kind) for kind, words in _VIEW_WORDS.items() for word in words if not word.isascii())


def view_of_name(file_name: str) -> ViewKind | None:
    """The view that a file's name speaks of, the last word first: ``back_office_front.png`` is a front view."""
    words = _WORD.findall(PurePosixPath(file_name).stem.lower())
    return next((kind for word in reversed(words) if (kind := _view_of_word(word))), None)


def member_of_name(file_name: str) -> str:
    """Whose file it is, as a name for the cast: ``mira_side-2.png`` is Mira's, ``cold room.jpg`` is Cold room's."""
    stem = PurePosixPath(file_name).stem
    words = list(_WORD.finditer(stem))
    while len(words) > 1 and (about := _words_about_the_file(words)):
        del words[-about:]
    kept = stem[: words[-1].end()] if words else ""
    kept = next((kept.removesuffix(word) for word, _ in _UNSPACED if kept.endswith(word)), kept) or kept
    kept = "".join(sign for sign in kept if unicodedata.category(sign) != "Cf")
    name = _NOT_IN_NAMES.sub(" ", kept).strip(" -.")
    name = name[:1].upper() + name[1:]
    return name if can_be_named(name) else "New member"


def member_is_named(file_name: str) -> bool:
    """Whether the name says more than what the file shows: ``mira_front.png`` does, ``front.png`` does not."""
    words = _WORD.findall(PurePosixPath(file_name).stem.lower())
    return any(not (_is_about_the_file(word) or word.isdecimal()) for word in words)


def _words_about_the_file(words: list[re.Match[str]]) -> int:
    """How many words at the end speak of the file and not of whom it shows: a view, or a view and its number."""
    last, before = words[-1].group().lower(), words[-2].group().lower()
    if _is_about_the_file(last):
        return 1
    return 2 if last.isdecimal() and len(words) > 2 and _is_about_the_file(before) else 0


def _is_about_the_file(word: str) -> bool:
    return word in _OTHER_WORDS or any(word in words for words in _VIEW_WORDS.values())


def _view_of_word(word: str) -> ViewKind | None:
    for kind, words in _VIEW_WORDS.items():
        if word in words or word.rstrip("0123456789") in words:
            return kind
    return next((kind for text, kind in _UNSPACED if word.endswith(text)), None)
