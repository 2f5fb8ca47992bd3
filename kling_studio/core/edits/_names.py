"""Which names members of a cast can have, each beside the others and in the words that stand already."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from kling_studio.core.errors import EditRejected
from kling_studio.core.mentions import mentions, spellings
from kling_studio.core.project import Project

_JOINERS = "\u200c\u200d"
# Letters and signs by their category that are drawn as nothing.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def can_be_named(name: str) -> bool:
    """Whether a member of the cast can have this name, as far as its letters go: it is seen, and reads as it is."""
    return (
        any(_is_seen(letter) for letter in name)
        and name == name.strip()
        and not any(_breaks_a_name(name, place) for place in range(len(name)))
    )


def free_name(project: Project, wanted: str) -> str:
    """``wanted``, or ``wanted`` with the smallest number behind it that makes it unique."""
    return free_among(taken_names(project), wanted)


def taken_names(project: Project) -> set[str]:
    """The names of the cast as :func:`free_among` compares them."""
    return {name_key(member.name) for member in project.cast}


def free_among(taken: set[str], wanted: str) -> str:
    """The same as :func:`free_name`, among names of any origin."""
    wanted = unicodedata.normalize("NFC", wanted)
    if name_key(wanted) not in taken:
        return wanted
    stem = wanted.rstrip("0123456789") or wanted
    number = 2
    while name_key(f"{stem}{number}") in taken:
        number += 1
    return f"{stem}{number}"


def name_key(name: str) -> str:
    """What two names have in common that nobody could tell apart by ear: accents count, capitals do not."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def checked_name(project: Project, name: str) -> str:
    """The name in the one spelling that Unicode calls composed, so that two that look alike are alike."""
    if not name.strip() or name != name.strip():
        raise EditRejected("A member of the cast needs a name without spaces at its ends.")
    if not can_be_named(name):
        raise EditRejected(
            "A name cannot hold @, brackets, line breaks or signs that nobody sees.",
            "It is written @Name in the words.",
        )
    key = name_key(name)
    twin = next((member.name for member in project.cast if name_key(member.name) == key), None)
    if twin is not None:
        how = "" if twin == unicodedata.normalize("NFC", name) else ", and capitals do not tell two apart"
        raise EditRejected(f"There is already a {twin} in the cast{how}.", "Choose another name.")
    return unicodedata.normalize("NFC", name)


def captures(old: str, new: str, names: tuple[str, ...]) -> Callable[[str, str], str]:
    """Tells of a text before and after renaming ``old`` to ``new`` whose mention became somebody else's, or "".

    ``names`` are all names before. Only a name that begins like another can take a mention from it: ``@Mira Jones``
    is Mira until there is a Mira Jones.
    """
    others = tuple(name for name in names if name != old)
    after_names = (*others, new)
    if not any(other.startswith(new) or new.startswith(other) for other in others):
        return lambda _before, _after: ""

    def captured(before: str, after: str) -> str:
        meant = Counter(mention.name for mention in mentions(before, names) if mention.known)
        meant[new] += meant.pop(old, 0)
        now = Counter(mention.name for mention in mentions(after, after_names) if mention.known)
        return next(iter((meant - now).elements()), "")

    return captured


def written(name: str) -> re.Pattern[str]:
    """Finds where a text may mention a name: most texts of a series do not, which has to cost next to nothing."""
    return re.compile("|".join(re.escape(f"@{spelling}") for spelling in set(spellings(name))))


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK


def _breaks_a_name(name: str, place: int) -> bool:
    letter = name[place]
    if letter in _JOINERS:
        return not (0 < place < len(name) - 1 and _joins(name[place - 1]) and _joins(name[place + 1]))
    return letter in "@[]" or unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _joins(letter: str) -> bool:
    """Whether it is a letter, a mark on one, or an emoji: what the joiners are for."""
    return unicodedata.category(letter)[0] in "LM" or unicodedata.category(letter) in {"So", "Sk"}
