"""Reading words for what they tell of a shot, and of whom."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kling_studio.core.checks.finding import Context
from kling_studio.core.checks.vocabulary import NEGATIONS, UNSPACED, VOCABULARY, Theme
from kling_studio.core.project import CastMember, MemberKind, Scene, Shot
from kling_studio.core.prompt import Mention, mentions

_SENTENCE_END = re.compile(r"[.!?;。！？；\n]+\s*")
_NEGATED = re.compile("|".join(NEGATIONS), re.IGNORECASE)
_NEGATION_CHARS = 32
# "@Marco slowly turns", "@Marco, who turns": it is Marco, whoever the sentence began with.
_RIGHT_BEHIND = re.compile(r"(?:['’]s)?[\s,]*(?:who |that |\w+ly )*")


@dataclass(frozen=True, slots=True)
class Heard:
    """Words of a theme, and where in which text of the scene. ``shot`` is ``None`` for the scene's own."""

    shot: Shot | None
    field: str
    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words themselves, as they are written."""
        return self.text[self.start : self.end].strip()


def heard(scene: Scene, theme: Theme) -> Iterator[Heard]:
    """The first words of the theme in each text that says what is seen."""
    for shot, field, text in seen(scene):
        span = span_of(theme, text)
        if span is not None:
            yield Heard(shot, field, text, *span)


@lru_cache(maxsize=8192)
def span_of(theme: Theme, text: str) -> tuple[int, int] | None:
    """Where the first words of the theme stand that are not taken back ("never turns around")."""
    for match in _PATTERNS[theme].finditer(text):
        if not _NEGATED.search(text[max(0, match.start() - _NEGATION_CHARS) : match.start()]):
            return match.span()
    return None


def whom(at: Context, said: Heard) -> CastMember | None:
    """The member of the scene that the words are about, where that can be told.

    The one named right before the words, else the subject of their sentence, else whoever the nearest other sentence
    is about; where nobody is named, the only one who is cast.
    """
    named = [mention for mention in mentions(said.text, at.names) if mention.name in at.scene.cast]
    if not named and said.field == "camera" and said.shot is not None:
        named_in_shot = [m for m in mentions(said.shot.prompt, at.names) if m.name in at.scene.cast]
        return at.project.member(named_in_shot[0].name) if named_in_shot else _only_one(at)
    return at.project.member(_meant(said, named)) if named else _only_one(at)


def _meant(said: Heard, named: list[Mention]) -> str:
    inside = [mention for mention in named if said.start <= mention.start < said.end]
    if inside:
        return inside[0].name
    before = [mention for mention in named if mention.end <= said.start]
    if before and _RIGHT_BEHIND.fullmatch(said.text, before[-1].end, said.start):
        return before[-1].name
    starts = [0, *(end.end() for end in _SENTENCE_END.finditer(said.text, 0, said.start))]
    sentence_end = _SENTENCE_END.search(said.text, said.end)
    end = sentence_end.start() if sentence_end else len(said.text)
    here = [mention for mention in named if starts[-1] <= mention.start < end]
    if here:
        return here[0].name
    earlier = (mention for start in reversed(starts) for mention in before if mention.start >= start)
    return next(earlier, named[0]).name


def _only_one(at: Context) -> CastMember | None:
    cast = [
        member for name in dict.fromkeys(at.scene.cast) if (member := at.project.member(name)) is not None
    ]
    people = [member for member in cast if member.kind is MemberKind.CHARACTER]
    return people[0] if len(people) == 1 else cast[0] if len(cast) == 1 else None


def seen(scene: Scene) -> Iterator[tuple[Shot | None, str, str]]:
    """Every text that says what is seen, with its shot and field."""
    yield None, "prompt", scene.prompt
    for shot in scene.shots:
        yield shot, "prompt", shot.prompt
        yield shot, "camera", shot.camera


def _pattern(by_language: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    parts = [
        "|".join(entries) if language in UNSPACED else rf"(?<!\w)(?:{'|'.join(entries)})(?!\w)"
        for language, entries in by_language.items()
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


_PATTERNS = {theme: _pattern(by_language) for theme, by_language in VOCABULARY.items()}
