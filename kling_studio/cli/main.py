"""``kling-studio``: the commands of the contract, and the window where there is none."""

import errno
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kling_studio.cli.exit_codes import BAD_INPUT, INTERRUPTED, READER_GONE, REFUSED
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.render.budget import OverBudget

COMMANDS = (
    "demo",
    "new",
    "show",
    "quote",
    "check",
    "request",
    "render",
    "resume",
    "cancel",
    "voice",
    "takes",
    "ledger",
    "export",
    "key",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Errors that life causes are one line on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    try:
        code = _command(given) if given and _is_command(given[0]) else _window(given)
        if sys.stdout is not None:
            sys.stdout.flush()
    except OverBudget as error:
        return _say(error, REFUSED)
    except KnownError as error:
        return _say(error, BAD_INPUT)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return READER_GONE
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _forget_output()  # files of ours have sentences of their own, so it is the output that found no room
        return _say(KnownError("The output could not be written: the disk is full."), BAD_INPUT)
    return code


def _forget_output() -> None:
    """Nobody reads standard output any more; Python would complain once more while it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_command(word: str) -> bool:
    return word in COMMANDS or word.startswith("-")


def _speak_utf8() -> None:
    """JSON is UTF-8 and titles are in any script, whatever the system's own encoding; odd file names come through."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _command(given: list[str]) -> int:
    from kling_studio.cli import cancelling, making, reading, rendering, voices
    from kling_studio.cli.arguments import parser

    run: dict[str, Callable[..., int]] = {
        "demo": rendering.demo,
        "new": making.new,
        "show": reading.show,
        "quote": reading.quote,
        "check": reading.check,
        "render": rendering.render,
        "request": reading.request,
        "resume": rendering.resume,
        "cancel": cancelling.cancel,
        "voice": voices.voice,
        "takes": reading.takes,
        "ledger": reading.ledger,
        "export": making.export,
        "key": making.key,
    }
    parsed = parser().parse_args(given)
    return run[parsed.command](parsed)


def _window(given: list[str]) -> int:
    if len(given) > 1:
        raise BadInput(f"There is no command {given[0]!r}; known are {', '.join(COMMANDS)}.")
    return window(Path(given[0]) if given else None)


def window(path: Path | None, begun: Callable[[Any], object] = lambda _program: None) -> int:
    """Open the window, as :func:`kling_studio.ui.main.run` does."""
    gc.disable()  # nothing that is imported is garbage; the window collects by itself
    from kling_studio.ui.main import run

    return run(path, begun)


def _say(error: KnownError, code: int) -> int:
    print(f"kling-studio: {' '.join(str(error).split())}", file=sys.stderr)
    return code
