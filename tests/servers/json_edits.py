"""How faults bend a faithful body."""

import copy
import json
import uuid
from collections.abc import Callable
from typing import Any


def read(body: bytes) -> Any:
    return json.loads(body) if body else None


def walk(value: Any, visit: Callable[[dict[str, Any]], None]) -> Any:
    """Shows every object of a JSON value to ``visit``, which may change it."""
    if isinstance(value, dict):
        visit(value)
        for item in value.values():
            walk(item, visit)
    elif isinstance(value, list):
        for item in value:
            walk(item, visit)
    return value


def put(value: Any, field: str, content: Any) -> Any:
    def visit(item: dict[str, Any]) -> None:
        if field in item:
            item[field] = content

    return walk(value, visit)


def drop(value: Any, fields: set[str]) -> Any:
    def visit(item: dict[str, Any]) -> None:
        for field in fields & set(item):
            del item[field]

    return walk(value, visit)


def add_extras(value: Any) -> Any:
    def visit(item: dict[str, Any]) -> None:
        item["x_new_field"] = ["nobody", {"has": "seen"}, 1, None]

    # A copy of the objects first, or the new ones would be visited too.
    found: list[dict[str, Any]] = []
    walk(value, found.append)
    for item in found:
        visit(item)
    return value


def map_addresses(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: map_addresses(item, change) for name, item in value.items()}
    if isinstance(value, list):
        return [map_addresses(item, change) for item in value]
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return change(value)
    return value


def empty_lists(value: Any) -> Any:
    def visit(item: dict[str, Any]) -> None:
        for name in ("items", "results", "billing_events"):
            if name in item:
                item[name] = []

    return walk(value, visit)


def double_entries(value: Any) -> Any:
    def visit(item: dict[str, Any]) -> None:
        for name in ("items", "results"):
            if isinstance(item.get(name), list):
                item[name] = [twin for entry in item[name] for twin in (entry, _renamed(entry))]

    found: list[dict[str, Any]] = []
    walk(value, found.append)
    for item in found:
        visit(item)
    return value


def _renamed(entry: dict[str, Any]) -> dict[str, Any]:
    twin = copy.deepcopy(entry)
    for name in ("id", "request_id"):
        if name in twin:
            twin[name] = str(uuid.uuid5(uuid.NAMESPACE_URL, twin[name]))
    return twin


def spoiled_mp4(content: bytes, where: str) -> bytes:
    """The same number of bytes, with noughts for the index or for the pictures."""
    name = b"moov" if where == "index" else b"mdat"
    start = content.index(name) + len(name)
    size = int.from_bytes(content[start - 8 : start - 4], "big") - 8
    return content[:start] + bytes(size) + content[start + size :]
