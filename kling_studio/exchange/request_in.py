"""A provider's request JSON, such as a playground shows, read as a project of one scene.

It understands the spellings of fal's and WaveSpeed's pages, old and new: contract and guides of 2026.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kling_studio.core.catalog import Catalog
from kling_studio.core.languages import LANGUAGES
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import (
    DEFAULT_ASPECT,
    DEFAULT_MODEL,
    DEFAULT_SHOT_SECONDS,
    CastMember,
    Episode,
    ModeName,
    Project,
    Scene,
    Shot,
    ShotType,
)
from kling_studio.exchange.request_cast import IMAGES, VIDEO, CastReader
from kling_studio.exchange.request_fields import Fields
from kling_studio.exchange.request_words import parted, with_our_names

_BODIES = ("input", "inputs", "arguments", "body")
_ENDPOINTS = ("endpoint", "endpoint_id", "model", "model_id", "application")
_SHOTS = ("multi_prompt", "multi_shot_prompts")
_SOUND = ("generate_audio", "sound", "audio_enabled")
_START = ("start_image_url", "image_url", "image")
_END = ("end_image_url", "tail_image_url", "end_image")
_KEEP = ("keep_audio", "keep_original_sound")
_LANGUAGE = ("audio_language", "language")
_ALIASES = (_SHOTS, _SOUND, _START, _END, VIDEO, _KEEP, _LANGUAGE)
_KNOWN = {
    *_BODIES, *_ENDPOINTS, *IMAGES, *(key for keys in _ALIASES for key in keys),
    "prompt", "negative_prompt", "cfg_scale", "duration", "aspect_ratio", "shot_type",
    "elements", "element_list", "references", "voice_ids",
}  # fmt: skip
_MISREMEMBERED = "v3/pro/reference-to-video"
_WITH_MADE_ELEMENTS = "wavespeed:o3-pro"


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
        self._body: Mapping[str, Any] = next(
            (data[key] for key in _BODIES if isinstance(data.get(key), Mapping)), data
        )
        self._around: Mapping[str, Any] = data if self._body is not data else {}
        named = (
            part[key] for part in (data, self._body) for key in _ENDPOINTS if isinstance(part.get(key), str)
        )
        self._endpoint: str = next(named, "")
        self._catalog = catalog
        self._new_id = new_id
        self._fields = Fields(self._body, source)
        self._messages = self._fields.messages

    def project(self, title: str) -> ImportedRequest:
        model, mode = self._model_and_mode()
        read = self._shots()
        cast = CastReader(self._fields, self._new_id)
        referenced = cast.referenced()
        shots = _with_names(read, referenced)
        members = cast.with_speakers(referenced, shots)
        names = [member.name for member in members]
        shots = _with_names(read, members)
        scene = replace(self._scene(shots, model, mode, names), images=cast.pictures())
        scene = self._with_mode(scene, members, mode)
        around = set(self._around) - {*_BODIES, *_ENDPOINTS}
        self._fields.leave_out({*(set(self._body) - _KNOWN), *around}, "", set())
        self._tell_doubles()
        episode = Episode(self._new_id(), "", (scene,))
        return ImportedRequest(Project(title, cast.voiced(members), (episode,)), tuple(self._messages))

    def _tell_doubles(self) -> None:
        """Of two names for the same thing one is read; the other is named where it says something else."""
        for names in _ALIASES:
            given = [key for key in names if self._body.get(key) not in (None, "", [])]
            for key in given[1:]:
                if self._body[key] != self._body[given[0]]:
                    self._messages.append(f"{key} is left out: {given[0]} says something else and is read.")

    def _scene(self, shots: tuple[Shot, ...], model: str, mode: ModeName | None, names: list[str]) -> Scene:
        fields = self._fields
        video = fields.text(*VIDEO)
        edits = mode is ModeName.EDIT
        automatic = fields.text("shot_type") in ("intelligent", "intelligence", "automatic")
        return Scene(
            id=self._new_id(),
            model=model,
            prompt=with_our_names(fields.text("prompt") or "", names) if self._has_shots() else "",
            negative_prompt=fields.text("negative_prompt") or "",
            cfg_scale=fields.number("cfg_scale"),
            aspect_ratio=fields.text("aspect_ratio") or DEFAULT_ASPECT,
            audio=bool(fields.flag(*_SOUND)),
            language=_code_of(fields.text(*_LANGUAGE) or "en"),
            shot_type=ShotType.AUTOMATIC if automatic else ShotType.CUSTOMIZE,
            cast=tuple(names),
            start_frame=fields.text(*_START),
            end_frame=fields.text(*_END),
            reference_video=None if edits else video,
            source_video=video if edits else None,
            keep_sound=fields.flag(*_KEEP) is not False,
            shots=shots,
        )

    def _with_mode(self, scene: Scene, members: tuple[CastMember, ...], mode: ModeName | None) -> Scene:
        """The scene with the mode of its endpoint, where what it holds would lead to another endpoint."""
        if mode is None or _MISREMEMBERED in self._endpoint:
            return replace(scene, mode=mode)
        model = self._catalog.models[scene.model]
        choice = choose_mode(Project("", members, (Episode("", "", (scene,)),)), scene, model)
        leads_there = choice.mode is not None and self._endpoint.endswith(choice.mode.endpoint)
        return scene if leads_there else replace(scene, mode=mode)

    def _model_and_mode(self) -> tuple[str, ModeName | None]:
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
        has_made = self._body.get("element_list") and _WITH_MADE_ELEMENTS in self._catalog.models
        taken = _WITH_MADE_ELEMENTS if has_made else DEFAULT_MODEL
        if self._endpoint:
            self._messages.append(f"{self._endpoint} is not in the catalog; {taken} is taken.")
        return taken, None

    def _has_shots(self) -> bool:
        return any(self._body.get(key) for key in _SHOTS)

    def _shots(self) -> tuple[Shot, ...]:
        """The shots with their words as they stand in the request."""
        for key in _SHOTS:
            entries = self._body.get(key)
            if entries:
                listed = self._fields.list_of(key, entries)
                return tuple(self._shot(f"{key}[{n}]", entry) for n, entry in enumerate(listed))
        seconds = self._fields.seconds("duration", self._body.get("duration"))
        return (Shot(self._new_id(), self._fields.text("prompt") or "", seconds),)

    def _shot(self, place: str, entry: object) -> Shot:
        if isinstance(entry, str):
            return Shot(self._new_id(), entry, DEFAULT_SHOT_SECONDS)
        if not isinstance(entry, Mapping):
            raise self._fields.expected(place, "an object with prompt and duration", entry)
        self._fields.leave_out(entry, f"{place}.", {"prompt", "duration", "index"})
        seconds = self._fields.seconds(f"{place}.duration", entry.get("duration"))
        return Shot(self._new_id(), self._fields.text_in(entry, place, "prompt") or "", seconds)


def _with_names(shots: tuple[Shot, ...], members: tuple[CastMember, ...]) -> tuple[Shot, ...]:
    """The shots with the members' names for tags, and their spoken lines apart."""
    names = [member.name for member in members]
    words = [parted(with_our_names(shot.prompt, names)) for shot in shots]
    return tuple(
        replace(shot, prompt=text, dialogue=lines) for shot, (text, lines) in zip(shots, words, strict=True)
    )


def _code_of(language: str) -> str:
    """The code of a language that may be named in English."""
    codes = {name.lower(): code for code, name in LANGUAGES.items()}
    return codes.get(language.strip().lower(), language)
