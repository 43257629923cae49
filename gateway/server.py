"""Server: uvicorn, set for this gateway, with WebSocket of our own and an end that loses nobody.

When a process is told to stop it is first unready, then closes its streams one after the other so
that their clients come back spread over time, and only then refuses connections and ends. With
several workers each does so by itself, all at the same time: see ``gateway.supervisor``.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import uvicorn

from gateway.gateway import Gateway
from gateway.http_protocol import HttpProtocol
from gateway.settings import Settings
from gateway.websocket_protocol import WebSocketProtocol

if TYPE_CHECKING:
    from gateway.telemetry.metrics_server import MetricsServer

_LOOK_SECONDS = 0.1


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
        timeout_graceful_shutdown=settings.stop_seconds,
    )


class Server(uvicorn.Server):
    """A server that drains the gateway's streams before it stops, and serves its figures.

    ``worker`` is its place among those that serve together.
    """

    def __init__(self, config: uvicorn.Config, *, worker: int = 0) -> None:
        super().__init__(config)
        self._worker = worker
        self._metrics: MetricsServer | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the gateway, listen, and serve the figures, if anybody wants them."""
        await super().startup(sockets)
        gateway: Gateway | None = self.lifespan.state.get("gateway")
        if gateway is not None and gateway.settings.metrics_address is not None:
            from gateway.telemetry.metrics_server import MetricsServer

            address = gateway.settings.metrics_address
            self._metrics = MetricsServer(gateway, address, worker=self._worker)
            await self._metrics.begin()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drain, then stop. A second Ctrl-C cuts the draining short."""
        gateway: Gateway = self.lifespan.state["gateway"]
        draining = asyncio.create_task(gateway.drain())
        while not draining.done() and not self.force_exit:
            await asyncio.wait([draining], timeout=_LOOK_SECONDS)
        draining.cancel()
        await super().shutdown(sockets)
        if self._metrics is not None:
            await self._metrics.close()


def serve(settings: Settings, listening: socket.socket) -> bool:
    """Serve on that socket by this process, until told to stop. Whether it ever served.

    The settings must be those of the environment, which is read again. Raises DocumentsError before
    anything is served.
    """
    config = uvicorn_config(settings, "gateway.app:from_environment", factory=True)
    server = Server(config)
    server.run(sockets=[listening])
    return server.started
