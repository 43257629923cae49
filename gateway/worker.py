"""Worker: one of several processes that serve one socket, and what its supervisor is told of it."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from multiprocessing.connection import Connection

import uvicorn

from gateway.health import TOGETHER
from gateway.server import Server, run, uvicorn_config
from gateway.settings import Settings, SettingsError

READY = b"ready"
"""A worker: I serve."""
ALL_READY = b"all"
"""The supervisor: everybody does, so say that you are ready."""
ASK = b"?"
"""The supervisor: does your loop turn?"""
WELL = b"well"
"""A worker: it does."""


class WorkerServer(Server):
    """A server that talks to its supervisor over ``line``."""

    def __init__(
        self, config: uvicorn.Config, line: Connection, *, worker: int, are_all_ready: bool = False
    ) -> None:
        """``are_all_ready``: the others serve already, and this takes the place of one of them."""
        super().__init__(config, worker=worker)
        self._line = line
        self._together = asyncio.Event()
        if are_all_ready:
            self._together.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the gateway, listen, and say so."""
        self.lifespan.state[TOGETHER] = self._together
        await super().startup(sockets)
        asyncio.get_running_loop().add_reader(self._line.fileno(), self._hear)
        self._line.send_bytes(READY)

    def _hear(self) -> None:
        try:
            said = self._line.recv_bytes()
            if said == ALL_READY:
                self._together.set()
            elif said == ASK:
                self._line.send_bytes(WELL)
        except (EOFError, OSError):
            # The supervisor is gone, and this process is about to be told to stop.
            asyncio.get_running_loop().remove_reader(self._line.fileno())


def work(listening: socket.socket, line: Connection, worker: int, are_all_ready: bool) -> None:
    """Serve until told to stop, with the settings of the environment: what its process runs.

    ``worker`` is its place among those that serve together, from 0 on.
    """
    # Before the server takes signals over, and when it raises them again at its end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        # The files that they name are others by now, which the other workers have refused.
        sys.exit("\n".join(["A worker does not start:", *error.faults]))
    config = uvicorn_config(settings, "gateway.app:from_environment", factory=True)
    run(WorkerServer(config, line, worker=worker, are_all_ready=are_all_ready), listening)
