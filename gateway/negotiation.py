"""Negotiation: which media type an answer has, from the request's ``Accept``.

``application/graphql-response+json`` is told apart from the legacy ``application/json``, because
the HTTP status means something else under each (GraphQL over HTTP, "Processing the response").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gateway.header_list import Element, elements

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"
EVENT_STREAM = "text/event-stream"
MULTIPART = "multipart/mixed"

# Clients say the same few things in every request. What is longer is read each time, so that what
# is known stays small whatever is sent.
_LONGEST_KNOWN = 512
_UTF_8 = {"utf-8", "utf8"}


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
    if not accept:
        return _ANYTHING
    return _known(accept) if len(accept) <= _LONGEST_KNOWN else _read(accept)


_ANYTHING = Accept(answer=JSON, stream=None, prefers_events=False)


def _read(accept: str) -> Accept:
    ranges = [one for one in elements(accept) if _is_in_utf_8(one)]
    events = max((one.weight for one in ranges if one.name == EVENT_STREAM), default=0.0)
    parts = max((one.weight for one in ranges if _is_subscription_multipart(one)), default=0.0)
    graphql, json = _rank(GRAPHQL_RESPONSE, ranges), _rank(JSON, ranges)
    return Accept(
        answer=_answer_type(graphql, json),
        stream=None if events == parts == 0 else EVENT_STREAM if events >= parts else MULTIPART,
        prefers_events=events > max(graphql, json)[0],
    )


_known = lru_cache(maxsize=256)(_read)


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


def _rank(media_type: str, ranges: list[Element]) -> tuple[float, int]:
    """The weight of the most specific range that matches, and how specific that is."""
    for specific, pattern in ((_NAMED, media_type), (1, "application/*"), (0, "*/*")):
        matching = [one for one in ranges if one.name == pattern]
        # One that names the charset, too, is the more specific: its weight is the one that counts.
        exact = [one for one in matching if "charset" in one.parameters]
        if matching:
            return max(one.weight for one in exact or matching), specific
    return 0.0, 0


def _is_in_utf_8(one: Element) -> bool:
    """Whether our answers are what a range means: parameters that we do not have say nothing."""
    return one.parameters.get("charset", "utf-8").lower() in _UTF_8


def _is_subscription_multipart(one: Element) -> bool:
    return one.name == MULTIPART and one.parameters.get("subscriptionspec") == "1.0"


def is_json(content_type: str | None) -> bool:
    """Whether a request body is said to be JSON: exactly that type, in UTF-8 or unsaid.

    It is no list, and is not read like one: of two types, the first would be a browser's.
    """
    if content_type == JSON:
        return True
    name, *parameters = (content_type or "").lower().split(";")
    charsets = [
        value.strip().strip('"')
        for key, _, value in (parameter.partition("=") for parameter in parameters)
        if key.strip() == "charset"
    ]
    return name.strip() == JSON and all(charset in _UTF_8 for charset in charsets)
