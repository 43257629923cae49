"""Server: uvicorn, set for this gateway, with WebSocket of our own and an end that loses nobody.

When a process is told to stop it is first unready, then closes its streams one after the other so
that their clients come back spread over time, and only then refuses connections and ends. With
several workers each does so by itself, all at the same time: see ``gateway.supervisor``.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from gateway.door import REFUSED, close_door
from gateway.gateway import Gateway
from gateway.http_protocol import HttpProtocol
from gateway.settings import Settings
from gateway.websocket_protocol import WebSocketProtocol

_LOOK_SECONDS = 0.1
# Of two who close what is idle, the one that asks should be the first: otherwise a request may be
# on its way to a connection that has just been closed. Proxies mostly do so after a minute.
_IDLE_SECONDS, _PROXY_IDLE_SECONDS = 5, 75


def uvicorn_config(
    settings: Settings, app: Callable[..., Any] | str, *, factory: bool
) -> uvicorn.Config:
    """The server's configuration. What it does not need is off: access log, its name."""
    return uvicorn.Config(
        app,
        factory=factory,
        # Told, since it takes an app whose call is no coroutine for one of ASGI 2.
        interface="asgi3",
        loop="uvloop",
        http=HttpProtocol,
        ws=WebSocketProtocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_PROXY_IDLE_SECONDS if settings.proxies else _IDLE_SECONDS,
        timeout_graceful_shutdown=settings.stop_seconds,
    )


class Server(uvicorn.Server):
    """A server that drains the gateway's streams before it stops."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drain, then stop. A second Ctrl-C cuts the draining short."""
        gateway: Gateway = self.lifespan.state["gateway"]
        gateway.connections.leave()
        if gateway.settings.unready_connections == REFUSED:
            await close_door(self.servers, sockets or ())
        draining = asyncio.create_task(gateway.drain())
        while not draining.done() and not self.force_exit:
            await asyncio.wait([draining], timeout=_LOOK_SECONDS)
        draining.cancel()
        await super().shutdown(sockets)


def serve(settings: Settings, listening: socket.socket) -> bool:
    """Serve on that socket by this process, until told to stop. Whether it ever served.

    The settings must be those of the environment, which is read again. Raises DocumentsError before
    anything is served.
    """
    config = uvicorn_config(settings, "gateway.app:from_environment", factory=True)
    server = Server(config)
    server.run(sockets=[listening])
    return server.started
