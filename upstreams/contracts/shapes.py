"""Shapes that the written contracts are put together from; each is a JSON Schema (2020-12)."""

from __future__ import annotations

from typing import Any

from upstreams.company.figures import COMPARABLE

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
ID: Schema = {"type": "string", "pattern": "^[0-9]{19}$"}
STRING_TIME: Schema = {
    "type": "string",
    "pattern": "^[0-9]{10}$",
    "description": "Unix seconds, as a string",
}
NUMBER_TIME: Schema = {
    "type": "integer",
    "minimum": 1_000_000_000,
    "maximum": 9_999_999_999,
    "description": "Unix seconds, as a number",
}
PERCENT: Schema = {
    "type": "string",
    "pattern": "^[0-9]+([.][0-9]+)?%$",
    "description": 'A rate, "13.99%"',
}
DECIMAL: Schema = {"type": "string", "pattern": "^[0-9]+([.][0-9]+)?(e[-+][0-9]+)?$"}
SECONDS: Schema = {"type": "string", "pattern": "^[0-9]+$", "description": "Seconds, as a string"}
AMOUNT: Schema = {"type": "string", "pattern": "^[0-9]+([.][0-9]{2})?$"}
CURRENCY: Schema = {"type": "string", "pattern": "^[A-Z]{3}$"}
LINK: Schema = {"type": "string", "format": "uri"}


def record(properties: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """Return an object with exactly these properties, all of them required but `optional`."""
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        "additionalProperties": False,
    }


def listed(items: Schema, *, most: int | None = None) -> Schema:
    """Return a list, of at most `most` items when it is bounded."""
    return {"type": "array", "items": items, **({} if most is None else {"maxItems": most})}


def one_of(*words: str) -> Schema:
    """Return an enumeration of words."""
    return {"type": "string", "enum": list(words)}


def optional(schema: Schema) -> Schema:
    """Return a schema that also takes null."""
    return {"oneOf": [schema, {"type": "null"}]}


def described(schema: Schema, text: str) -> Schema:
    """Return a schema with a description."""
    return {**schema, "description": text}


METRIC = one_of(*(metric for metric, _ in COMPARABLE))
MONEY = record({"amount": described(AMOUNT, "Exact decimal"), "currency": CURRENCY})
FINALITY = one_of("LIVE", "PROVISIONAL", "SETTLING", "FINAL", "RESTATED")
TITLED: dict[str, Schema] = {"title": TEXT, "body": TEXT}
