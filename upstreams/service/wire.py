"""How a reference service talks: an answer in plain ASGI, and access to the connection below."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_ENCODER = msgspec.json.Encoder()
_TRANSPORT = "upstreams.transport"


class ConnectionProtocol(HttpToolsProtocol):
    """Uvicorn's HTTP protocol that also tells the application which connection it is on."""

    def on_message_begin(self) -> None:
        """Begin a request; the transport goes along so that a fault can break it."""
        super().on_message_begin()
        # ASGI lets a server add extensions of its own; their type only knows dictionaries.
        self.scope["extensions"] = {_TRANSPORT: self.transport}  # type: ignore[dict-item]


def encoded(value: Any) -> bytes:
    """Return `value` as JSON."""
    return _ENCODER.encode(value)


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the request's headers, names in lower case."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


async def body_of(receive: Receive) -> bytes:
    """Return the whole body of the request."""
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def answer(
    send: Send, status: int, body: bytes, *, content_type: bytes = b"application/json"
) -> None:
    """Send a whole answer."""
    await begin(send, status, len(body), content_type=content_type)
    await send({"type": "http.response.body", "body": body})


async def begin(
    send: Send, status: int, length: int | None, *, content_type: bytes = b"application/json"
) -> None:
    """Send the head of an answer; without a length the body comes in chunks."""
    headers = [(b"content-type", content_type)]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})


def transport_of(scope: Mapping[str, Any]) -> asyncio.Transport | None:
    """Return the connection that a request came on, None when there is no socket below."""
    transport: asyncio.Transport | None = scope.get("extensions", {}).get(_TRANSPORT)
    return transport


def hang_up(transport: asyncio.Transport | None) -> None:
    """Close a connection after what was written has been sent."""
    if transport is not None:
        transport.close()


def reset(transport: asyncio.Transport | None) -> None:
    """Break a connection with a TCP reset."""
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
