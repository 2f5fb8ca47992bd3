"""The commands that only look: show, quote, check, takes, ledger."""

from argparse import Namespace

from kling_studio.app.opening import open_project
from kling_studio.cli import output
from kling_studio.cli.choosing import check_model, chosen_scenes, measured, quotes_of
from kling_studio.core.checks import Severity, check_scene
from kling_studio.core.errors import BadInput
from kling_studio.core.pricing import shown
from kling_studio.storage.codec import encode


def show(arguments: Namespace) -> int:
    """The project, as its text form or for a reader."""
    project = open_project(arguments.project).session.project
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
    session = measured(open_project(arguments.project, lists=arguments.price_list).session)
    unknown = [name for name in arguments.price_list if name not in session.catalog.price_lists]
    if unknown:
        known = ", ".join(sorted(session.catalog.price_lists))
        raise BadInput(f"There is no price list {unknown[0]!r}; known are {known}.")
    chosen = chosen_scenes(session, [arguments.scene] if arguments.scene is not None else [])
    models = arguments.model or [None]
    quotes = [list(quotes_of(session, chosen, model)) for model in models]
    if arguments.json:
        documents = [output.quote_json(entries) for entries in quotes]
        output.print_json(documents[0] if len(documents) == 1 else {"quotes": documents})
    else:
        for entries in quotes:
            output.print_quote(entries)
    return 0


def check(arguments: Namespace) -> int:
    """Every finding; 1 if one is an error."""
    session = measured(open_project(arguments.project).session)
    chosen = chosen_scenes(session, [arguments.scene] if arguments.scene is not None else [])
    if arguments.model is not None:
        check_model(session, arguments.model)
    found = [
        (number, finding)
        for number, scene in chosen
        for finding in check_scene(
            session.project, scene, session.catalog, session.media, arguments.model, session.undrawable
        )
    ]
    if arguments.json:
        output.print_json({"findings": [output.finding_json(number, finding) for number, finding in found]})
    else:
        for number, finding in found:
            place = f"scene {number}" + (f", shot {finding.shot}" if finding.shot else "")
            print(f"{finding.severity}  {place}: {finding.message} ({finding.rule})")
        if not found:
            print("Nothing to mend.")
    return 1 if any(finding.severity is Severity.ERROR for _, finding in found) else 0


def takes(arguments: Namespace) -> int:
    """What was rendered."""
    session = open_project(arguments.project).session
    entries = [output.take_json(session, take) for take in session.ledger.takes.values()]
    if arguments.json:
        output.print_json({"takes": entries})
        return 0
    rows = [("scene", "take", "model", "state", "price", "film")]
    for entry, take in zip(entries, session.ledger.takes.values(), strict=True):
        price = shown(take.charged if take.charged is not None else take.quoted)
        film = entry["video"] or entry["error"] or ""
        rows.append((str(entry["scene"]), str(entry["take"]), take.model, take.state.value, price, film))
    output.print_table(rows)
    return 0


def ledger(arguments: Namespace) -> int:
    """What was spent."""
    session = open_project(arguments.project).session
    if arguments.csv:
        print(output.ledger_csv(session), end="")
        return 0
    document = output.ledger_json(session)
    if arguments.json:
        output.print_json(document)
        return 0
    rows = [("at", "scene", "take", "model", "kind", "amount")]
    for entry in document["entries"]:
        rows.append(tuple(str(entry[name]) for name in rows[0]))  # type: ignore[arg-type]  # six of six
    output.print_table(rows)
    print(f"Total  {document['total'] or 'unknown'}")
    return 0
