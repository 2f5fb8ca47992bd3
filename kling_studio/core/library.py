"""How a member of the cast and its like in the shared library differ, and what both together amount to.

All members here are told by content: their references name what the files hold, not where they lie, and what
belongs to a project alone (see :func:`bare`) is left out. So two are alike exactly when they are equal.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from kling_studio.core.project import CastMember, Look, View, Voice

T = TypeVar("T")
_OF_THE_PROJECT = frozenset({"id", "name", "ids", "tags", "library", "sheet"})
_WORDS = {"clip_cut": "the clip"}


class Standing(StrEnum):
    """How a member that came from the library, or went there, stands to it now."""

    SAME = "same"
    NEWER = "newer"
    CHANGED = "changed"
    BOTH = "both"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different in the library, and what was changed in the project since; each in a few words."""

    standing: Standing
    there: tuple[str, ...] = ()
    here: tuple[str, ...] = ()

    def sentence(self, name: str) -> str:
        """The comparison in words; ``name`` is what the library calls the member."""
        there, here = f"{_listed(self.there)}.", f"{_listed(self.here)}."
        match self.standing:
            case Standing.SAME:
                return f"The same as the library's {name}."
            case Standing.NEWER:
                return f"The library's {name} is newer: {there}"
            case Standing.CHANGED:
                return f"Changed here since the library's {name}: {here}"
            case Standing.BOTH:
                return f"The library's {name} is newer: {there} Changed here as well: {here}"
        return f"{name} is not in the library any more."


def bare(member: CastMember) -> CastMember:
    """The member without what is its project's own: id, name, tags, what providers made of it, choices among its takes.

    Where a voice has no sample the ids at the providers are all there is of it, and stay.
    """
    voice = member.voice
    if voice is not None and voice.sample:
        voice = replace(voice, ids=(), made_from=())
    looks = tuple(replace(look, ids=()) for look in member.looks)
    return replace(member, id="", name="", ids=(), tags=(), library=None, sheet=(), voice=voice, looks=looks)


def compare(mine: CastMember, newest: CastMember | None, base: CastMember | None) -> Comparison:
    """How ``mine`` stands to the ``newest`` version of the library, both having been ``base`` once.

    Without a base, nobody can tell who changed what: all differences are the library's.
    """
    if newest is None:
        return Comparison(Standing.GONE)
    if mine == newest:
        return Comparison(Standing.SAME)
    if base is None or mine == base:
        return Comparison(Standing.NEWER, there=differences(mine, newest))
    if newest == base:
        return Comparison(Standing.CHANGED, here=differences(base, mine))
    return Comparison(Standing.BOTH, differences(base, newest), differences(base, mine))


def differences(one: CastMember, other: CastMember) -> tuple[str, ...]:
    """What differs, such as "2 pictures differ" and "the description differs"; empty exactly for the same content."""
    found: list[str] = []
    for name in _fields():
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine != theirs:
            found += _differing(name, mine, theirs)
    return tuple(dict.fromkeys(found))


def merged(mine: CastMember, theirs: CastMember, base: CastMember | None) -> CastMember:
    """What both made of ``base``: of everything that both changed, the library's; pictures and looks one by one."""
    if base is None:
        return theirs
    values: dict[str, Any] = {}
    for name in _fields():
        values[name] = _merged_field(name, getattr(mine, name), getattr(theirs, name), getattr(base, name))
    if mine.clip != theirs.clip:
        # What a clip was cut out of goes with the clip.
        values["clip_cut"] = (theirs if values["clip"] == theirs.clip else mine).clip_cut
    return replace(mine, **values)


def with_made(member: CastMember, *sources: CastMember) -> CastMember:
    """The ``member`` with what providers made of the same content in ``sources``; the first that knows is believed."""
    voice = member.voice
    if voice is not None and voice.sample:
        known = [source.voice for source in sources if source.voice and source.voice.sample == voice.sample]
        ids, made_from = _joined(one.ids for one in known), _joined(one.made_from for one in known)
        voice = replace(voice, ids=ids, made_from=made_from)
    looks = tuple(
        replace(look, ids=next((own.ids for own in _looks_like(look, sources)), ())) for look in member.looks
    )
    ids_of = next((source.ids for source in sources if source.ids and bare(source) == bare(member)), ())
    return replace(member, voice=voice, looks=looks, ids=ids_of)


def _looks_like(look: Look, sources: Iterable[CastMember]) -> list[Look]:
    looks = [other for source in sources for other in source.looks]
    return [other for other in looks if other.ids and replace(other, ids=()) == replace(look, ids=())]


def _joined(pairs: Iterable[tuple[tuple[str, str], ...]]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for some in pairs:
        for provider, own in some:
            found.setdefault(provider, own)
    return tuple(found.items())


def _fields() -> list[str]:
    return [field.name for field in fields(CastMember) if field.name not in _OF_THE_PROJECT]


def _differing(name: str, mine: Any, theirs: Any) -> list[str]:
    if name == "images":
        return [_pictures(mine, theirs)]
    if name == "looks":
        return _looks(mine, theirs)
    return [f"{_WORDS.get(name, f'the {name}')} differs"]


def _pictures(mine: Sequence[View], theirs: Sequence[View]) -> str:
    only_mine, only_theirs = Counter(mine) - Counter(theirs), Counter(theirs) - Counter(mine)
    count = max(only_mine.total(), only_theirs.total())
    if not count:
        return "the order of the pictures differs"
    return f"{count} picture{'s' if count > 1 else ''} differ{'s' if count == 1 else ''}"


def _looks(mine: Sequence[Look], theirs: Sequence[Look]) -> list[str]:
    before, after = {look.name: look for look in mine}, {look.name: look for look in theirs}
    names = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    return [f"the look {name} differs" for name in names] or ["the order of the looks differs"]


def _merged_field(name: str, mine: Any, theirs: Any, base: Any) -> Any:
    if theirs == base:
        return mine
    if mine in (base, theirs):
        return theirs
    if name == "images":
        return _merged_list(mine, theirs, base, lambda view: view.path)
    if name == "looks":
        return _merged_list(mine, theirs, base, lambda look: look.name)
    if name == "voice":
        return _merged_voice(mine, theirs, base)
    return theirs


def _merged_voice(mine: Voice | None, theirs: Voice | None, base: Voice | None) -> Voice | None:
    """The library's voice; a sample that only the project changed makes it another one, and stays."""
    if mine is not None and theirs is not None and base is not None and theirs.sample == base.sample:
        return replace(
            theirs,
            sample=mine.sample,
            sample_cut=mine.sample_cut,
            ids=mine.ids,
            made_from=mine.made_from,
        )
    return theirs


def _merged_list(
    mine: Sequence[T], theirs: Sequence[T], base: Sequence[T], key: Callable[[T], str]
) -> tuple[T, ...]:
    """The library's list and order, with what only the project added, changed or took away."""
    of_mine, of_base = {key(item): item for item in mine}, {key(item): item for item in base}
    result: dict[str, T] = {}
    for item in theirs:
        name = key(item)
        if name in of_mine and item == of_base.get(name):
            result[name] = of_mine[name]
        elif name in of_mine or item != of_base.get(name):
            result[name] = item
    for name, item in of_mine.items():
        if name not in of_base:
            result.setdefault(name, item)
    return tuple(result.values())


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
