"""Front: the way in of a request. ``/graphql`` is one step from here, all else is Starlette's.

Starlette's frames around an endpoint (routes, exceptions, middleware) cost every query some
microseconds, and a stream that is held for hours holds them as long. The endpoint needs none of
them: it answers whatever goes wrong by itself.
"""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.security_headers import secured

GRAPHQL_PATH = "/graphql"


class Front:
    """The ASGI app that the server is given."""

    def __init__(self, graphql: ASGIApp, others: ASGIApp) -> None:
        self._graphql = graphql
        self._others = others

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass it on. Not a coroutine, which would be held with the stream, too."""
        if scope["type"] != "http":
            return self._others(scope, receive, send)
        is_graphql = scope["path"] == GRAPHQL_PATH
        return (self._graphql if is_graphql else self._others)(scope, receive, secured(send))
