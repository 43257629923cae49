"""Connection: what ASGI has no word for."""

from __future__ import annotations

import asyncio

from starlette.types import Receive


def cut(receive: Receive) -> None:
    """Break the request's connection off, with whatever has not been written.

    A server that closes a connection first waits until the reader has taken what is left, which a
    reader that has stalled never does. ASGI knows no other end, so uvicorn's own transport is asked
    for; behind a server that shows none, the connection ends when the answer does.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if isinstance(transport, asyncio.Transport | asyncio.WriteTransport):
        transport.abort()
