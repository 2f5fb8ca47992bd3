"""``kling-studio``: the commands of the contract, and the window where there is none."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.render.budget import OverBudget

COMMANDS = ("demo", "new", "show", "quote", "check", "render", "resume", "takes", "ledger", "export", "key")
DONE, FAILED, BAD_INPUT, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Errors that life causes are one line on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and (given[0] in COMMANDS or given[0].startswith("-")):
            return _command(given)
        return _window(given)
    except OverBudget as error:
        return _say(error, REFUSED)
    except BadInput as error:
        return _say(error, BAD_INPUT)
    except KnownError as error:
        return _say(error, FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone; Python would complain once more while it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _command(given: list[str]) -> int:
    from kling_studio.cli import making, reading
    from kling_studio.cli.arguments import parser

    run: dict[str, Callable[..., int]] = {
        "demo": making.demo,
        "new": making.new,
        "show": reading.show,
        "quote": reading.quote,
        "check": reading.check,
        "render": making.render,
        "resume": making.resume,
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
    from kling_studio.ui.main import run

    return run(Path(given[0]) if given else None)


def _say(error: KnownError, code: int) -> int:
    print(f"kling-studio: {' '.join(str(error).split())}", file=sys.stderr)
    return code
