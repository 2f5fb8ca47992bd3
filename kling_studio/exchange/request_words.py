"""The words of a provider's request: its tags as names of ours, and the spoken lines taken out of them."""

import re
from collections.abc import Sequence

from kling_studio.core.project import DialogueLine

_LINE = re.compile(r'\s*\[(?P<who>[^\],]+?)(?:,\s*(?P<how>[^\]]+?))?\]:\s*["“](?P<text>[^"”]*)["”]\s*$')
_TAG = re.compile(
    r"@Element(?P<at>[1-9]\d?)(?!\w)|<<<(?P<kind>element|image|video|voice)_(?P<number>[1-9]\d?)>>>"
)


def with_our_names(words: str, names: Sequence[str]) -> str:
    """The words with every provider's tags as ``@Name``, ``@Image1`` or ``@Video1``.

    ``names`` are those of the members, in the order in which tags of elements and voices count them.
    """

    def spelled(match: re.Match[str]) -> str:
        kind, number = match["kind"] or "element", int(match["number"] or match["at"])
        if kind in ("image", "video"):
            return f"@{kind.title()}{number}"
        return f"@{names[number - 1]}" if number <= len(names) else match[0]

    return _TAG.sub(spelled, words)


def parted(words: str) -> tuple[str, tuple[DialogueLine, ...]]:
    """The words without the spoken lines at their end, and those lines."""
    lines: list[DialogueLine] = []
    while match := _LINE.search(words):
        who = match["who"].strip().removeprefix("@")
        lines.insert(0, DialogueLine(who, (match["how"] or "").strip(), match["text"]))
        words = words[: match.start()]
    return words.strip(), tuple(lines)
