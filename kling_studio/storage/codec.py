"""The text form of a project: what ``project.json`` holds and what is imported and exported."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kling_studio.core.errors import BadInput
from kling_studio.core.project import (
    CastMember,
    Cut,
    DialogueLine,
    Episode,
    Framing,
    LibraryLink,
    Look,
    MemberKind,
    ModeName,
    Project,
    ProviderIds,
    Scene,
    SheetChoice,
    Shot,
    ShotType,
    View,
    ViewKind,
    Voice,
)
from kling_studio.core.saveable import MAX_FILM_S, MAX_SHOT_SECONDS
from kling_studio.storage.fields import (
    Flag,
    Many,
    Named,
    Number,
    OneOf,
    Reading,
    Record,
    Text,
    Whole,
    Word,
    WrongValue,
    expected,
)
from kling_studio.storage.migrations import VERSION, migrated

FORMAT = "kling-studio/project"
# Far beyond any model: past these a number is a slip of the hand, not a plan.
MAX_CFG_SCALE = 1000
MAX_VERSION = 1_000_000

_TEXT = Text()
_NAME = Text(filled=True)
_OPTIONAL_TEXT = Text(optional=True)

_PART = Number(0, 1)
_FRAMING = Record(
    Framing,
    {
        "original": _NAME,
        "turn": OneOf((0, 90, 180, 270), "degrees"),
        "left": _PART,
        "top": _PART,
        "right": _PART,
        "bottom": _PART,
    },
    required=frozenset({"original"}),
    optional=True,
)

_VIEW = Record(
    View,
    {"path": _NAME, "view": Word(ViewKind), "framing": _FRAMING},
    required=frozenset({"path"}),
    rare=frozenset({"framing"}),
)

_CUT = Record(
    Cut,
    {"original": _NAME, "start_s": Number(0, MAX_FILM_S), "end_s": Number(0, MAX_FILM_S)},
    required=frozenset({"original", "start_s", "end_s"}),
    optional=True,
)

_BY_PROVIDER = Named(_TEXT, join=lambda provider, own: (provider, own), split=lambda pair: pair)

_VOICE = Record(
    Voice,
    {
        "name": _TEXT,
        "sample": _OPTIONAL_TEXT,
        "sample_cut": _CUT,
        "ids": _BY_PROVIDER,
        "made_from": _BY_PROVIDER,
        "language": _TEXT,
    },
    rare=frozenset({"sample_cut", "made_from", "language"}),
    optional=True,
)

_PROVIDER_IDS = Record(
    lambda **values: ProviderIds(provider="", **values),
    {"element": _TEXT, "of": _TEXT},
    required=frozenset({"element"}),
)

_IDS = Named(
    _PROVIDER_IDS,
    join=lambda provider, ids: replace(ids, provider=provider),
    split=lambda ids: (ids.provider, ids),
)

_LOOK = Record(
    Look,
    {"name": _NAME, "description": _TEXT, "images": Many(_VIEW), "ids": _IDS},
    required=frozenset({"name"}),
    rare=frozenset({"ids"}),
)

_LIBRARY = Record(
    LibraryLink,
    {"id": _NAME, "version": Whole(MAX_VERSION, "versions")},
    required=frozenset({"id", "version"}),
    optional=True,
)

_SHEET_CHOICE = Record(
    SheetChoice,
    {"take": _TEXT, "shot": _TEXT, "time_s": Number(0, MAX_FILM_S, optional=True), "hidden": Flag()},
    required=frozenset({"take", "shot"}),
    rare=frozenset({"hidden"}),
)

_MEMBER = Record(
    CastMember,
    {
        "name": _NAME,
        "kind": Word(MemberKind),
        "description": _TEXT,
        "images": Many(_VIEW),
        "clip": _OPTIONAL_TEXT,
        "clip_cut": _CUT,
        "voice": _VOICE,
        "ids": _IDS,
        "looks": Many(_LOOK),
        "tags": Many(_NAME),
        "library": _LIBRARY,
        "sheet": Many(_SHEET_CHOICE),
    },
    required=frozenset({"name"}),
    rare=frozenset({"clip_cut", "ids", "looks", "tags", "library", "sheet"}),
    by_id=frozenset({"sheet"}),
    identified=True,
)

_LINE = Record(DialogueLine, {"character": _TEXT, "emotion": _TEXT, "text": _TEXT})

_SHOT = Record(
    Shot,
    {
        "prompt": _TEXT,
        "seconds": Whole(MAX_SHOT_SECONDS, "seconds"),
        "camera": _TEXT,
        "dialogue": Many(_LINE),
        "notes": _TEXT,
    },
    identified=True,
)

_SCENE = Record(
    Scene,
    {
        "title": _TEXT,
        "model": _NAME,
        "mode": Word(ModeName, optional=True),
        "prompt": _TEXT,
        "negative_prompt": _TEXT,
        "cfg_scale": Number(-MAX_CFG_SCALE, MAX_CFG_SCALE, optional=True),
        "aspect_ratio": _NAME,
        "audio": Flag(),
        "language": _NAME,
        "shot_type": Word(ShotType),
        "cast": Many(_TEXT),
        "start_frame": _OPTIONAL_TEXT,
        "end_frame": _OPTIONAL_TEXT,
        "images": Many(_NAME),
        "reference_video": _OPTIONAL_TEXT,
        "source_video": _OPTIONAL_TEXT,
        "keep_sound": Flag(),
        "shots": Many(_SHOT),
        "silenced": Many(_NAME),
        "good_takes": Many(_NAME),
    },
    rare=frozenset({"silenced", "good_takes"}),
    by_id=frozenset({"good_takes"}),
    identified=True,
    missing={"shots": lambda reading: (Shot(id=reading.own_id(None)),)},
)

_EPISODE = Record(
    Episode,
    {
        "title": _TEXT,
        "scenes": Many(_SCENE),
        "looks": Named(_NAME, join=lambda member, look: (member, look), split=lambda pair: pair),
    },
    rare=frozenset({"looks"}),
    identified=True,
)

_PROJECT = Record(Project, {"title": _TEXT, "cast": Many(_MEMBER), "episodes": Many(_EPISODE)})


class NewerVersion(BadInput):
    """A file of a newer version of the program; ``known`` is what this one understands of it, if anything."""

    def __init__(self, source: str, known: Project | None) -> None:
        super().__init__(
            f"{source} was written by a newer version of Kling Studio.", "Update Kling Studio to change it."
        )
        self.known = known


def encode(project: Project, *, with_ids: bool) -> dict[str, Any]:
    """The project as JSON values, every key written; ids only if asked."""
    body = _PROJECT.encode(project, with_ids=with_ids)
    return {"format": FORMAT, "version": VERSION, **(body or {})}


def encode_member(member: CastMember) -> dict[str, Any]:
    """One member as it stands in :func:`encode` with ids."""
    return _MEMBER.encode(member, with_ids=True) or {}


def encode_scene(scene: Scene) -> dict[str, Any]:
    """One scene as it stands in :func:`encode` with ids."""
    return _SCENE.encode(scene, with_ids=True) or {}


def decode(data: Any, *, source: str, new_id: Callable[[], str]) -> Project:
    """The project in ``data``, from :func:`kling_studio.storage.json_text.loads`.

    ``source`` names the file in sentences; ``new_id`` makes the ids that are missing or stand twice.

    Raises:
        NewerVersion: a newer version of the program wrote it.
        BadInput: anything else that is not the text form, with its place and what is expected there.
    """
    try:
        return _project(data, source, new_id)
    except WrongValue as wrong:
        where = f"In {source} at {wrong.place}" if wrong.path else f"In {source}"
        raise BadInput(f"{where}: {wrong.problem}.", wrong.what_to_do) from None


def _project(data: Any, source: str, new_id: Callable[[], str]) -> Project:
    if not isinstance(data, dict):
        raise expected("a project, an object in braces", data)
    if data.get("format") != FORMAT:
        raise _at("format", expected(f'"{FORMAT}"', data.get("format")))
    version = data.get("version", 1)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _at("version", expected("a whole number from 1", version))
    if version > VERSION:
        raise NewerVersion(source, _known_part(data, new_id))
    return _body(migrated(data, version), Reading(new_id))


def _known_part(data: dict[str, Any], new_id: Callable[[], str]) -> Project | None:
    try:
        return _body(data, Reading(new_id, lenient=True))
    except WrongValue:
        return None


def _body(data: dict[str, Any], reading: Reading) -> Project:
    body = {key: value for key, value in data.items() if key not in {"format", "version"}}
    project: Project = _PROJECT.decode(body, reading)
    _check_names(project)
    return project


def _check_names(project: Project) -> None:
    counts = Counter(member.name for member in project.cast)
    for index, member in reversed(list(enumerate(project.cast))):
        if counts[member.name] > 1:
            wrong = WrongValue(f'expected a name of its own, "{member.name}" is taken')
            wrong.path = ["name", index, "cast"]
            raise wrong


def _at(key: str, wrong: WrongValue) -> WrongValue:
    wrong.path.append(key)
    return wrong
