"""HTTP answer: the status, headers and body that a GraphQL answer or refusal has.

Under ``application/graphql-response+json`` the status tells whether the request was carried out.
Under the older ``application/json`` a well-formed request has 200 whatever became of it
(GraphQL over HTTP, section 6.4.1). In an event stream, too, what is wrong with the GraphQL is an
answer (graphql-sse, "Distinct connections mode"): an EventSource reads no other status.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.types import Send

from gateway.admission import Overloaded
from gateway.coming_back import coming_back_ms
from gateway.errors import CODES, RequestError
from gateway.event_stream import EventStream
from gateway.execution import Answer
from gateway.http_request import MethodNotAllowed
from gateway.negotiation import EVENT_STREAM, JSON
from gateway.refusal import refusal_errors

# A request with one of these is well-formed as HTTP; it is the GraphQL in it that is not.
_WELL_FORMED = {
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "OPERATION_RESOLUTION_FAILURE",
    "BAD_USER_INPUT",
    "PERSISTED_QUERY_ID_REQUIRED",
}
# Their clients are to come back, and not all at once.
_LATER = {"OVERLOADED", "TOO_MANY_SUBSCRIPTIONS"}
_EVENTS = EventStream()


@dataclass(slots=True)
class HttpAnswer:
    """An answer that is ready to be sent."""

    status: int
    content: bytes
    media_type: str
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def send(self, send: Send, *, request_id: str) -> None:
        """Send it whole. What creators earn is kept by no cache on the way."""
        headers = [
            (b"content-type", f"{self.media_type}; charset=utf-8".encode("ascii")),
            (b"content-length", str(len(self.content)).encode("ascii")),
            (b"cache-control", b"no-store"),
            (b"vary", b"accept, accept-language, authorization"),
            (b"x-request-id", request_id.encode("ascii")),
            *self.headers,
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.content})


def of_answer(answer: Answer, *, media_type: str) -> HttpAnswer:
    """What the engine has answered: carried out, wholly or in part."""
    return _json(200, answer.to_wire(), media_type)


def of_answer_in_events(answer: Answer) -> HttpAnswer:
    """The same as an event stream: one ``next``, then ``complete``."""
    return _events(_EVENTS.answer(answer) + _EVENTS.complete())


def of_refusal(
    error: RequestError, *, media_type: str, request_id: str, in_events: bool = False
) -> HttpAnswer:
    """A request that gives no data at all.

    ``in_events``: in an event stream where it is the GraphQL that is refused, and not the request.
    """
    status = CODES[error.code].http_status
    if in_events and (error.code in _WELL_FORMED or status == 200):
        return _events(_EVENTS.failure(error, request_id))
    headers = []
    if isinstance(error, MethodNotAllowed):
        headers.append((b"allow", error.allowed.encode("ascii")))
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if error.code in _LATER:
        ms = error.retry_after_ms if isinstance(error, Overloaded) else coming_back_ms()
        headers.append((b"retry-after", str(ms // 1000).encode("ascii")))
    if media_type == JSON and error.code in _WELL_FORMED:
        status = 200
    return _json(status, {"errors": refusal_errors(error, request_id)}, media_type, headers)


def _json(
    status: int,
    body: dict[str, Any],
    media_type: str,
    headers: list[tuple[bytes, bytes]] | None = None,
) -> HttpAnswer:
    return HttpAnswer(status, msgspec.json.encode(body), media_type, headers or [])


def _events(content: bytes) -> HttpAnswer:
    return HttpAnswer(200, content, EVENT_STREAM, [(b"x-accel-buffering", b"no")])
