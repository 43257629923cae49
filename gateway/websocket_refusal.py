"""WebSocket refusal: the answer to a handshake that opens no socket, in GraphQL like all others."""

from __future__ import annotations

import msgspec
from websockets.datastructures import Headers
from websockets.http11 import Response

from gateway.errors import RequestError
from gateway.http_answer import of_refusal
from gateway.negotiation import JSON
from gateway.rate_limited import RateLimited
from gateway.refusal import refusal_errors
from gateway.security_headers import SECURITY_HEADERS

_SWITCHING = 101
# Of an answer that the library has made, these say what a client could do.
_KEPT = ("allow", "upgrade", "sec-websocket-version")


def is_refused(response: Response) -> bool:
    """Whether there is no socket."""
    return response.status_code != _SWITCHING


def retold(response: Response, request_id: str) -> Response:
    """A refusal that the library has made, in our words."""
    refusal = RequestError("BAD_REQUEST", "This is no handshake for a socket at this address.")
    kept = [(name, response.headers[name]) for name in _KEPT if name in response.headers]
    return _response(response.status_code, response.reason_phrase, refusal, request_id, kept)


def refused(refusal: RequestError, request_id: str) -> Response:
    """An answer that says why there is no socket now."""
    told = of_refusal(refusal, media_type=JSON, policy="compat", request_id=request_id)
    lines = [*told.headers]
    if isinstance(refusal, RateLimited):
        lines += refusal.standing.lines()
    kept = [(name.decode("ascii"), value.decode("latin-1")) for name, value in lines]
    return _response(told.status, refusal.code, refusal, request_id, kept)


def _response(
    status: int,
    reason: str,
    refusal: RequestError,
    request_id: str,
    kept: list[tuple[str, str]],
) -> Response:
    content = msgspec.json.encode({"errors": refusal_errors(refusal, request_id)})
    security = [(name.decode("ascii"), value.decode("ascii")) for name, value in SECURITY_HEADERS]
    headers = Headers(
        [
            ("connection", "close"),
            ("content-type", f"{JSON}; charset=utf-8"),
            ("content-length", str(len(content))),
            ("cache-control", "no-store"),
            ("x-request-id", request_id),
            *security,
            *kept,
        ]
    )
    return Response(status, reason, headers, content)
