"""A provider's request JSON, such as a playground shows, read as a project of one scene.

It understands the spellings of fal's and WaveSpeed's pages, old and new: contract and guides of 2026.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kling_studio.core.catalog import Catalog
from kling_studio.core.errors import BadInput
from kling_studio.core.project import (
    DEFAULT_MODEL,
    DEFAULT_SHOT_SECONDS,
    CastMember,
    DialogueLine,
    Episode,
    ModeName,
    Project,
    Scene,
    Shot,
    ShotType,
    View,
    ViewKind,
    Voice,
)
from kling_studio.storage.fields import shown

_BODIES = ("input", "inputs", "arguments", "body")
_ENDPOINTS = ("endpoint", "endpoint_id", "model", "model_id", "application")
_SHOTS = ("multi_prompt", "multi_shot_prompts")
_SOUND = ("generate_audio", "sound", "audio_enabled")
_START = ("start_image_url", "image_url", "image")
_END = ("end_image_url", "tail_image_url", "end_image")
_IMAGES = ("image_urls", "images", "imageUrlArray", "imageUrl")
_VIDEO = ("video_url", "video")
_KEEP = ("keep_audio", "keep_original_sound")
_KNOWN = {
    *_BODIES, *_ENDPOINTS, *_SHOTS, *_SOUND, *_START, *_END, *_IMAGES, *_VIDEO, *_KEEP,
    "prompt", "negative_prompt", "cfg_scale", "duration", "aspect_ratio", "shot_type", "audio_language", "language",
    "elements", "references", "voice_ids",
}  # fmt: skip
_MISREMEMBERED = "v3/pro/reference-to-video"
_LINE = re.compile(r'\s*\[(?P<who>[^\],]+?)(?:,\s*(?P<how>[^\]]+?))?\]:\s*["“](?P<text>[^"”]*)["”]\s*$')


@dataclass(frozen=True, slots=True)
class ImportedRequest:
    """The project made of a request, and sentences about what had no place in it."""

    project: Project
    messages: tuple[str, ...]


def looks_like_request(data: object) -> bool:
    """Whether parsed JSON is a provider's request rather than a project."""
    return isinstance(data, Mapping) and "format" not in data and bool(_KNOWN & set(data))


def read_request(
    data: Mapping[str, Any], catalog: Catalog, *, source: str, title: str, new_id: Callable[[], str]
) -> ImportedRequest:
    """The request as a project titled ``title``; ``source`` names the file in errors.

    Raises ``BadInput`` where a field has the wrong type, naming it.
    """
    return _Reader(data, catalog, source, new_id).project(title)


