"""The files of the shared library: one for each version of a member, and one for what was said of it there since."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kling_studio.core.errors import BadInput
from kling_studio.core.project import CastMember, Project
from kling_studio.storage.codec import NewerVersion, decode, encode
from kling_studio.storage.json_text import dumps, loads
from kling_studio.storage.library_content import content

_VERSION_FORMAT = "kling-studio/library-member"
_NOTES_FORMAT = "kling-studio/library-notes"
_FORMAT_VERSION = 1
_ID = re.compile(r"[0-9a-f]{12}")
_VERSION_NAME = re.compile(r"([0-9a-f]{12})-(\d{4,7})(-\d+)?\.json")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a member of the library. References are relative to the library; ``digests`` are their content.

    ``kept_at`` is in UTC, as ISO 8601 writes it; ``project`` the title of the project that it came from.
    """

    id: str
    number: int
    member: CastMember
    kept_at: str = ""
    project: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> CastMember:
        """The member told by what its files hold."""
        return content(self.member, self.name_of)

    def name_of(self, reference: str) -> str:
        """What a file of this version holds, as :class:`~kling_studio.storage.library_content.ContentNames` says it."""
        digest = self.digests.get(reference)
        return f"sha256:{digest}" if digest else reference


@dataclass(frozen=True, slots=True)
class Notes:
    """What was said of a member in the library, where it differs from its newest version.

    ``binned_at`` is since when it is in the bin, in UTC as ISO 8601 writes it; empty where nobody knows.
    """

    name: str | None = None
    tags: tuple[str, ...] | None = None
    is_binned: bool = False
    binned_at: str = ""


def new_entry_id() -> str:
    """An id for another member of the library."""
    return secrets.token_hex(6)


def is_entry_id(text: str) -> bool:
    """Whether the library could have given this id; others come from files written by hand."""
    return _ID.fullmatch(text) is not None


def version_file(entry_id: str, number: int) -> str:
    """The name of the file of a version."""
    return f"{entry_id}-{number:04}.json"


def notes_file(entry_id: str) -> str:
    """The name of the file with the notes."""
    return f"{entry_id}.json"


def version_of_name(name: str) -> tuple[str, int] | None:
    """The id and number that a file's name tells, also that of one that was moved aside."""
    match = _VERSION_NAME.fullmatch(name)
    return (match[1], int(match[2])) if match else None


def version_text(version: Version) -> bytes:
    """The file of a version. The member stands in the text form of projects, so that it is migrated as they are."""
    storyboard = encode(Project(version.member.name, (version.member,)), with_ids=False)
    body = {
        "id": version.id,
        "number": version.number,
        "kept_at": version.kept_at,
        "project": version.project,
    }
    return _text(_VERSION_FORMAT, {**body, "digests": dict(version.digests), "storyboard": storyboard})


def read_version(text: str, source: str) -> Version:
    """The version in a file.

    Raises:
        NewerVersion: a newer version of the program wrote it.
        BadInput: anything else that is no such file.
    """
    body = _body(text, _VERSION_FORMAT, source)
    try:
        entry_id, number, digests = body["id"], body["number"], body["digests"]
        project = decode(body["storyboard"], source=source, new_id=lambda: entry_id)
        (member,) = project.cast
        kept_at, title = body.get("kept_at", ""), body.get("project", "")
        texts = (entry_id, kept_at, title, *digests, *digests.values())
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput(f"{source} holds no member of the library.") from None
    if (
        not all(isinstance(one, str) for one in texts)
        or not isinstance(number, int)
        or not is_entry_id(entry_id)
    ):
        raise BadInput(f"{source} holds no member of the library.")
    return Version(entry_id, number, member, kept_at, title, digests)


def notes_text(notes: Notes) -> bytes:
    """The file of the notes."""
    tags = None if notes.tags is None else list(notes.tags)
    since = {"in_bin_since": notes.binned_at} if notes.binned_at else {}
    return _text(_NOTES_FORMAT, {"name": notes.name, "tags": tags, "in_bin": notes.is_binned, **since})


def read_notes(text: str, source: str) -> Notes:
    """The notes in a file; errors as :func:`read_version`."""
    body = _body(text, _NOTES_FORMAT, source)
    name, tags, is_binned = body.get("name"), body.get("tags"), body.get("in_bin", False)
    since = body.get("in_bin_since", "")
    is_list = isinstance(tags, list) and all(isinstance(tag, str) and tag.strip() for tag in tags)
    has_name = isinstance(name, str) and bool(name.strip())
    if (
        not (name is None or has_name)
        or not (tags is None or is_list)
        or not isinstance(is_binned, bool)
        or not isinstance(since, str)
    ):
        raise BadInput(f"{source} holds no notes on a member of the library.")
    return Notes(name, None if tags is None else tuple(tags), is_binned, since)


def _text(form: str, body: dict[str, Any]) -> bytes:
    return dumps({"format": form, "version": _FORMAT_VERSION, **body}).encode()


def _body(text: str, form: str, source: str) -> dict[str, Any]:
    body = loads(text, source=source)
    if not isinstance(body, dict) or body.get("format") != form:
        raise BadInput(f'{source} is not of the library: expected the format "{form}".')
    version = body.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise BadInput(f"In {source} at version: expected a whole number from 1.")
    if version > _FORMAT_VERSION:
        raise NewerVersion(source, None)
    return body
