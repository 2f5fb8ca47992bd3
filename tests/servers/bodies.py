"""Random request bodies: valid by a schema, and broken in one place that is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

Schema = dict[str, Any]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
DIGITS = st.from_regex(r"[1-9][0-9]{5,17}", fullmatch=True)
ADDRESSES = st.sampled_from(
    [f"https://files.example.org/{name}" for name in ("a.png", "b.jpg", "c.mp4", "d.wav")]
)


def valid_bodies(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    return _objects(schema, schema).filter(Draft202012Validator(schema).is_valid)


def _values(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema and "type" not in schema:
        return st.one_of(*(_values(option, root) for option in schema["anyOf"]))
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    return MAKERS[kind](schema, root)


def _strings(schema: Schema, root: Schema) -> st.SearchStrategy[str]:
    if "https?" in schema.get("pattern", ""):
        return ADDRESSES
    if "pattern" in schema:
        return DIGITS
    longest = schema.get("maxLength", 40)
    return WORDS.map(lambda text: text[:longest])


def _lists(schema: Schema, root: Schema) -> st.SearchStrategy[list[Any]]:
    items = _values(schema["items"], root)
    return st.lists(items, min_size=schema.get("minItems", 0), max_size=schema.get("maxItems", 4))


def _objects(schema: Schema, root: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """Each optional field is there or not; where a rule names alternatives, one of them decides."""
    fields = {name: _values(about, root) for name, about in schema["properties"].items()}
    required = set(schema.get("required", []))
    options = [set(option["required"]) for option in _alternatives(schema)] or [set()]
    others = set().union(*options)

    def shaped(option: set[str]) -> st.SearchStrategy[dict[str, Any]]:
        must = required | option
        may = set(fields) - must - others
        return st.fixed_dictionaries(
            {name: fields[name] for name in sorted(must)},
            optional={name: fields[name] for name in sorted(may)},
        )

    shapes = st.sampled_from(options).flatmap(shaped)
    whole = {**schema, "$defs": root.get("$defs", {})}
    return shapes.filter(Draft202012Validator(whole).is_valid)


def _alternatives(schema: Schema) -> list[Schema]:
    """What exactly or at least one must be there of: prompt or shots, pictures or clip."""
    rules = [schema, *schema.get("allOf", [])]
    found = [option for rule in rules for name in ("oneOf", "anyOf") for option in rule.get(name, [])]
    return [option for option in found if "required" in option]


MAKERS: dict[str, Callable[[Schema, Schema], st.SearchStrategy[Any]]] = {
    "string": _strings,
    "array": _lists,
    "object": _objects,
    "boolean": lambda schema, root: st.booleans(),
    "integer": lambda schema, root: st.integers(schema.get("minimum", 0), schema.get("maximum", 1000)),
    "number": lambda schema, root: st.floats(schema.get("minimum", 0), schema.get("maximum", 1)),
}


@dataclass(frozen=True)
class Broken:
    body: dict[str, Any]
    field: str  # the one that is wrong
    why: str


@st.composite
def broken_bodies(draw: st.DrawFn, schema: Schema) -> Broken:
    """A valid body with one field gone, unknown, of another type, or out of its range."""
    body = draw(valid_bodies(schema))
    ways = ["unknown", "type", *(["missing"] if schema.get("required") else [])]
    way = draw(st.sampled_from(ways))
    if way == "missing":
        name = draw(st.sampled_from(sorted(schema["required"])))
        del body[name]
        return Broken(body, name, way)
    if way == "unknown":
        name = draw(st.sampled_from(["seed", "resolution", "fps", "x_field"]))
        return Broken({**body, name: 1}, name, way)
    name = draw(st.sampled_from(sorted(body)))
    return Broken({**body, name: {"an": "object"}}, name, way)
