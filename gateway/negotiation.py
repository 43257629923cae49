"""Negotiation: which media type an answer has, from the request's ``Accept``.

``application/graphql-response+json`` is told apart from the legacy ``application/json``, because
the HTTP status means something else under each (GraphQL over HTTP, "Processing the response").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"
EVENT_STREAM = "text/event-stream"
MULTIPART = "multipart/mixed"

_MOST_RANGES = 32
_LONGEST_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Accept:
    """What a client accepts, of what we have.

    ``answer`` is the type of a plain answer, ``stream`` that of a subscription; None when none is
    acceptable. ``prefers_events``: that an event stream is wanted, whatever is asked. Clients name
    it beside other types in requests for which they want none, so a tie does not count.
    """

    answer: str | None
    stream: str | None
    prefers_events: bool

    @property
    def wants_stream(self) -> bool:
        """Whether it is a client's that subscribes: multipart for subscriptions is named for
        nothing else.
        """
        return self.prefers_events or self.stream == MULTIPART


def accept_of(accept: str | None) -> Accept:
    """What an ``Accept`` header says. A stream must be named: a wildcard means a plain answer."""
    is_usual = accept is None or len(accept) <= _LONGEST_REMEMBERED
    return _known(accept) if is_usual else _read(accept)


def _read(accept: str | None) -> Accept:
    ranges = [_Range.read(item) for item in (accept or "").split(",")[:_MOST_RANGES]]
    events = max((one.weight for one in ranges if one.name == EVENT_STREAM), default=0.0)
    parts = max((one.weight for one in ranges if one.is_subscription_multipart), default=0.0)
    graphql, json = _rank(GRAPHQL_RESPONSE, ranges), _rank(JSON, ranges)
    return Accept(
        answer=_answer_type(graphql, json) if accept else JSON,
        stream=None if events == parts == 0 else EVENT_STREAM if events >= parts else MULTIPART,
        prefers_events=events > max(graphql, json)[0],
    )


# Clients are of a few kinds, and each says the same all the time.
_known = lru_cache(256)(_read)


def _answer_type(graphql: tuple[float, int], json: tuple[float, int]) -> str | None:
    """The media type to answer with by the ranks of ours, or None when none is acceptable.

    Wildcards alone are a client that names nothing: it gets what every client can read.
    """
    # The order breaks ties: the newer type first where it is named, the older by a wildcard.
    if graphql[0] == json[0] == 0:
        return None
    if graphql == json:
        return GRAPHQL_RESPONSE if graphql[1] == _NAMED else JSON
    return GRAPHQL_RESPONSE if graphql > json else JSON


_NAMED = 2


def _rank(media_type: str, ranges: list[_Range]) -> tuple[float, int]:
    """The weight of the most specific range that matches, and how specific that is."""
    for specific, pattern in ((_NAMED, media_type), (1, "application/*"), (0, "*/*")):
        weights = [one.weight for one in ranges if one.name == pattern]
        if weights:
            return max(weights), specific
    return 0.0, 0


@dataclass(frozen=True, slots=True)
class _Range:
    """One entry of an ``Accept`` header."""

    name: str
    weight: float
    is_subscription_multipart: bool

    @classmethod
    def read(cls, item: str) -> _Range:
        name, *parameters = item.split(";")
        name = name.strip().lower()
        weight, spec = 1.0, ""
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            match key.strip().lower():
                case "q":
                    weight = _weight(value.strip())
                case "subscriptionspec":
                    spec = value.strip().strip('"')
        return cls(name, weight, name == MULTIPART and spec == "1.0")


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
