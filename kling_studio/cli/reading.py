"""The commands that only look: show, quote, check, request, takes, ledger."""

from argparse import Namespace

from kling_studio.app.ledger_table import LedgerRow, ledger_csv, ledger_rows
from kling_studio.app.requests import request_document
from kling_studio.cli import output
from kling_studio.cli.choosing import (
    as_made,
    check_model,
    chosen_scenes,
    findings,
    measured,
    quotes_of,
    to_read,
)
from kling_studio.cli.exit_codes import FAILED
from kling_studio.core.checks import Severity
from kling_studio.core.errors import BadInput
from kling_studio.core.ledger import FILM
from kling_studio.core.modes import choose_mode
from kling_studio.core.pricing import shown
from kling_studio.storage.codec import encode


def show(arguments: Namespace) -> int:
    """The project, as its text form or for a reader."""
    with to_read(arguments.project) as session:
        project = session.project
    if arguments.json:
        output.print_json(encode(project, with_ids=False))
        return 0
    print(project.title)
    for member in project.cast:
        views = ", ".join(view.view for view in member.images) or "no pictures"
        print(f"  {member.name}  {member.kind}, {views}")
    number = 0
    for episode in project.episodes:
        print(episode.title or "Episode")
        for scene in episode.scenes:
            number += 1
            print(
                f"  {number}  {scene.title or 'Untitled'}  {len(scene.shots)} shots, {scene.seconds} s, {scene.model}"
            )
            for shot in scene.shots:
                print(f"       {shot.seconds:>2} s  {shot.prompt}")
    return 0


def quote(arguments: Namespace) -> int:
    """What it would cost, on each scene's model or on those named."""
    with to_read(arguments.project, arguments.price_list) as session:
        unknown = [name for name in arguments.price_list if name not in session.catalog.price_lists]
        if unknown:
            known = ", ".join(sorted(session.catalog.price_lists))
            raise BadInput(f"There is no price list {unknown[0]!r}; known are {known}.")
        for model in arguments.model:
            check_model(session, model)
        chosen = chosen_scenes(session, _numbers(arguments))
        project = as_made(measured(session), chosen)
        quotes = [list(quotes_of(session, chosen, model, project)) for model in arguments.model or [None]]
    if arguments.json:
        documents = [output.quote_json(entries) for entries in quotes]
        output.print_json(documents[0] if len(documents) == 1 else {"quotes": documents})
    else:
        for entries in quotes:
            output.print_quote(entries)
    return 0


def check(arguments: Namespace) -> int:
    """Every finding; 1 if one is an error."""
    with to_read(arguments.project) as session:
        if arguments.model is not None:
            check_model(session, arguments.model)
        chosen = chosen_scenes(session, _numbers(arguments))
        as_made(measured(session), chosen)
        found = list(findings(session, chosen, arguments.model))
    if arguments.json:
        output.print_json({"findings": [output.finding_json(number, finding) for number, finding in found]})
    else:
        for number, finding in found:
            print(f"{finding.severity}  {output.finding_text(number, finding)}")
        if not found:
            print("Nothing to mend.")
    return 1 if any(finding.severity is Severity.ERROR for _, finding in found) else 0


def request(arguments: Namespace) -> int:
    """Exactly what would be sent; what forbids it is said beside. 1 where the model has no mode for the scene."""
    with to_read(arguments.project) as session:
        if arguments.model is not None:
            check_model(session, arguments.model)
        [(number, scene)] = chosen_scenes(session, [arguments.scene])
        check_model(session, arguments.model or scene.model, f"scene {number}: ")
        model = session.catalog.models[arguments.model or scene.model]
        as_made(measured(session), [(number, scene)])
        found = [finding for _, finding in findings(session, [(number, scene)], arguments.model)]
        for finding in found:
            if finding.severity is Severity.ERROR:
                output.say(output.finding_text(number, finding))
        if choose_mode(session.project, scene, model).mode is None:
            return FAILED
        document = output.request_json(session, request_document(session, scene, model), model)
    if arguments.json:
        output.print_json(document)
    else:
        output.print_request(document)
    return 0


def takes(arguments: Namespace) -> int:
    """What was rendered."""
    with to_read(arguments.project) as session:
        known = tuple(session.ledger.takes.values())
        entries = [output.take_json(session, take) for take in known]
    if arguments.json:
        output.print_json({"takes": entries})
        return 0
    rows = [("scene", "take", "model", "state", "price", "film")]
    for entry, take in zip(entries, known, strict=True):
        price = shown(take.charged if take.charged is not None else take.quoted)
        film = " ".join((entry["video"] or entry["error"] or "", *entry["remarks"]))
        rows.append((str(entry["scene"]), str(entry["take"]), take.model, take.state.value, price, film))
    output.print_table(rows)
    return 0


def ledger(arguments: Namespace) -> int:
    """What was spent."""
    with to_read(arguments.project) as session:
        document = output.ledger_json(session)
        rows = ledger_rows(session.project, session.ledger)
    names = ("at", "scene", "take", "model", "kind", "amount")
    if arguments.csv:
        print(ledger_csv(rows), end="")
    elif arguments.json:
        output.print_json(document)
    else:
        cells = (
            (entry["at"], _charged_for(row), _take(row), *(_cell(entry[name]) for name in names[3:]))
            for entry, row in zip(document["entries"], rows, strict=True)
        )
        output.print_table([names, *cells])
        print(f"Total  {_cell(document['total'])}")
    return 0


def _numbers(arguments: Namespace) -> list[int]:
    return [] if arguments.scene is None else [arguments.scene]


def _charged_for(row: LedgerRow) -> str:
    """A scene's number; for a voice or an element, whose."""
    return _cell(row.scene) if row.what in (FILM, None) else f"{row.what} of {row.title}"


def _take(row: LedgerRow) -> str:
    return "-" if row.what not in (FILM, None) else _cell(row.take)


def _cell(value: object) -> str:
    return "unknown" if value is None else str(value)
