"""HTTP answer: the status, headers and body that a GraphQL answer or refusal has.

Under ``application/graphql-response+json`` the status tells whether the request was carried out.
Under the older ``application/json`` a well-formed request has 200 whatever became of it
(GraphQL over HTTP, section 6.4.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.types import Send

from gateway.admission import Overloaded
from gateway.errors import CODES, RequestError
from gateway.execution import Answer
from gateway.http_request import MethodNotAllowed
from gateway.negotiation import JSON
from gateway.refusal import refusal_errors

# A request with one of these is well-formed as HTTP; it is the GraphQL in it that is not.
_WELL_FORMED = {
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "OPERATION_RESOLUTION_FAILURE",
    "BAD_USER_INPUT",
}


@dataclass(slots=True)
class HttpAnswer:
    """An answer that is ready to be sent."""

    status: int
    body: dict[str, Any]
    headers: list[tuple[bytes, bytes]]

    async def send(self, send: Send, *, media_type: str, request_id: str) -> None:
        """Send it whole. What creators earn is kept by no cache on the way."""
        content = msgspec.json.encode(self.body)
        headers = [
            (b"content-type", f"{media_type}; charset=utf-8".encode("ascii")),
            (b"content-length", str(len(content)).encode("ascii")),
            (b"cache-control", b"no-store"),
            (b"vary", b"accept, accept-language, authorization"),
            (b"x-request-id", request_id.encode("ascii")),
            *self.headers,
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": content})


def of_answer(answer: Answer) -> HttpAnswer:
    """What the engine has answered: carried out, wholly or in part."""
    return HttpAnswer(200, answer.to_wire(), [])


def of_refusal(error: RequestError, *, media_type: str, request_id: str) -> HttpAnswer:
    """A request that gives no data at all."""
    headers = []
    if isinstance(error, MethodNotAllowed):
        headers.append((b"allow", error.allowed.encode("ascii")))
    if CODES[error.code].http_status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if isinstance(error, Overloaded):
        headers.append((b"retry-after", str(error.retry_after_ms // 1000).encode("ascii")))
    body = {"errors": refusal_errors(error, request_id)}
    return HttpAnswer(_status(error.code, media_type), body, headers)


def _status(code: str, media_type: str) -> int:
    return 200 if media_type == JSON and code in _WELL_FORMED else CODES[code].http_status
