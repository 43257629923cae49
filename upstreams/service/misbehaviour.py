"""The modes of a fault: how a whole answer goes wrong on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from upstreams.service.wire import (
    Receive,
    Scope,
    Send,
    answer,
    begin,
    encoded,
    hang_up,
    reset,
    transport_of,
)

_DRIP_SECONDS = 0.05
_HUGE_CHUNK = b" " * 65_536
_HUGE_CHUNKS = 16_384

Misbehaviour = Callable[[Scope, Receive, Send, bytes], Awaitable[None]]


async def garbage(scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
    """Answer 200 with bytes that are no JSON."""
    await answer(send, 200, b"\x00\xff<html>502 Bad Gateway</html>" + body[:16])


async def truncate(scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
    """Announce the whole body, send half of it, and hang up."""
    await begin(send, 200, len(body))
    half = body[: len(body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})
    hang_up(transport_of(scope))


async def drip(scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
    """Send the body a byte at a time, until the client has left or all is sent."""
    gone = asyncio.ensure_future(receive())
    try:
        await begin(send, 200, len(body))
        for position in range(len(body)):
            if gone.done():
                return
            byte = body[position : position + 1]
            await send({"type": "http.response.body", "body": byte, "more_body": True})
            await asyncio.sleep(_DRIP_SECONDS)
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def huge(scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
    """Send a body of a gigabyte, valid JSON only at its far end, until the client has left."""
    gone = asyncio.ensure_future(receive())
    try:
        await begin(send, 200, None)
        for _ in range(_HUGE_CHUNKS):
            if gone.done():
                return
            await send({"type": "http.response.body", "body": _HUGE_CHUNK, "more_body": True})
            # The client must be heard leaving even when the socket takes everything at once.
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": body})
    finally:
        gone.cancel()


async def refuse(scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
    """Hang up without an answer."""
    hang_up(transport_of(scope))


async def broken(scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
    """Reset the connection without an answer."""
    reset(transport_of(scope))


MISBEHAVIOUR: dict[str, Misbehaviour] = {
    "garbage": garbage,
    "truncate": truncate,
    "drip": drip,
    "huge": huge,
    "refuse": refuse,
    "reset": broken,
    # A closed port cannot be met; a kept-alive connection is hung up like a refused one.
    "closed": refuse,
}


def empty_envelope(code: int, message: str, request_id: str) -> bytes:
    """Return an envelope without data."""
    return encoded({"code": code, "message": message, "request_id": request_id, "data": None})
