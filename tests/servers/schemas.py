"""The request bodies of a service: what is valid, and what is said about what is not."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

FOLDER = Path(__file__).parent.parent / "data" / "schemas"

TYPES = {
    "string": "string_type",
    "array": "list_type",
    "boolean": "bool_type",
    "integer": "int_type",
    "number": "float_type",
    "object": "dict_type",
}
KEYWORDS = {
    "enum": "literal_error",
    "const": "literal_error",
    "minLength": "string_too_short",
    "maxLength": "string_too_long",
    "minItems": "sequence_too_short",
    "maxItems": "sequence_too_long",
    "contains": "sequence_too_long",
    "minimum": "greater_than_equal",
    "maximum": "less_than_equal",
    "pattern": "url_parsing",
}


@dataclass(frozen=True)
class Complaint:
    loc: tuple[str | int, ...]  # the way to the field, from the top of the body
    type: str  # fal's word for the kind of mistake
    message: str
    input: Any

    @property
    def field(self) -> str:
        return ".".join(str(step) for step in self.loc)


class Schemas:
    """One service's schemas. A copy of their own, so that a test may let the service change its mind:

    ``server.schemas.endpoints[endpoint]["properties"]["duration"]["enum"] = ["5"]``
    """

    def __init__(self, provider: str) -> None:
        data = json.loads((FOLDER / f"{provider}.json").read_text("utf-8"))
        self.models: dict[str, dict[str, str]] = data["models"]
        self.endpoints: dict[str, dict[str, Any]] = data["endpoints"]
        self.calls: dict[str, dict[str, Any]] = data["calls"]

    def complaints(self, endpoint: str, body: Any) -> list[Complaint]:
        return complaints(self.endpoints[endpoint], body)

    def call_complaints(self, call: str, body: Any) -> list[Complaint]:
        """For the calls beside the renders, found by the end of their name."""
        schema = next(schema for name, schema in self.calls.items() if name.endswith(call))
        return complaints(schema, body)

    def model_of(self, endpoint: str) -> tuple[str, str]:
        """(model id, mode) of a render's endpoint. KeyError for voices and elements."""
        for model, modes in self.models.items():
            for mode, place in modes.items():
                if place == endpoint:
                    return model, mode
        raise KeyError(endpoint)

    def defaults(self, endpoint: str, body: dict[str, Any]) -> dict[str, Any]:
        """The body as the service reads it: with its own defaults for what was left out."""
        properties = self.endpoints[endpoint]["properties"]
        known = {name: about["default"] for name, about in properties.items() if "default" in about}
        return {**copy.deepcopy(known), **body}


def complaints(schema: dict[str, Any], body: Any) -> list[Complaint]:
    errors = sorted(Draft202012Validator(schema).iter_errors(body), key=lambda error: str(error.path))
    found: list[Complaint] = []
    for error in errors:
        found += _spelled(error)
    return found


def _spelled(error: ValidationError) -> Iterator[Complaint]:
    way = tuple(error.absolute_path)
    if error.validator == "required":
        for name in _missing(error):
            yield Complaint((*way, name), "missing", "Field required", error.instance)
    elif error.validator == "additionalProperties":
        for name in _extra(error):
            yield Complaint(
                (*way, name), "extra_forbidden", "Extra inputs are not permitted", error.instance[name]
            )
    elif error.validator in {"oneOf", "anyOf", "not", "dependentRequired"}:
        yield _choice(error, way)
    elif error.validator == "type":
        wanted = error.validator_value
        word = wanted if isinstance(wanted, str) else wanted[0]
        yield Complaint(way, TYPES[word], f"Input should be a valid {word}", error.instance)
    else:
        kind = KEYWORDS.get(str(error.validator), str(error.validator))
        yield Complaint(way, kind, error.message, error.instance)


def _missing(error: ValidationError) -> list[str]:
    return [name for name in error.validator_value if name not in error.instance]


def _extra(error: ValidationError) -> list[str]:
    known = error.schema.get("properties", {})
    return [name for name in error.instance if name not in known]


def _choice(error: ValidationError, way: tuple[str | int, ...]) -> Complaint:
    """A rule about several fields names all of them, and stands at the first that was sent."""
    names = list(dict.fromkeys(_fields(error.validator_value)))
    sent = [name for name in names if isinstance(error.instance, dict) and name in error.instance]
    if not names:
        return Complaint(way, "one_of", error.message, error.instance)
    if error.validator == "anyOf" and sent:
        total = f"Too many of {' and '.join(names)} together"
        return Complaint((*way, sent[0]), "sequence_too_long", total, error.instance[sent[0]])
    return Complaint(
        (*way, (sent or names)[0]), "one_of", f"Exactly one of {', '.join(names)} is expected", error.instance
    )


def _fields(rule: Any) -> Iterator[str]:
    if isinstance(rule, dict):
        yield from rule.get("required", [])
        yield from rule.get("properties", {})
        for name in ("not", "anyOf", "oneOf"):
            yield from _fields(rule[name]) if name in rule else ()
    elif isinstance(rule, list):
        for part in rule:
            yield from _fields(part)
