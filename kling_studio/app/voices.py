"""Making a member's voice by itself, before any render asks for it."""

from typing import Any

from kling_studio.core.errors import KnownError
from kling_studio.core.facts import Json
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.request import Files
from kling_studio.providers.fal.body import CREATE_VOICE as FAL
from kling_studio.providers.wavespeed.body import CREATE_VOICE as WAVESPEED

_CALLS = {"fal": (FAL, "voice_url"), "wavespeed": (WAVESPEED, "audio")}


def voice_call(provider: str, name: str, sample: str, media: MediaFacts) -> tuple[dict[str, Any], list[Json]]:
    """The call that makes a voice, as a request's ``before`` has it, and the files that go up for it.

    Raises ``KnownError`` where the sample is not there or not 5 to 30 s long.
    """
    fact = media.get(sample)
    if fact is not None and fact.duration_s and not 5 <= fact.duration_s <= 30:
        raise KnownError(
            f"{sample} is {fact.duration_s:.1f} s long.",
            "A voice is made from 5 to 30 s of one clean speaker.",
        )
    files = Files(media)
    address = files.of(sample)
    if address.startswith("missing://"):
        raise KnownError(f"{sample} is missing or cannot be read.", "Choose the sample again.")
    endpoint, field = _CALLS[provider]
    before = {"placeholder": f"voice://{name}", "endpoint": endpoint, "body": {field: address}, "of": address}
    return before, [{"placeholder": upload.placeholder, "path": upload.path} for upload in files.uploads]
