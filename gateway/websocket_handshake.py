"""WebSocket handshake: the request that opens a socket, and what of it matters afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from gateway.address import address_of
from gateway.client import Client, client_of_headers
from gateway.front import GRAPHQL_PATH
from gateway.language import language_of
from gateway.origins import is_allowed, is_own
from gateway.request_headers import RequestHeaders
from gateway.settings import Settings

SUBPROTOCOL = Subprotocol("graphql-transport-ws")


@dataclass(frozen=True, slots=True)
class Handshake:
    """``authorization`` and ``client``, its name, are headers, for a client that can set them;
    ``address`` is the network that it comes from.
    """

    request_id: str
    address: str
    language: str
    authorization: str | None
    client: Client


class Opening(ServerProtocol):
    """A connection whose client has yet to ask for a WebSocket."""

    def select_subprotocol(self, subprotocols: Sequence[Subprotocol]) -> Subprotocol | None:
        """Ours, or none: a client that offers others alone is told so by a close code, which it can
        read, and not by a 400.
        """
        return SUBPROTOCOL if SUBPROTOCOL in subprotocols else None


def opened(settings: Settings) -> ServerProtocol:
    """A connection after its handshake, of which it knows nothing: one that had read it would hold
    the request, with all its headers, to the end.

    There are no extensions: deflate would cost more memory than all the rest of it.
    """
    return ServerProtocol(state=State.OPEN, max_size=settings.body_bytes)


def respond(connection: ServerProtocol, request: Request, settings: Settings) -> Response:
    """The answer to the handshake: 101, or why there is no socket to be had."""
    if request.path.partition("?")[0] != GRAPHQL_PATH:
        return connection.reject(HTTPStatus.NOT_FOUND, "There is no socket at this path.\n")
    origins, hosts = request.headers.get_all("origin"), request.headers.get_all("host")
    if len(origins) > 1 or len(hosts) != 1:
        return connection.reject(HTTPStatus.BAD_REQUEST, "It must have one Host, and one Origin.\n")
    origin, host = origins[0] if origins else None, hosts[0]
    # A browser asks nobody before it opens a socket to another site. An APP names no site, or ours.
    is_welcome = origin is None or is_own(origin, host, settings.public_url)
    if not is_welcome and not is_allowed(origin, settings.cors_origins):
        return connection.reject(HTTPStatus.FORBIDDEN, "There is no socket for this site.\n")
    return connection.accept(request)


def handshake_of(request: Request, settings: Settings, *, peer: str) -> Handshake:
    """What the handshake says, which came from ``peer``."""
    headers = RequestHeaders(
        {
            "headers": [
                (name.lower().encode("ascii"), value.encode("latin-1"))
                for name, value in request.headers.raw_items()
            ]
        }
    )
    return Handshake(
        request_id=headers.request_id(),
        address=address_of({"client": (peer, 0)}, headers, proxies=settings.proxies),
        language=language_of(headers.get("accept-language"), settings.languages),
        authorization=headers.get("authorization"),
        client=client_of_headers(headers),
    )
