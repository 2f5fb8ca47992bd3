"""The commands that make things without rendering: new, export, key."""

import getpass
import sys
from argparse import Namespace

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.exporting import export_project
from kling_studio.app.opening import create_project, empty_project, project_from_file
from kling_studio.cli.choosing import to_read
from kling_studio.cli.driving import show_frames
from kling_studio.cli.output import say
from kling_studio.core.project import DEFAULT_MODEL
from kling_studio.storage import keychain
from kling_studio.storage.folder import project_root
from kling_studio.storage.places import config_folder


def new(arguments: Namespace) -> int:
    """An empty project, or one made from a file."""
    catalog = load_catalog(config_folder())
    messages: tuple[str, ...] = ()
    media_from = None
    if arguments.source is None:
        project = empty_project(project_root(arguments.project).name, DEFAULT_MODEL)
    else:
        project, messages = project_from_file(arguments.source, catalog)
        media_from = arguments.source.resolve().parent
    create_project(arguments.project, project, catalog, media_from=media_from).session.folder.close()
    for message in messages:
        say(message)
    return 0


def export(arguments: Namespace) -> int:
    """Writes the project for others."""
    with to_read(arguments.project) as session:
        export_project(session, arguments.to, arguments.episode, show_frames)
    print(arguments.to)
    return 0


def key(arguments: Namespace) -> int:
    """Keys in the keychain. The key itself never stands on a command line, which other programs can read."""
    provider = arguments.provider
    if arguments.action == "set":
        text = getpass.getpass(f"Key for {provider}: ") if sys.stdin.isatty() else sys.stdin.readline()
        keychain.set_key(provider, text.strip())
        say(f"The key for {provider} is in the keychain.")
    elif arguments.action == "clear":
        keychain.clear_key(provider)
        say(f"The keychain has no key for {provider} any more.")
    else:
        found = keychain.key_of(provider)
        ending = keychain.hint(found.secret) if found else ""
        print(f"{provider}: from {found.origin}, ends in {ending}" if found else f"{provider}: no key is set")
    return 0
