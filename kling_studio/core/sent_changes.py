"""What changed from one request to another, in a director's words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kling_studio.core.project import CastMember, Project, ViewKind
from kling_studio.core.sent import SentMember, SentRequest, Setting

_TAG = re.compile(r"(?:@|<<<)(element|image|video|voice)_?(\d+)(?:>>>)?", re.IGNORECASE)
_ONE = r"\{\w+ \w+\}"
_NAMED = rf"(?:[^{{}},]{{1,80}} )?{_ONE}"
_LEAD = re.compile(
    rf"(?:Change {_ONE}:|Follow the motion of {_ONE}\.)?\s*(?:With {_NAMED}(?:(?:,| and) {_NAMED})*\.)?\s*"
)


class Part(StrEnum):
    """What changed, in the fewest words."""

    MODEL = "model"
    SHOTS = "shots"
    WORDS = "words"
    DIALOGUE = "dialogue"
    SECONDS = "seconds"
    CAST = "cast"
    PICTURE = "picture"
    VOICE = "voice"
    CLIP = "clip"
    SOUND = "sound"
    ASPECT = "aspect"
    SETTING = "settings"
    MODE = "mode"


class Changed(NamedTuple):
    """One thing that is another now: its kind, and what it is called in a sentence ("shot 2's words")."""

    part: Part
    words: str


_PARTS: Mapping[Setting, Part] = {
    Setting.START_FRAME: Part.PICTURE,
    Setting.END_FRAME: Part.PICTURE,
    Setting.CLIP: Part.CLIP,
    Setting.SECONDS: Part.SECONDS,
    Setting.ASPECT: Part.ASPECT,
    Setting.SOUND: Part.SOUND,
    Setting.KEPT_SOUND: Part.SOUND,
}
_NO_VIEWS = frozenset({ViewKind.OUTFIT, ViewKind.DETAIL})


def changes_between(before: SentRequest, after: SentRequest, project: Project) -> list[Changed]:
    """What is another in ``after``, which is a request of ``project`` as it is. Each is named once."""
    return _Comparison(before, after, project).changes()


class _Comparison:
    """Two requests side by side; the project names what the later one holds."""

    def __init__(self, before: SentRequest, after: SentRequest, project: Project) -> None:
        self._before = before
        self._after = after
        self._owners = _owners(project)
        self._made = {
            ids.element: member.name
            for member in project.cast
            for ids in (*member.ids, *(made for look in member.looks for made in look.ids))
        }
        self._pairs = self._paired()

    def changes(self) -> list[Changed]:
        found = [*self._shots(), *self._cast(), *self._pictures(), *self._voices(), *self._settings()]
        if not found and self._before.endpoint != self._after.endpoint:
            found = [Changed(Part.MODE, "the mode")]
        return list(dict.fromkeys(found))

    # Shots

    def _shots(self) -> Iterator[Changed]:
        before, after = self._before.shots, self._after.shots
        if len(before) != len(after):
            yield Changed(Part.SHOTS, "the number of shots")
            return
        was = self._words(self._before, self._old_token)
        now = self._words(self._after, _new_token)
        yield from _by_shot(Part.WORDS, "words", was, now)
        if self._before.settings.get(Setting.SOUND) == self._after.settings.get(Setting.SOUND):
            said = [self._tokens(" ".join(shot.lines), self._old_token) for shot in before]
            says = [self._tokens(" ".join(shot.lines), _new_token) for shot in after]
            yield from _by_shot(Part.DIALOGUE, "dialogue", said, says)
        lasted, lasts = [shot.seconds for shot in before], [shot.seconds for shot in after]
        yield from _by_shot(Part.SECONDS, "seconds", lasted, lasts)

    def _words(self, request: SentRequest, token: Callable[[str, int], str]) -> list[str]:
        """The words of each shot, without the lead that names what they leave out."""
        first, *others = (self._tokens(shot.words, token) for shot in request.shots)
        return [_LEAD.sub("", first, count=1), *others]

    def _tokens(self, text: str, token: Callable[[str, int], str]) -> str:
        """The words with each tag by what it stands for, so that another order of the cast is no other text."""
        return _TAG.sub(lambda tag: "{" + token(tag[1].lower(), int(tag[2])) + "}", text)

    def _old_token(self, kind: str, number: int) -> str:
        place = number - 1
        if kind == "element" and place in self._pairs:
            number = self._pairs[place] + 1
        elif kind == "element":
            return f"{kind} was{number}"
        elif kind == "image" and place < len(self._before.pictures):
            now = self._place_now(self._before.pictures[place])
            number = number if now is None else now + 1
        return f"{kind} {number}"

    def _place_now(self, picture: str) -> int | None:
        return next((at for at, other in enumerate(self._after.pictures) if self._same(picture, other)), None)

    # Members

    def _paired(self) -> dict[int, int]:
        """Which member of then is which of now, by place: the same by name or files, else at the same place."""
        pairs: dict[int, int] = {}
        for at, old in enumerate(self._before.members):
            name = self._name(self._before, old)
            for now, new in enumerate(self._after.members):
                if now in pairs.values():
                    continue
                is_same = name == self._name(self._after, new) if name else self._share(old, new)
                if is_same:
                    pairs[at] = now
                    break
        for at, old in enumerate(self._before.members):
            nameless = at not in pairs and not self._name(self._before, old)
            if nameless and at < len(self._after.members) and at not in pairs.values():
                pairs[at] = at
        return pairs

    def _share(self, old: SentMember, new: SentMember) -> bool:
        return (bool(old.made) and old.made == new.made) or any(
            self._same(was, now) for was in old.files for now in new.files
        )

    def _name(self, request: SentRequest, member: SentMember) -> str:
        owned = (self._owners.get(request.path(file)) for file in member.files)
        owner = next((member.name for member, _ in filter(None, owned)), "")
        return member.name or self._made.get(member.made, "") or owner

    def _cast(self) -> Iterator[Changed]:
        before, after = self._before.members, self._after.members
        if len(self._pairs) < max(len(before), len(after)):
            yield Changed(Part.CAST, "the cast")
        for was, now in self._pairs.items():
            yield from self._member(before[was], after[now])

    def _member(self, old: SentMember, new: SentMember) -> Iterator[Changed]:
        if self._is_same_made(old, new):
            return
        who = self._name(self._after, new) or "a member"
        if not (old.files and new.files):
            yield Changed(Part.CAST, f"what {who} is made from")
            return
        changes = [*self._files(old.files, new.files, f"{who}'s pictures")]
        if not self._is_same_voice(old.voice, new.voice):
            changes.append(Changed(Part.VOICE, f"{who}'s voice"))
        if old.description != new.description:
            changes.append(Changed(Part.CAST, f"{who}'s description"))
        yield from changes or self._made_anew(old, new, who)

    def _made_anew(self, old: SentMember, new: SentMember, who: str) -> Iterator[Changed]:
        """What only its fingerprint tells: another order or kind of views, or what is beyond those that are sent."""
        unread = any(
            file.startswith("missing://") for file in (*new.files, *(new.voice.files if new.voice else ()))
        )
        if old.of and new.of and old.of != new.of and not unread:
            yield Changed(Part.CAST, f"what {who} is made from")

    def _is_same_voice(self, old: SentMember | None, new: SentMember | None) -> bool:
        if old is None or new is None:
            return old is new
        told = bool(old.files and new.files)
        return self._is_same_made(old, new) or (told and all(map(self._same, old.files, new.files)))

    def _is_same_made(self, old: SentMember, new: SentMember) -> bool:
        """Whether both have one id; or nobody can tell, since what the id was made from has not been read yet."""
        if old.made and old.made == new.made:
            return True
        return not old.files and any(file.startswith("missing://") for file in new.files)

    # Pictures, voices, settings

    def _pictures(self) -> Iterator[Changed]:
        yield from self._files(self._before.pictures, self._after.pictures, "the pictures")

    def _files(self, before: Sequence[str], after: Sequence[str], otherwise: str) -> Iterator[Changed]:
        if len(before) == len(after) and all(map(self._same, before, after)):
            return
        new = [file for file in after if not any(self._same(old, file) for old in before)]
        named = [self._owned(file) for file in new]
        if not new or None in named:
            yield Changed(Part.PICTURE, otherwise)
        else:
            yield from filter(None, named)

    def _owned(self, file: str) -> Changed | None:
        owned = self._owners.get(self._after.path(file))
        return None if owned is None else Changed(owned[1].part, f"{owned[0].name}'s {owned[1].words}")

    def _voices(self) -> Iterator[Changed]:
        before, after = self._before.voices, self._after.voices
        if len(before) != len(after) or not all(map(self._is_same_voice, before, after)):
            yield Changed(Part.VOICE, "a voice")

    def _settings(self) -> Iterator[Changed]:
        per_shot = len(self._before.shots) != len(self._after.shots) or any(
            shot.seconds for shot in self._after.shots
        )
        for setting in Setting:
            if setting is Setting.SECONDS and per_shot:
                continue
            was, now = self._before.settings.get(setting, ""), self._after.settings.get(setting, "")
            if not self._same(was, now):
                yield Changed(_PARTS.get(setting, Part.SETTING), setting.value)

    def _same(self, was: str, now: str) -> bool:
        return was == now or (
            now.startswith("missing://") and self._before.path(was) == self._after.path(now)
        )


def _owners(project: Project) -> dict[str, tuple[CastMember, Changed]]:
    """Whose each file of the cast is, and what of him or her."""
    owners: dict[str, tuple[CastMember, Changed]] = {}
    for member in project.cast:
        for view in (*member.images, *(view for look in member.looks for view in look.images)):
            what = "picture" if view.view in _NO_VIEWS else "view"
            owners[view.path] = member, Changed(Part.PICTURE, f"{view.view} {what}")
        if member.clip:
            owners[member.clip] = member, Changed(Part.CLIP, "clip")
    return owners


def _by_shot(part: Part, what: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Changed]:
    """Which shots differ; one name for all where all do."""
    differ = [number for number, (old, new) in enumerate(zip(was, now, strict=True), start=1) if old != new]
    if len(now) == 1 and differ:
        yield Changed(part, f"the {what}")
    elif len(now) == len(differ):
        yield from [Changed(part, f"every shot's {what}")] if differ else []
    else:
        yield from (Changed(part, f"shot {number}'s {what}") for number in differ)


def _new_token(kind: str, number: int) -> str:
    return f"{kind} {number}"
