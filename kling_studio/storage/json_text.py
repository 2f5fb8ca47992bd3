"""JSON as text, read strictly: what a hand or another program got wrong is named with its line."""

import json
import math
from pathlib import Path
from typing import Any, NoReturn

from kling_studio.core.errors import BadInput
from kling_studio.storage.disk_errors import disk_error

MAX_BYTES = 64 * 1024 * 1024  # a series of 2,000 scenes takes 5 MiB


class _Refused(Exception):
    """Well-formed, or nearly, but nothing that may stand in our files."""


def loads(text: str, *, source: str) -> Any:
    """The JSON value of ``text``; ``source`` is the file's name for the sentences.

    Raises:
        BadInput: not JSON; or a key twice in one object, NaN, infinity, or too deep or too large to be meant.
    """
    if len(text) > MAX_BYTES:
        raise BadInput(f"{source} is too large for a project: more than {MAX_BYTES // 2**20} MiB of text.")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadInput(f"{source} is not JSON: at {where}: {_words(error)}.") from None
    except _Refused as refused:
        raise BadInput(f"In {source}: {refused}.") from None
    except (RecursionError, ValueError):
        # Integers of thousands of digits end here.
        raise BadInput(
            f"{source} holds JSON that cannot be read: numbers too long or nesting too deep."
        ) from None


def read_json(path: Path) -> Any:
    """The JSON value in the file at ``path``.

    Raises:
        BadInput: there is no such file, it is no UTF-8 text, or :func:`loads` refuses it.
        KnownError: the disk refuses to read it.
    """
    return loads(read_text(path), source=str(path))


def read_text(path: Path) -> str:
    """The UTF-8 text of a file, without a byte order mark; the errors are those of :func:`read_json`."""
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder; expected a JSON file.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}.") from None
    except OSError as error:
        raise disk_error(error, path, "read") from error
    if len(data) > MAX_BYTES:
        raise BadInput(f"{path} is too large for a project: more than {MAX_BYTES // 2**20} MiB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text: byte {error.start + 1} belongs to no character.") from None


def dumps(data: Any) -> str:
    """``data`` as readable text, one key a line, with a line end at the end."""
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused(f"the key {json.dumps(twice, ensure_ascii=False)} stands twice in one object")
    return value


def _constant(word: str) -> NoReturn:
    raise _Refused(f"{word} is no JSON number")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _Refused(f"the number {digits[:40]} is too large")
    return number


def _words(error: json.JSONDecodeError) -> str:
    at_end = error.pos >= len(error.doc.rstrip())
    return "the file ends too early" if at_end else error.msg[:1].lower() + error.msg[1:]
