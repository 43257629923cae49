"""A real little server in a bucket's place: what it is asked, and what it says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Bucket:
    """A real little server: what it is asked, and what it says."""

    url: str = ""
    says: bytes = b""
    heads: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def bucket_saying(says: bytes) -> AsyncIterator[Bucket]:
    """A server that says this, or nothing for ever."""
    bucket = Bucket(says=says)
    is_over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bucket.heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(bucket.says)
        if not bucket.says:
            await is_over.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        bucket.url = f"http://{host}:{port}/b"
        try:
            yield bucket
        finally:
            is_over.set()
