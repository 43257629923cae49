"""The port of a service: opened on loopback, closed for real when a fault asks for it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import uvicorn
from uvicorn.server import ServerState

from upstreams.service.application import Application
from upstreams.service.wire import ConnectionProtocol

_BACKLOG = 1024


class Port:
    """Serves an application on a loopback port; 0 takes any free one, and keeps it."""

    def __init__(self, port: int) -> None:
        self.number = port
        self._server: asyncio.Server | None = None
        self._reopening: asyncio.Task[None] | None = None
        self._state = ServerState()
        self._protocol: Callable[[], asyncio.Protocol] | None = None

    async def open(self, application: Application) -> None:
        """Begin to accept connections."""
        config = uvicorn.Config(
            application,
            http=ConnectionProtocol,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
        )
        config.load()
        self._protocol = lambda: ConnectionProtocol(
            config=config, server_state=self._state, app_state={}
        )
        await self._listen()

    async def _listen(self) -> None:
        assert self._protocol is not None
        loop = asyncio.get_running_loop()
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.number))
        self.number = listener.getsockname()[1]
        self._server = await loop.create_server(self._protocol, sock=listener, backlog=_BACKLOG)

    def close_for(self, seconds: float) -> None:
        """Refuse connections for some seconds: the socket is closed, then opened again."""
        self.close()
        self._reopening = asyncio.ensure_future(self._reopen(seconds))

    async def _reopen(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._listen()

    def close(self) -> None:
        """Stop accepting; connections that are open stay."""
        if self._reopening is not None:
            self._reopening.cancel()
        if self._server is not None:
            self._server.close()
            self._server = None
