"""Front: the way in of a request. ``/graphql`` is one step from here, all else is Starlette's.

``/graphql/<id>`` is the same place, for the document that is known by that id.

Starlette's frames around an endpoint (routes, exceptions, middleware) cost every query some
microseconds, and a stream that is held for hours holds them as long. The endpoint needs none of
them: it answers whatever goes wrong by itself.
"""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.gateway import gateway_of
from gateway.security_headers import secured

GRAPHQL_PATH = "/graphql"
DOCUMENT_PATH = f"{GRAPHQL_PATH}/"


class Front:
    """The ASGI app that the server is given."""

    def __init__(self, graphql: ASGIApp, others: ASGIApp) -> None:
        self._graphql = graphql
        self._others = others

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass it on. Not a coroutine, which would be held with the stream, too."""
        if scope["type"] != "http":
            return self._others(scope, receive, send)
        path: str = scope["path"]
        # A slash too many is no document, and Starlette's to put right.
        has_id = path.startswith(DOCUMENT_PATH) and path != DOCUMENT_PATH
        is_graphql = path == GRAPHQL_PATH or has_id
        is_https = gateway_of(scope).settings.public_url.startswith("https:")
        back = secured(send, is_https=is_https)
        return (self._graphql if is_graphql else self._others)(scope, receive, back)


def document_id_in(path: str) -> str | None:
    """The id of a document that stands in a path, decoded; None when there is none."""
    return path.partition(DOCUMENT_PATH)[2] or None
