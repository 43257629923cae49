"""Door: the socket that a server listens on, closed while all else goes on.

A proxy that asks nobody whether a gateway is ready, as nginx does, sends its requests elsewhere as
soon as it is refused, and loses none by that. What it loses is a connection that the system has
taken and the server has not: closing the socket resets it, with the request on it. So nobody may
knock any more, those who have knocked are let in, and then the socket is closed.
"""

from __future__ import annotations

import asyncio
import ctypes
import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress

TAKEN, REFUSED = "taken", "refused"
"""What becomes of new connections when the server is told to stop."""

# Longer than a handshake takes, and much shorter than the second after which a client knocks again.
_LET_IN_SECONDS = 0.2
# Of Linux; Python has no name for it.
_ATTACH_FILTER = 26
_LOAD_BYTE, _IF_SET, _RETURN = 0x30, 0x45, 0x06
_FLAGS_AT, _KNOCK, _ALL = 13, 0x02, 0xFFFFFFFF
# A packet that begins a connection is dropped, and every other one taken.
_NO_KNOCKING = (
    (_LOAD_BYTE, 0, 0, _FLAGS_AT),
    (_IF_SET, 0, 1, _KNOCK),
    (_RETURN, 0, 0, 0),
    (_RETURN, 0, 0, _ALL),
)


async def close_door(servers: Sequence[asyncio.Server], listening: Sequence[socket.socket]) -> None:
    """Have ``servers``, which listen on these sockets, let in who has come, and then nobody.

    Other processes that hold the sockets must close them, too: until then clients wait.
    """
    for one in listening:
        _let_nobody_knock(one)
    await asyncio.sleep(_LET_IN_SECONDS)
    for server in servers:
        server.close()


def _let_nobody_knock(listening: socket.socket) -> None:
    if sys.platform != "linux":
        return  # Who comes in that moment may be reset.
    rules = b"".join(struct.pack("HBBI", *rule) for rule in _NO_KNOCKING)
    kept = ctypes.create_string_buffer(rules, len(rules))
    program = struct.pack("HL", len(_NO_KNOCKING), ctypes.addressof(kept))
    # A sandbox may forbid it: then it is the same.
    with suppress(OSError):
        listening.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)
