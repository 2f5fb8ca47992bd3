"""The JSON shapes and tables of the commands, as the contract fixes them."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kling_studio.app.ledger_table import LedgerRow, ledger_rows
from kling_studio.app.session import Session
from kling_studio.core.catalog import Model
from kling_studio.core.checks import Finding
from kling_studio.core.facts import plain
from kling_studio.core.good_takes import is_good
from kling_studio.core.ledger import Take
from kling_studio.core.numbering import places
from kling_studio.core.pricing import Quote, exact, shown, total
from kling_studio.core.project import Scene
from kling_studio.core.remarks import remarks


def print_json(document: object) -> None:
    """One JSON document and nothing else."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def say(message: str) -> None:
    """A message for the person at the terminal, on standard error."""
    print(message, file=sys.stderr)


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Rows of text in columns as wide as their widest cell."""
    table = [list(row) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))] if table else []
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def amount(value: Decimal | None) -> str | None:
    """An amount as JSON has it: exact text, ``None`` where it is unknown."""
    return None if value is None else exact(value)


def quote_json(scenes: Iterable[tuple[int, Scene, Quote]]) -> dict[str, Any]:
    """The document of ``quote --json`` for one choice of models."""
    entries = list(scenes)
    return {
        "currency": "USD",
        "scenes": [
            {
                "scene": number,
                "title": scene.title,
                "model": quote.model,
                "mode": quote.mode.value,
                "endpoint": quote.endpoint,
                "seconds": quote.seconds,
                "price_list": quote.price_list,
                "as_of": quote.as_of.isoformat() if quote.as_of else None,
                "per_second": amount(quote.per_second),
                "once": [
                    {"what": made.what, "name": made.name, "amount": amount(made.amount)}
                    for made in quote.once
                ],
                "lines": [{"text": line.text, "amount": amount(line.amount)} for line in quote.lines],
                "note": quote.note,
                "total": amount(quote.total),
            }
            for number, scene, quote in entries
        ],
        "total": amount(total(quote.total for _, _, quote in entries)),
    }


def print_quote(scenes: Iterable[tuple[int, Scene, Quote]]) -> None:
    """The quote for a reader: a line a scene, its parts below, and the sum."""
    entries = list(scenes)
    for number, scene, quote in entries:
        origin = f"list {quote.price_list}, {quote.as_of}" if quote.as_of else "no price list"
        print(
            f"{number}  {scene.title or 'Untitled'}  {shown(quote.total)}  {quote.model}, {quote.mode}, {origin}"
        )
        for line in quote.lines:
            print(f"     {line.text}: {shown(line.amount)}")
        if quote.note:
            print(f"     {quote.note}")
    print(f"Total  {shown(total(quote.total for _, _, quote in entries))}")


def finding_json(number: int, finding: Finding) -> dict[str, Any]:
    """One entry of ``check --json``."""
    return {
        "scene": number,
        "shot": finding.shot,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "fix": finding.fix.label if finding.fix else None,
    }


def finding_text(number: int, finding: Finding) -> str:
    """A finding in a line for a reader."""
    place = f"scene {number}" + (f", shot {finding.shot}" if finding.shot else "")
    return f"{place}: {finding.message} ({finding.rule})"


def request_json(session: Session, document: Mapping[str, Any], model: Model) -> dict[str, Any]:
    """The document of ``request --json``; each upload with the file itself, as scripts need it."""
    if "body" not in document:  # a renderer of our own sends nothing
        return {"provider": model.provider, "endpoint": "", "body": document, "uploads": [], "before": []}
    uploads = [
        {**upload, "path": str(session.path_of(upload["path"]) or upload["path"])}
        for upload in document["uploads"]
    ]
    return {**document, "uploads": uploads}


def print_request(document: Mapping[str, Any]) -> None:
    """The request for a reader: what is made and uploaded before, then the body."""
    if not document["endpoint"]:
        print_json(document["body"])
        return
    for made in document["before"]:
        print(f"first  POST {made['endpoint']}  for {made['placeholder']}")
        print(json.dumps(made["body"], ensure_ascii=False, indent=2))
    for upload in document["uploads"]:
        print(f"upload  {upload['path']}  as {upload['placeholder']}")
    print(f"POST {document['endpoint']}  at {document['provider']}")
    print(json.dumps(document["body"], ensure_ascii=False, indent=2))


def take_json(session: Session, take: Take) -> dict[str, Any]:
    """One entry of ``takes --json``."""
    return {
        "scene": _scene_number(session, take),
        "take": take.number,
        "model": take.model,
        "endpoint": take.endpoint,
        "state": take.state.value,
        "request_id": take.request_id,
        "video": str(session.folder.root / take.video) if take.video else None,
        "quoted": amount(take.quoted),
        "charged": amount(take.charged),
        "error": take.error or None,
        "refused_field": take.refused_field or None,
        "refused_shot": take.refused_shot,
        "good": is_good(session.project, take),
        "lacks_sound": take.lacks_sound,
        "unknown_fields": list(take.unknown_fields),
        "remarks": list(remarks(take)),
        "sent": plain(take.sent),
    }


def ledger_json(session: Session) -> dict[str, Any]:
    """The document of ``ledger --json``."""
    rows = ledger_rows(session.project, session.ledger)
    return {
        "entries": [_charge_json(row) for row in rows],
        "total": amount(total(row.amount for row in rows)),
    }


def _charge_json(row: LedgerRow) -> dict[str, Any]:
    return {
        "at": row.at,
        "scene": row.scene,
        "take": row.take,
        "model": row.model,
        "what": row.what,
        "title": row.title,
        "kind": row.kind.value,
        "amount": amount(row.amount),
        "currency": row.currency,
    }


def _scene_number(session: Session, take: Take) -> int:
    place = places(session.project).get(take.scene_id)
    return place.number if place else take.scene_number
