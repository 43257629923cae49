"""HTTP answer: the status, headers and body that a GraphQL answer or refusal has.

Which status tells of what is the status policy's to say. In an event stream what is wrong with the
GraphQL is an answer (graphql-sse, "Distinct connections mode"): an EventSource reads no other
status than 200.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from gateway.admission import Overloaded
from gateway.answer import Answer
from gateway.coming_back import coming_back_ms
from gateway.errors import CODES, RequestError
from gateway.event_stream import EventStream
from gateway.methods import ACCEPT_QUERY, ALLOWED
from gateway.negotiation import EVENT_STREAM
from gateway.refusal import refusal_errors
from gateway.status_policy import WELL_FORMED, status_of_answer, status_of_refusal

NO_STORE = b"no-store"
"""What creators earn is kept by no cache, unless it is said otherwise."""

# Their clients are to come back, and not all at once.
_LATER = {
    "OVERLOADED",
    "TOO_MANY_CONNECTIONS",
    "TOO_MANY_SUBSCRIPTIONS",
    "IDENTITY_UNAVAILABLE",
}
_EVENTS = EventStream()


@dataclass(slots=True)
class HttpAnswer:
    """An answer that is ready to be sent. One without a media type has no body.

    ``may_be_compressed``: that it is worth it, and that nobody is told a secret by its length.
    """

    status: int
    content: bytes
    media_type: str | None
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    cache_control: bytes = NO_STORE
    may_be_compressed: bool = False


def of_answer(answer: Answer, *, media_type: str, policy: str, kind: str) -> HttpAnswer:
    """What the engine has answered to an operation of that kind: carried out, wholly or in part."""
    status = status_of_answer(policy, has_errors=bool(answer.errors), media_type=media_type)
    content = msgspec.json.encode(answer.to_wire())
    return HttpAnswer(status, content, media_type, may_be_compressed=kind == "query")


def of_answer_in_events(answer: Answer) -> HttpAnswer:
    """The same as an event stream: one ``next``, then ``complete``."""
    return _events(_EVENTS.answer(answer) + _EVENTS.complete())


def of_options() -> HttpAnswer:
    """What may be asked here, and how."""
    return HttpAnswer(204, b"", None, [(b"allow", ALLOWED.encode("ascii")), ACCEPT_QUERY])


def of_refusal(
    error: RequestError, *, media_type: str, policy: str, request_id: str, in_events: bool = False
) -> HttpAnswer:
    """A request that gives no data at all.

    ``in_events``: in an event stream where it is the GraphQL that is refused, and not the request.
    """
    known_status = CODES[error.code].http_status
    if in_events and (error.code in WELL_FORMED or known_status == 200):
        return _events(_EVENTS.failure(error, request_id))
    headers = list(error.http_headers)
    if known_status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if error.code in _LATER:
        ms = error.retry_after_ms if isinstance(error, Overloaded) else coming_back_ms()
        headers.append((b"retry-after", str(ms // 1000).encode("ascii")))
    status, media_type = status_of_refusal(policy, error, media_type)
    content = msgspec.json.encode({"errors": refusal_errors(error, request_id)})
    return HttpAnswer(status, content, media_type, headers, may_be_compressed=True)


def _events(content: bytes) -> HttpAnswer:
    return HttpAnswer(200, content, EVENT_STREAM, [(b"x-accel-buffering", b"no")])
