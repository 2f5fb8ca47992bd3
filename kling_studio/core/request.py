"""The request for one render: everything that decides the result, and what must happen before it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.project import CastMember, Voice, is_address


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that must be at the provider first. ``path`` is the project's reference to it."""

    placeholder: str
    path: str


@dataclass(frozen=True, slots=True)
class Before:
    """A call that makes a voice or an element first; its answer stands where the placeholder stood.

    ``of`` tells what it is made from: of the same, nothing is made a second time.
    """

    placeholder: str
    endpoint: str
    body: Mapping[str, Any]
    of: str


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """What would be sent. In bodies each file, voice or element that is not made yet stands as its placeholder."""

    provider: str
    model: str
    endpoint: str
    body: Mapping[str, Any]
    uploads: tuple[Upload, ...] = ()
    before: tuple[Before, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What tells whether two requests are the same: files count by content, wherever they are."""
        text = json.dumps(
            [self.endpoint, self.body, [made.body for made in self.before]],
            sort_keys=True,
            ensure_ascii=False,
        )
        return sha256(text.encode()).hexdigest()


class Files:
    """Turns references into what stands in a body, and remembers which files must be uploaded."""

    def __init__(self, media: MediaFacts) -> None:
        self._media = media
        self._uploads: dict[str, Upload] = {}

    def of(self, path: str) -> str:
        """An address as it is; a file as ``upload://<sha256>``; one that is not there as ``missing://<path>``."""
        if is_address(path):
            return path
        fact = self._media.get(path)
        if fact is None or not fact.sha256:
            return f"missing://{path}"
        placeholder = f"upload://{fact.sha256}"
        self._uploads.setdefault(placeholder, Upload(placeholder, path))
        return placeholder

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """Every file asked for so far, once each."""
        return tuple(self._uploads.values())


def member_fingerprint(member: CastMember, provider: str, media: MediaFacts) -> str:
    """What an element of a member at a provider is made from: another one means that it must be made again.

    Ids that the voice has at other providers have no part in it.
    """
    files = Files(media)
    voice = member.voice
    parts = [
        member.name,
        member.description,
        [[view.view.value, files.of(view.path)] for view in member.images],
        files.of(member.clip) if member.clip else None,
        _voice_part(voice, provider, files) if voice else None,
    ]
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def made_element(member: CastMember, provider: str, media: MediaFacts) -> str | None:
    """The id of the element that a provider made of a member, unless the member is another by now.

    Where a file of the member has not been read yet, nobody can tell, and the element is taken for good.
    """
    made = next((ids for ids in member.ids if ids.provider == provider), None)
    if made is None:
        return None
    same = made.of in ("", member_fingerprint(member, provider, media)) or not _is_read(member, media)
    return made.element if same else None


def sample_of(voice: Voice, media: MediaFacts) -> str:
    """What a voice would be made from: the SHA-256 of its sample, or the sample's address; "" where not known."""
    of = Files(media).of(voice.sample) if voice.sample else ""
    return "" if of.startswith("missing://") else of.removeprefix("upload://")


def made_voice(voice: Voice, provider: str, media: MediaFacts) -> str | None:
    """The id that a provider has of the voice, unless it was made from another sample than the voice has now.

    An id that somebody typed in holds whatever the sample; so does any where the sample has not been read yet.
    """
    made_from, now = dict(voice.made_from).get(provider), sample_of(voice, media)
    return voice.id_at(provider) if not made_from or not now or made_from == now else None


def typed_ids(voice: Voice) -> tuple[tuple[str, str], ...]:
    """The ids that were made from no sample that anybody here knows of, by provider."""
    made_from = dict(voice.made_from)
    return tuple((provider, made) for provider, made in voice.ids if not made_from.get(provider))


def _voice_part(voice: Voice, provider: str, files: Files) -> object:
    """A sample is the voice, whatever id was made from it; an id that was typed in stands before it."""
    if voice.sample is None:
        return {at: made for at, made in voice.ids if at == provider}
    typed = {at: made for at, made in typed_ids(voice) if at == provider}
    return {**typed, "sample": files.of(voice.sample)} if typed else files.of(voice.sample)


def _is_read(member: CastMember, media: MediaFacts) -> bool:
    sample = member.voice.sample if member.voice else None
    paths = (*(view.path for view in member.images), member.clip, sample)
    return not any(Files(media).of(path).startswith("missing://") for path in paths if path)
