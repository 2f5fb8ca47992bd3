"""What a take was made from, read back from its request in terms that all providers share."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kling_studio.core.facts import Json
from kling_studio.core.renewed import NOTHING_RENEWED, Renewed

_LINE = re.compile(r'\[[^\]]*\]: "[^"]*"')
_NO_ENTRIES: Mapping[str, Any] = {}


class Setting(StrEnum):
    """A choice for the whole scene, as a director calls it."""

    START_FRAME = "the start frame"
    END_FRAME = "the end frame"
    CLIP = "the clip"
    SECONDS = "the seconds"
    ASPECT = "the aspect ratio"
    SOUND = "the sound"
    KEPT_SOUND = "whether the clip's sound is kept"
    CUTS = "who decides the cuts"
    NEGATIVE = "the negative prompt"
    GUIDANCE = "the guidance"


# The field names of every family, as catalog and compilers use them.
_SETTINGS: Mapping[str, Setting] = {
    "start_image_url": Setting.START_FRAME,
    "image_url": Setting.START_FRAME,
    "image": Setting.START_FRAME,
    "end_image_url": Setting.END_FRAME,
    "tail_image_url": Setting.END_FRAME,
    "end_image": Setting.END_FRAME,
    "video_url": Setting.CLIP,
    "video": Setting.CLIP,
    "duration": Setting.SECONDS,
    "aspect_ratio": Setting.ASPECT,
    "generate_audio": Setting.SOUND,
    "sound": Setting.SOUND,
    "keep_audio": Setting.KEPT_SOUND,
    "keep_original_sound": Setting.KEPT_SOUND,
    "shot_type": Setting.CUTS,
    "negative_prompt": Setting.NEGATIVE,
    "cfg_scale": Setting.GUIDANCE,
}


@dataclass(frozen=True, slots=True)
class SentShot:
    """The words of one shot without its lines, its lines, and its seconds where it has some of its own."""

    words: str
    lines: tuple[str, ...] = ()
    seconds: str = ""


@dataclass(frozen=True, slots=True)
class SentMember:
    """A member, or a voice, as it travelled: by files, or by the id of what was ``made`` of them at the provider.

    ``files`` are empty where this request does not tell what it was made from. ``description`` and ``of``, what tells
    whether it would be made again, are those of what is made before.
    """

    files: tuple[str, ...] = ()
    voice: "SentMember | None" = None
    made: str = ""
    name: str = ""
    description: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request, whichever provider's fields it has. ``paths`` tells the file behind a placeholder of an upload."""

    endpoint: str
    shots: tuple[SentShot, ...]
    members: tuple[SentMember, ...] = ()
    pictures: tuple[str, ...] = ()
    voices: tuple[SentMember, ...] = ()
    settings: Mapping[Setting, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)

    def path(self, file: str) -> str:
        """The project's reference to what a request names; an address is its own."""
        return self.paths.get(file, file.removeprefix("missing://"))


def read_sent(
    sent: Mapping[str, Json],
    filled: Mapping[str, Json] = _NO_ENTRIES,
    renewed: Renewed = NOTHING_RENEWED,
) -> SentRequest | None:
    """The request of a take, with what stood for its placeholders; ``None`` where it tells nothing.

    An id that was lost since is read as the one in its place, as in :func:`kling_studio.core.renewed.renewed`.
    """
    body, scene = sent.get("body"), sent.get("scene")
    if isinstance(body, Mapping):
        return _Reading(sent, body, filled, renewed).request()
    return _animatic(sent, scene) if isinstance(scene, Mapping) else None


