"""Whoever and whatever a provider's request refers to: members with pictures, clips and voices, and plain pictures."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from kling_studio.core.project import CastMember, MemberKind, ProviderIds, Shot, View, ViewKind, Voice
from kling_studio.exchange.request_fields import Fields

VIDEO = ("video_url", "video")
IMAGES = ("image_urls", "images", "imageUrlArray", "imageUrl")
_FRONT = ("frontal_image_url", "frontal_image", "image_url", "image", "url")
_OTHERS = ("reference_image_urls", "refer_images", "element_refer_list")
_ELEMENT_KEYS = {*_FRONT, *_OTHERS, *VIDEO, "name", "description", "voice_id"}
_REFERENCE_KEYS = {*_ELEMENT_KEYS, "type", "id", "profile_id", "bind_to"}
_PLAIN = ("image", "picture", "style")
_KINDS = (ViewKind.FRONT, ViewKind.SIDE, ViewKind.BACK, ViewKind.FULL)


class CastReader:
    """Reads the cast of one request."""

    def __init__(self, fields: Fields, new_id: Callable[[], str]) -> None:
        self._fields = fields
        self._new_id = new_id
        self._elements = fields.list_of("elements", fields.body.get("elements"))
        self._made = fields.list_of("element_list", fields.body.get("element_list"))
        self._references = tuple(self._listed_references())
        self._voices = fields.texts("voice_ids", fields.body.get("voice_ids"))

    def referenced(self) -> tuple[CastMember, ...]:
        """The members that the request refers to, in the order in which tags count them."""
        return _with_own_names((*self._from_elements(), *self._from_ids(), *self._from_references()))

    def with_speakers(
        self, members: tuple[CastMember, ...], shots: tuple[Shot, ...]
    ) -> tuple[CastMember, ...]:
        """The members, then those who only speak in the ``shots``; where there are none, one for each voice."""
        known = {member.name for member in members}
        speaking = dict.fromkeys(line.character for shot in shots for line in shot.dialogue)
        members += tuple(CastMember(self._new_id(), name) for name in speaking if name and name not in known)
        # The words of a request with voices alone speak of <<<voice_1>>>.
        return members or tuple(
            CastMember(self._new_id(), f"Voice{number}") for number in range(1, len(self._voices) + 1)
        )

    def voiced(self, members: tuple[CastMember, ...]) -> tuple[CastMember, ...]:
        """The members with the voices bound to them by name, and with those of ``voice_ids`` in their order."""
        given: dict[str, str] = {}
        for place, entry in self._references:
            if entry.get("type") == "voice":
                voice = self._fields.text_in(entry, place, "profile_id", "voice_id") or ""
                given[self._fields.text_in(entry, place, "bind_to") or ""] = voice
        for index, voice in enumerate(self._voices):
            given.setdefault(members[index].name if index < len(members) else f"#{index}", voice)
        names = {member.name for member in members}
        for voice in (voice for name, voice in given.items() if name not in names):
            self._fields.messages.append(f"The voice {voice} has no member to speak it and is left out.")
        return tuple(
            replace(member, voice=member.voice or _voice_at_fal(given.get(member.name))) for member in members
        )

    def pictures(self) -> tuple[str, ...]:
        """The pictures that belong to nobody, of every spelling, each once."""
        paths: list[str | None] = []
        for key in IMAGES:
            value = self._fields.body.get(key)
            paths += [value] if value and isinstance(value, str) else self._fields.texts(key, value or None)
        for entry in self._fields.body.get("references") or ():
            paths += [entry] if isinstance(entry, str) else []
        paths += [
            self._fields.text_in(entry, place, *_FRONT)
            for place, entry in self._references
            if _is_plain(entry)
        ]
        return tuple(dict.fromkeys(path for path in paths if path))

    def _from_elements(self) -> Iterator[CastMember]:
        for index, entry in enumerate(self._elements):
            place = f"elements[{index}]"
            if not isinstance(entry, Mapping):
                raise self._fields.expected(place, "an object with pictures or a clip", entry)
            self._fields.leave_out(entry, f"{place}.", _ELEMENT_KEYS)
            # The words of such a request speak of @Element1; a member of that name is found by them.
            name = self._fields.text_in(entry, place, "name") or f"Element{index + 1}"
            yield self._member(entry, place, name)

    def _from_ids(self) -> Iterator[CastMember]:
        """The members behind WaveSpeed's ids of elements, of whom nothing else is known."""
        for index, entry in enumerate(self._made):
            own = entry.get("element_id") if isinstance(entry, Mapping) else entry
            if not isinstance(own, str | int) or isinstance(own, bool):
                raise self._fields.expected(f"element_list[{index}]", "an object with element_id", entry)
            name = f"Element{len(self._elements) + index + 1}"
            yield CastMember(self._new_id(), name, ids=(ProviderIds("wavespeed", str(own)),))

    def _from_references(self) -> Iterator[CastMember]:
        """The members of ``references``; voices are bound to them later, and plain pictures belong to nobody."""
        others = [
            entry for entry in self._references if entry[1].get("type") != "voice" and not _is_plain(entry[1])
        ]
        for index, (place, entry) in enumerate(others):
            name = self._fields.text_in(entry, place, "id", "name") or f"Reference{index + 1}"
            yield self._member(entry, place, name)

    def _member(self, entry: Mapping[str, Any], place: str, name: str) -> CastMember:
        front = self._fields.text_in(entry, place, *_FRONT)
        others = (self._fields.texts(f"{place}.{key}", entry.get(key)) for key in _OTHERS)
        paths = dict.fromkeys(path for path in (front, *chain.from_iterable(others)) if path)
        kind = entry.get("type")
        return CastMember(
            self._new_id(),
            name,
            kind=MemberKind(kind) if kind in tuple(MemberKind) else MemberKind.CHARACTER,
            description=self._fields.text_in(entry, place, "description") or "",
            images=tuple(View(path, _KINDS[min(n, 3)]) for n, path in enumerate(paths)),
            clip=self._fields.text_in(entry, place, *VIDEO),
            voice=_voice_at_fal(self._fields.text_in(entry, place, "voice_id")),
        )

    def _listed_references(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The entries of ``references`` that are more than a picture, each with its place."""
        for index, entry in enumerate(
            self._fields.list_of("references", self._fields.body.get("references"))
        ):
            place = f"references[{index}]"
            if isinstance(entry, Mapping):
                self._fields.leave_out(entry, f"{place}.", _REFERENCE_KEYS)
                yield place, entry
            elif not isinstance(entry, str):
                raise self._fields.expected(place, "a picture, or an object with type and id", entry)


def _is_plain(entry: Mapping[str, Any]) -> bool:
    """Whether a reference is a picture that belongs to nobody."""
    return entry.get("type") in _PLAIN and not entry.get("id")


def _voice_at_fal(own: str | None) -> Voice | None:
    return Voice(own, ids=(("fal", own),)) if own else None


def _with_own_names(members: tuple[CastMember, ...]) -> tuple[CastMember, ...]:
    """The members, each with a name that none before it has."""
    named: dict[str, CastMember] = {}
    for member in members:
        name, number = member.name, 1
        while name in named:
            number += 1
            name = f"{member.name} {number}"
        named[name] = replace(member, name=name)
    return tuple(named.values())
