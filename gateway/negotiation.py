"""Negotiation: which media type an answer has, from the request's ``Accept``.

``application/graphql-response+json`` is told apart from the legacy ``application/json``, because
the HTTP status means something else under each (GraphQL over HTTP, "Processing the response").
"""

from __future__ import annotations

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"

_MOST_RANGES = 32


def answer_type(accept: str | None) -> str | None:
    """The media type to answer with, or None when none of ours is acceptable.

    Wildcards alone are a client that names nothing: it gets what every client can read.
    """
    if not accept:
        return JSON
    ranges = [_range(item) for item in accept.split(",")[:_MOST_RANGES]]
    # The order breaks ties: the newer type first where it is named, the older by a wildcard.
    graphql, json = _rank(GRAPHQL_RESPONSE, ranges), _rank(JSON, ranges)
    if graphql[0] == json[0] == 0:
        return None
    if graphql == json:
        return GRAPHQL_RESPONSE if graphql[1] == _NAMED else JSON
    return GRAPHQL_RESPONSE if graphql > json else JSON


_NAMED = 2


def _rank(media_type: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    """The weight of the most specific range that matches, and how specific that is."""
    for specific, pattern in ((_NAMED, media_type), (1, "application/*"), (0, "*/*")):
        weights = [weight for name, weight in ranges if name == pattern]
        if weights:
            return max(weights), specific
    return 0.0, 0


def _range(item: str) -> tuple[str, float]:
    name, *parameters = item.split(";")
    weight = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            weight = _weight(value.strip())
    return name.strip().lower(), weight


def _weight(value: str) -> float:
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def is_json(content_type: str | None) -> bool:
    """Whether a request body is said to be JSON: exactly that type, in UTF-8 or unsaid."""
    name, *parameters = (content_type or "").lower().split(";")
    charsets = [
        value.strip().strip('"')
        for key, _, value in (parameter.partition("=") for parameter in parameters)
        if key.strip() == "charset"
    ]
    return name.strip() == JSON and all(charset in {"utf-8", "utf8"} for charset in charsets)