class _Reading:
    """One request of a provider on the net."""

    def __init__(
        self,
        sent: Mapping[str, Json],
        body: Mapping[str, Any],
        filled: Mapping[str, Json],
        renewed: Renewed,
    ) -> None:
        self._provider = str(sent.get("provider", ""))
        self._renewed = renewed
        self._endpoint = str(sent.get("endpoint", ""))
        self._body = body
        self._filled = filled
        self._paths = {entry["placeholder"]: entry["path"] for entry in _entries(sent.get("uploads"))}
        self._before = {entry["placeholder"]: entry for entry in _entries(sent.get("before"))}

    def request(self) -> SentRequest:
        body = self._body
        return SentRequest(
            self._endpoint,
            tuple(self._shots()),
            tuple(
                self._member(entry) for entry in _entries(body.get("elements") or body.get("element_list"))
            ),
            tuple(map(str, body.get("image_urls") or body.get("images") or ())),
            tuple(self._made(str(voice)) for voice in body.get("voice_ids") or ()),
            {setting: str(body[name]) for name, setting in _SETTINGS.items() if body.get(name) is not None},
            self._paths,
        )

    def _shots(self) -> Iterator[SentShot]:
        for entry in _entries(self._body.get("multi_prompt")):
            yield _shot(str(entry.get("prompt", "")), str(entry.get("duration", "")))
        if not self._body.get("multi_prompt"):
            yield _shot(str(self._body.get("prompt", "")), "")

    def _member(self, entry: Mapping[str, Any]) -> SentMember:
        if "element_id" in entry:
            return self._made(str(entry["element_id"]))
        pictures = (entry.get("frontal_image_url"), *(entry.get("reference_image_urls") or ()))
        return SentMember(_files((*pictures, entry.get("video_url"))), self._voice(entry.get("voice_id")))

    def _voice(self, voice: Any) -> SentMember | None:
        return self._made(str(voice)) if voice else None

    def _made(self, value: str) -> SentMember:
        """An id, or the placeholder of one with what it is made from."""
        _, is_placeholder, name = value.partition("://")
        before = self._before.get(value, _NO_ENTRIES)
        body = before.get("body", _NO_ENTRIES)
        pictures = (body.get("frontal_image"), *(body.get("refer_images") or ()))
        others = (*(body.get("element_video_list") or ()), body.get("voice_url"), body.get("audio"))
        made = str(self._filled.get(value, "" if is_placeholder else value))
        return SentMember(
            _files((*pictures, *others)),
            self._voice(body.get("voice_id")),
            self._renewed.get((self._provider, made), made),
            name,
            str(body.get("description", "")),
            str(before.get("of", "")),
        )


def _files(files: Sequence[Any]) -> tuple[str, ...]:
    """Each file once: the only picture of a member may stand for another one too."""
    return tuple(dict.fromkeys(str(file) for file in files if file))


def _shot(text: str, seconds: str) -> SentShot:
    lines = tuple(match[0] for match in _LINE.finditer(text))
    return SentShot(" ".join(_LINE.sub(" ", text).split()), lines, seconds)


def _animatic(sent: Mapping[str, Json], scene: Mapping[str, Any]) -> SentRequest:
    """What an animatic draws; titles, notes and what only other models take are no part of it."""
    shots = (
        SentShot(
            " ".join(f"{shot.get('prompt', '')} {shot.get('camera', '')}".split()),
            tuple(str(sorted(line.items())) for line in _entries(shot.get("dialogue"))),
            str(shot.get("seconds", "")),
        )
        for shot in _entries(scene.get("shots"))
    )
    cast = _entries(sent.get("cast"))
    drawn = {
        Setting.START_FRAME: scene.get("start_frame"),
        Setting.ASPECT: scene.get("aspect_ratio"),
    }
    return SentRequest(
        "",
        tuple(shots),
        tuple(
            SentMember(
                tuple(str(view["path"]) for view in _entries(member.get("images"))), name=member["name"]
            )
            for member in cast
        ),
        tuple(map(str, scene.get("images") or ())),
        settings={setting: str(value) for setting, value in drawn.items() if value},
    )


def _entries(value: Any) -> tuple[Mapping[str, Any], ...]:
    return (
        tuple(entry for entry in value if isinstance(entry, Mapping))
        if isinstance(value, list | tuple)
        else ()
    )
