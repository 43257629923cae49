"""A real little HTTP server that says whatever a test wants, byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[str]:
    """Once a request has come whole, ``serve`` does what it likes; gives the base URL."""

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The client has left, which some tests are about.
        finally:
            writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}"


def http(body: bytes, *, status: str = "200 OK", headers: str = "") -> bytes:
    """A whole HTTP answer, JSON unless ``headers`` say otherwise."""
    kind = "" if "content-type" in headers else "content-type: application/json\r\n"
    size = "" if "content-length" in headers else f"content-length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\n{kind}{size}{headers}\r\n".encode() + body


def envelope(**data: object) -> bytes:
    """An envelope with good news."""
    return msgspec.json.encode({"code": 0, "message": "Success", "request_id": "x", "data": data})