class _Reader:
    def __init__(
        self, data: Mapping[str, Any], catalog: Catalog, source: str, new_id: Callable[[], str]
    ) -> None:
        body = next((data[key] for key in _BODIES if isinstance(data.get(key), Mapping)), data)
        self._body: Mapping[str, Any] = body
        self._around: Mapping[str, Any] = data if body is not data else {}
        named = (part[key] for part in (data, body) for key in _ENDPOINTS if isinstance(part.get(key), str))
        self._endpoint: str = next(named, "")
        self._catalog = catalog
        self._source = source
        self._new_id = new_id
        self._messages: list[str] = []

    def project(self, title: str) -> ImportedRequest:
        shots = self._shots()
        members = _with_own_names((*self._elements(), *self._references()))
        known = {member.name for member in members}
        speaking = dict.fromkeys(line.character for shot in shots for line in shot.dialogue)
        members += tuple(CastMember(self._new_id(), name) for name in speaking if name and name not in known)
        scene = self._scene(shots, tuple(member.name for member in members))
        around = set(self._around) - {*_BODIES, *_ENDPOINTS}
        for key in sorted((set(self._body) - _KNOWN) | around):
            self._messages.append(f"{key} has no meaning here and is left out.")
        episode = Episode(self._new_id(), "", (scene,))
        return ImportedRequest(Project(title, self._voiced(members), (episode,)), tuple(self._messages))

    def _scene(self, shots: tuple[Shot, ...], cast: tuple[str, ...]) -> Scene:
        model, mode = self._model()
        video = self._text(*_VIDEO)
        edits = mode is ModeName.EDIT
        automatic = self._text("shot_type") in ("intelligent", "intelligence", "automatic")
        return Scene(
            id=self._new_id(),
            model=model,
            mode=mode if mode is ModeName.REFERENCE and not cast else None,
            prompt=self._text("prompt") or "" if self._has_shots() else "",
            negative_prompt=self._text("negative_prompt") or "",
            cfg_scale=self._number("cfg_scale"),
            aspect_ratio=self._text("aspect_ratio") or "16:9",
            audio=bool(self._flag(*_SOUND)),
            language=self._text("audio_language", "language") or "en",
            shot_type=ShotType.AUTOMATIC if automatic else ShotType.CUSTOMIZE,
            cast=cast,
            start_frame=self._text(*_START),
            end_frame=self._text(*_END),
            images=self._images(),
            reference_video=None if edits else video,
            source_video=video if edits else None,
            keep_sound=self._flag(*_KEEP) is not False,
            shots=shots,
        )

    def _model(self) -> tuple[str, ModeName | None]:
        if _MISREMEMBERED in self._endpoint:
            self._messages.append(
                f"{self._endpoint} does not exist; read as {DEFAULT_MODEL}, mode reference."
            )
            return DEFAULT_MODEL, ModeName.REFERENCE
        for model in self._catalog.models.values():
            if model.id == self._endpoint:
                return model.id, None
            for mode in model.modes:
                if mode.endpoint and self._endpoint.endswith(mode.endpoint):
                    return model.id, mode.name
        if self._endpoint:
            self._messages.append(f"{self._endpoint} is not in the catalog; {DEFAULT_MODEL} is taken.")
        return DEFAULT_MODEL, None

    def _has_shots(self) -> bool:
        return any(self._body.get(key) for key in _SHOTS)

    def _shots(self) -> tuple[Shot, ...]:
        for key in _SHOTS:
            entries = self._body.get(key)
            if entries:
                return tuple(
                    self._shot(f"{key}[{n}]", entry) for n, entry in enumerate(self._list(key, entries))
                )
        return (
            self._with_words(
                self._text("prompt") or "", self._seconds("duration", self._body.get("duration"))
            ),
        )

    def _shot(self, place: str, entry: object) -> Shot:
        if isinstance(entry, str):
            return self._with_words(entry, DEFAULT_SHOT_SECONDS)
        if not isinstance(entry, Mapping) or not isinstance(entry.get("prompt", ""), str):
            raise self._expected(place, "an object with prompt and duration", entry)
        return self._with_words(
            entry.get("prompt", ""), self._seconds(f"{place}.duration", entry.get("duration"))
        )

    def _with_words(self, words: str, seconds: int) -> Shot:
        lines: list[DialogueLine] = []
        while match := _LINE.search(words):
            lines.insert(0, DialogueLine(match["who"].strip(), (match["how"] or "").strip(), match["text"]))
            words = words[: match.start()]
        return Shot(self._new_id(), words.strip(), seconds, dialogue=tuple(lines))

    def _elements(self) -> Iterator[CastMember]:
        for index, entry in enumerate(self._list("elements", self._body.get("elements"))):
            place = f"elements[{index}]"
            if not isinstance(entry, Mapping):
                raise self._expected(place, "an object with pictures or a clip", entry)
            front = self._text_in(entry, place, "frontal_image_url", "image_url")
            others = self._texts(f"{place}.reference_image_urls", entry.get("reference_image_urls"))
            paths = dict.fromkeys(path for path in (front, *others) if path)
            kinds = (ViewKind.FRONT, ViewKind.SIDE, ViewKind.BACK, ViewKind.FULL)
            voice = self._text_in(entry, place, "voice_id")
            yield CastMember(
                self._new_id(),
                # The words of such a request speak of @Element1; a member of that name is found by them.
                self._text_in(entry, place, "name") or f"Element{index + 1}",
                description=self._text_in(entry, place, "description") or "",
                images=tuple(View(path, kinds[min(n, 3)]) for n, path in enumerate(paths)),
                clip=self._text_in(entry, place, "video_url"),
                voice=_voice_at_fal(voice),
            )

    def _references(self) -> Iterator[CastMember]:
        """The members of ``references``; voices are bound to them later, and plain pictures belong to nobody."""
        entries = [entry for entry in self._bindings() if entry[1].get("type") != "voice"]
        for index, (place, entry) in enumerate(entries):
            picture = self._text_in(entry, place, "image_url")
            yield CastMember(
                self._new_id(),
                self._text_in(entry, place, "id") or f"Reference{index + 1}",
                images=(View(picture),) if picture else (),
            )

    def _bindings(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The entries of ``references`` that are more than a picture, each with its place."""
        for index, entry in enumerate(self._list("references", self._body.get("references"))):
            if isinstance(entry, Mapping):
                yield f"references[{index}]", entry
            elif not isinstance(entry, str):
                raise self._expected(
                    f"references[{index}]", "a picture, or an object with type and id", entry
                )

    def _voiced(self, members: tuple[CastMember, ...]) -> tuple[CastMember, ...]:
        """The members with the voices bound to them by name, and with those of ``voice_ids`` in their order."""
        given: dict[str, str] = {}
        for place, entry in self._bindings():
            if entry.get("type") == "voice":
                voice = self._text_in(entry, place, "profile_id") or ""
                given[self._text_in(entry, place, "bind_to") or ""] = voice
        for index, voice in enumerate(self._texts("voice_ids", self._body.get("voice_ids"))):
            given.setdefault(members[index].name if index < len(members) else f"#{index}", voice)
        names = {member.name for member in members}
        for voice in (voice for name, voice in given.items() if name not in names):
            self._messages.append(f"The voice {voice} has no member to speak it and is left out.")
        return tuple(
            replace(member, voice=member.voice or _voice_at_fal(given.get(member.name))) for member in members
        )

    def _images(self) -> tuple[str, ...]:
        listed = self._list("references", self._body.get("references"))
        plain = tuple(entry for entry in listed if isinstance(entry, str))
        for key in _IMAGES:
            value = self._body.get(key)
            if value:
                paths = [value] if isinstance(value, str) else self._texts(key, value)
                return (*paths, *plain)
        return plain

    def _text(self, *keys: str) -> str | None:
        return self._text_in(self._body, "", *keys)

    def _text_in(self, entry: Mapping[str, Any], place: str, *keys: str) -> str | None:
        """The first of the keys that holds something, which has to be text."""
        for key in keys:
            value = entry.get(key)
            if value is not None and value != "":
                if not isinstance(value, str):
                    raise self._expected(f"{place}.{key}".removeprefix("."), "text", value)
                return value
        return None

    def _texts(self, place: str, value: object) -> list[str]:
        texts = self._list(place, value)
        for index, text in enumerate(texts):
            if not isinstance(text, str):
                raise self._expected(f"{place}[{index}]", "text", text)
        return texts

    def _flag(self, *keys: str) -> bool | None:
        for key in keys:
            value = self._body.get(key)
            if value is not None:
                if not isinstance(value, bool):
                    raise self._expected(key, "true or false", value)
                return value
        return None

    def _number(self, key: str) -> float | None:
        value = self._body.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._expected(key, "a number from 0 to 1", value)
        return float(value)

    def _seconds(self, place: str, value: object) -> int:
        if value is None:
            return DEFAULT_SHOT_SECONDS
        text = str(value).removesuffix("s")
        if isinstance(value, bool) or not re.fullmatch(r"\d{1,3}(\.0+)?", text):
            raise self._expected(place, "whole seconds", value)
        return int(float(text))

    def _list(self, place: str, value: object) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._expected(place, "a list", value)
        return value

    def _expected(self, place: str, what: str, found: object) -> BadInput:
        return BadInput(f"In {self._source} at {place}: expected {what}, found {shown(found)}.")


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
