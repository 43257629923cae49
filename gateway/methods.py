"""Methods: what each HTTP method is for.

| method | what it carries |
|---|---|
| GET, HEAD | a query, in the address; HEAD is answered without its body |
| POST | any operation, in the body |
| QUERY | a query, in the body: as safe and as cacheable as a GET (RFC 10008) |
| OPTIONS | the question what may be asked, and how |
| PUT, DELETE | graphql-sse's single connection mode |

A header that asks for another method than the request has is not looked at.
"""

from __future__ import annotations

from gateway.errors import RequestError

ALLOWED = "GET, HEAD, POST, QUERY, OPTIONS, PUT, DELETE"
SAFE = frozenset({"GET", "HEAD", "QUERY"})
"""Those that change nothing, whose answers a client may keep."""
IN_ADDRESS = frozenset({"GET", "HEAD"})
"""Those whose request stands in the address."""
ACCEPT_QUERY = (b"accept-query", b"application/json")

_ASKING = SAFE | {"POST"}


class MethodNotAllowed(RequestError):
    """The method does not fit; ``allowed`` is what the ``Allow`` header says."""

    def __init__(self, message: str, *, allowed: str) -> None:
        super().__init__("METHOD_NOT_ALLOWED", message)
        self.http_headers = ((b"allow", allowed.encode("ascii")),)


def check_method(method: str) -> None:
    """Refuse a method by which no operation is asked for."""
    if method not in _ASKING:
        message = "GraphQL is asked by GET, POST or QUERY; PUT and DELETE are for event streams."
        raise MethodNotAllowed(message, allowed=ALLOWED)


def check_kind(method: str, kind: str) -> None:
    """Refuse an operation that this method, or a plain answer, is not for."""
    if kind == "subscription":
        if method in {"HEAD", "QUERY"}:
            message = "A subscription is asked for by GET or POST."
            raise MethodNotAllowed(message, allowed="GET, POST")
        message = (
            "A subscription cannot be answered with plain JSON: accept text/event-stream, or "
            "multipart/mixed;subscriptionSpec=1.0, or open a WebSocket at this address with the "
            "subprotocol graphql-transport-ws."
        )
        raise RequestError("BAD_REQUEST", message)
    if method in SAFE and kind != "query":
        message = f"A {method} may only carry a query: use POST."
        raise MethodNotAllowed(message, allowed="POST")
