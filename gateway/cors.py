"""CORS: what a browser is told, so that it lets a page of another site ask, and read the answer.

Only sites that the settings name are told anything: for all others a browser's own rule stands. A
page says who asks by a token of its own, so what a browser would add by itself (``credentials``)
is never allowed.
"""

from __future__ import annotations

from starlette.types import Message, Send

from gateway.methods import ALLOWED
from gateway.origins import ANY, is_allowed
from gateway.request_headers import RequestHeaders

_MAY_BE_READ = b"etag, ratelimit, ratelimit-policy, retry-after, x-request-id"
_MAY_BE_SENT = ", ".join(
    (
        "authorization",
        "content-type",
        "if-none-match",
        "last-event-id",
        "x-request-id",
        "x-request-timeout-ms",
        "x-graphql-event-stream-token",
        "apollographql-client-name",
        "apollographql-client-version",
        "apollo-require-preflight",
        "graphql-require-preflight",
        "x-apollo-operation-id",
        "x-apollo-operation-name",
    )
).encode("ascii")
# Two hours: no browser that counts keeps it longer than a day, and some not longer than this.
_MAX_AGE = b"7200"
_PREFLIGHT = (
    (b"access-control-allow-methods", ALLOWED.encode("ascii")),
    (b"access-control-allow-headers", _MAY_BE_SENT),
    (b"access-control-max-age", _MAX_AGE),
)
_VARY = (b"vary", b"origin")


def crossing(
    send: Send, method: str, headers: RequestHeaders, allowed: tuple[str, ...] | None
) -> Send:
    """The same way back to the client, which tells a browser what it may let the page do."""
    if allowed is None:
        return send
    told = _told(method, headers, allowed)

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *told]}
        await send(message)

    return send_with_headers


def _told(
    method: str, headers: RequestHeaders, allowed: tuple[str, ...]
) -> tuple[tuple[bytes, bytes], ...]:
    origin = headers.get("origin")
    if origin is None or not is_allowed(origin, allowed):
        return (_VARY,)
    may_ask = (ANY if allowed == (ANY,) else origin).encode("latin-1")
    told = ((b"access-control-allow-origin", may_ask), _VARY)
    if method == "OPTIONS" and headers.get("access-control-request-method") is not None:
        return (*told, *_PREFLIGHT)
    return (*told, (b"access-control-expose-headers", _MAY_BE_READ))
