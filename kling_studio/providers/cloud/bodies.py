"""Bodies with their placeholders filled, and which of the provider's requests is ours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kling_studio.core.errors import KnownError
from kling_studio.providers.cloud.service import Listed

PLACEHOLDERS = ("upload://", "voice://", "element://", "missing://")
_WORDS = ("prompt", "multi_prompt", "duration")


def filled(value: Any, made: Mapping[str, Any]) -> Any:
    """A JSON value with what stands for its placeholders, in dicts and lists of its own.

    Raises:
        KnownError: something has no value yet: nothing may be sent then.
    """
    if isinstance(value, Mapping):
        return {key: filled(item, made) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [filled(item, made) for item in value]
    if isinstance(value, str) and value in made:
        return made[value]
    if isinstance(value, str) and value.startswith(PLACEHOLDERS):
        raise KnownError(f"{value} is not there, so the request is not whole.", "Check the scene's files.")
    return value


def ours(listed: Sequence[Listed], body: Mapping[str, Any], uploaded: Iterable[str]) -> Listed | None:
    """The one request of a list that can only be ours; ``None`` where there is none or nobody can tell.

    It has the same words and seconds; of several, the one with our uploads, or with every field that was sent.
    """
    found = [entry for entry in listed if body and _same_words(entry.body, body)]
    addresses = set(uploaded) & set(_texts(body))
    if len(found) > 1 and addresses:
        found = [entry for entry in found if addresses <= set(_texts(entry.body))]
    if len(found) > 1:
        found = [entry for entry in found if _holds(entry.body, body)]
    return found[0] if len(found) == 1 else None


def _same_words(theirs: Any, body: Mapping[str, Any]) -> bool:
    """Whether words and seconds are equal, or where there are none (a voice) every field."""
    if not isinstance(theirs, Mapping):
        return False
    words = [key for key in _WORDS if key in body]
    if not words or words == ["duration"]:
        return _holds(theirs, body)
    return all(key in theirs and _holds(theirs[key], body[key]) for key in words)


def _holds(theirs: Any, sent: Any) -> bool:
    """Whether ``theirs`` has all that was sent; what the service added is passed over."""
    if isinstance(sent, Mapping):
        return isinstance(theirs, Mapping) and all(
            key in theirs and _holds(theirs[key], item) for key, item in sent.items()
        )
    if isinstance(sent, list | tuple):
        return (
            isinstance(theirs, list | tuple)
            and len(theirs) == len(sent)
            and all(_holds(one, other) for one, other in zip(theirs, sent, strict=True))
        )
    return bool(theirs == sent)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
