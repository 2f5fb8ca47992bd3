"""The command line: what can be asked."""

import argparse
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from kling_studio.core.errors import BadInput
from kling_studio.storage.keychain import VARIABLES


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, as every command does."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message[:1].upper()}{message[1:]}.", f"See {self.prog} --help.")


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; without a command the window opens."""
    top = _Parser(
        prog="kling-studio",
        description="Storyboards for Kling: shots, cast and prices in one window, rendered to takes.",
        epilog="Without a command the window opens on PROJECT, or on the last one.",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    demo = commands.add_parser(
        "demo", help="make the sample project and render it, without window, key or network"
    )
    demo.add_argument("folder", nargs="?", type=Path, default=Path("Night Shift"))

    new = commands.add_parser("new", help="make a project, empty or from a file")
    new.add_argument("project", type=Path)
    new.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="a project JSON or a provider's request"
    )

    show = _on_project(commands, "show", "the project")
    _json(show)

    quote = _on_project(commands, "quote", "what it would cost")
    quote.add_argument("--scene", type=int, metavar="N")
    quote.add_argument("--model", action="append", default=[], metavar="ID", help="may be repeated: compares")
    quote.add_argument("--price-list", action="append", default=[], metavar="NAME", help="may be repeated")
    _json(quote)

    check = _on_project(commands, "check", "every finding; exit code 1 if one is an error")
    check.add_argument("--scene", type=int, metavar="N")
    check.add_argument("--model", metavar="ID")
    _json(check)

    request = _on_project(
        commands, "request", "exactly what would be sent, and which files would be uploaded"
    )
    request.add_argument("--scene", type=int, metavar="N", required=True)
    request.add_argument("--model", metavar="ID")
    _json(request)

    render = _on_project(commands, "render", "render, wait, and print the path of each MP4")
    render.add_argument("--scene", type=int, action="append", default=[], metavar="N", help="may be repeated")
    render.add_argument("--model", metavar="ID")
    render.add_argument("--yes", action="store_true", help="agree to the price")
    render.add_argument("--max-cost", type=_money, metavar="USD", help="refuse a run above this")

    render.add_argument("--again", action="store_true", help="also where an identical take is there already")

    resume = _on_project(
        commands, "resume", "take up every render that was left unfinished; submits nothing anew"
    )
    resume.add_argument("--scene", type=int, metavar="N", help="the scene that --request-id is for")
    resume.add_argument(
        "--request-id", metavar="ID", help="the provider's id of an unclear render, from its own page"
    )

    cancel = _on_project(commands, "cancel", "cancel a scene's open render; says what is already paid")
    cancel.add_argument("--scene", type=int, metavar="N", required=True)
    cancel.add_argument(
        "--not-accepted",
        action="store_true",
        help="an unclear render was not accepted, as you have seen yourself",
    )

    voice = _on_project(commands, "voice", "make a member's voice from its sample, once, and print its id")
    voice.add_argument("name", metavar="NAME")
    voice.add_argument("--provider", required=True, choices=sorted(VARIABLES))
    voice.add_argument("--yes", action="store_true", help="agree to the price")

    _json(_on_project(commands, "takes", "what was rendered"))

    ledger = _on_project(commands, "ledger", "what was spent")
    form = ledger.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")

    export = _on_project(commands, "export", "the project for others, by the ending of FILE: json, mp4")
    export.add_argument("--to", required=True, type=Path, metavar="FILE")
    export.add_argument("--episode", type=int, metavar="N")

    key = commands.add_parser("key", help="keys in the keychain; set reads the key from the terminal")
    key.add_argument("action", choices=("set", "show", "clear"))
    key.add_argument("provider", choices=sorted(VARIABLES))
    return top


def _on_project(
    commands: "argparse._SubParsersAction[_Parser]", name: str, what: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=what)
    command.add_argument("project", type=Path, metavar="PROJECT")
    return command


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON document")


def _money(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0:
        raise argparse.ArgumentTypeError(f"expected an amount in dollars such as 2.50, found {text!r}")
    return value
