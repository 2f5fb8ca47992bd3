"""Qt counts UTF-16 units, Python characters: they differ behind an emoji and behind rare Chinese signs."""

from itertools import takewhile


def units(text: str, index: int | None = None) -> int:
    """How many UTF-16 units the first ``index`` characters take; all of them without an index."""
    head = text if index is None else text[:index]
    return len(head) if head.isascii() else len(head.encode("utf-16-le", "surrogatepass")) // 2


def head(text: str, position: int) -> str:
    """The text in front of a position that is counted in UTF-16 units."""
    if text.isascii():
        return text[:position]
    return text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "replace")


def changed_part(old: str, new: str) -> tuple[int, int, str]:
    """The one piece in which two texts differ: start and end in ``old``, by characters, and what stands there now."""
    start = _same_start(old, new)
    tail = _same_start(old[start:][::-1], new[start:][::-1])
    return start, len(old) - tail, new[start : len(new) - tail]


def _same_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
