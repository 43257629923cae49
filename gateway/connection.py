"""Connection: what ASGI has no word for."""

from __future__ import annotations

import socket
import struct
from typing import Any

from starlette.types import Receive

_FOR_NO_TIME = struct.pack("ii", 1, 0)


def has_all_come(receive: Receive) -> bool:
    """Whether the whole request is here already, so that nobody has to wait for any of it.

    Behind a server that does not show it, nobody knows.
    """
    cycle: Any = getattr(receive, "__self__", None)
    return getattr(cycle, "more_body", True) is False


def cut(receive: Receive) -> None:
    """Break the request's connection off, with whatever has not been taken.

    A server that closes a connection first waits until the reader has taken what is left, which a
    reader that has stalled never does. ASGI knows no other end, so uvicorn's own transport is asked
    for; behind a server that shows none, the connection ends when the answer does.
    """
    # By what it can do: uvloop's transports are no subclasses of asyncio's.
    transport: Any = getattr(getattr(receive, "__self__", None), "transport", None)
    if hasattr(transport, "abort"):
        connection = transport.get_extra_info("socket")
        if connection is not None:
            # The system, too, forgets what it has still to send: it may be megabytes.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _FOR_NO_TIME)
        transport.abort()
