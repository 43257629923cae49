"""Connection: what ASGI has no word for."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from typing import Any

from starlette.types import Receive

_FOR_NO_TIME = struct.pack("ii", 1, 0)


def has_all_come(receive: Receive) -> bool:
    """Whether the whole request is here already, so that nobody has to wait for any of it.

    Behind a server that does not show it, nobody knows.
    """
    cycle: Any = getattr(receive, "__self__", None)
    return getattr(cycle, "more_body", True) is False


def when_lost(receive: Receive, call: Callable[[], None]) -> Callable[[], None] | None:
    """Have ``call`` called when the request's connection is lost before it is answered; gives what
    ends that. None: its server does not tell.

    It is what waiting for ``http.disconnect`` is, without a task that waits. Whoever reads the body
    must have read it all.
    """
    cycle: Any = getattr(receive, "__self__", None)
    if not hasattr(cycle, "when_lost"):
        return None
    # A large body has stopped the reading, without which nobody hears of the end.
    cycle.flow.resume_reading()
    cycle.when_lost = call
    if cycle.disconnected:
        call()

    def forget() -> None:
        cycle.when_lost = None

    return forget


def tell_lost(cycle: Any) -> None:
    """The connection of this request is lost; None: there was none on it."""
    call = getattr(cycle, "when_lost", None)
    if call is not None and not cycle.response_complete:
        call()


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
