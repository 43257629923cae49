"""Server: uvicorn, set for this gateway, with WebSocket of our own and an end that loses nobody.

When a process is told to stop it is first unready, then closes its streams one after the other so
that their clients come back spread over time, and only then refuses connections and ends: what runs
is given its time, and is cut after it. With several workers each does so by itself, all at the same
time: see ``gateway.supervisor``. What came of it is the process's exit code.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog
import uvicorn
from uvicorn.config import STARTUP_FAILURE

from gateway.door import REFUSED, close_door
from gateway.exit_codes import ExitCode
from gateway.gateway import Gateway
from gateway.http_protocol import HttpProtocol
from gateway.settings import Settings
from gateway.websocket_protocol import WebSocketProtocol

if TYPE_CHECKING:
    from gateway.telemetry.metrics_server import MetricsServer

_LOOK_SECONDS = 0.1
_NO_TIME = 0.01
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
        # Of no time at all it would not even look whether anything runs.
        timeout_graceful_shutdown=settings.stop_seconds or _NO_TIME,  # type: ignore[arg-type]  # It waits by asyncio, which takes parts of a second.
    )


class Server(uvicorn.Server):
    """A server that drains the gateway's streams before it stops, and serves its figures.

    ``worker`` is its place among those that serve together.
    """

    def __init__(self, config: uvicorn.Config, *, worker: int = 0) -> None:
        super().__init__(config)
        self._worker = worker
        self._metrics: MetricsServer | None = None
        self._is_late = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the gateway, listen, and serve the figures, if anybody wants them."""
        await super().startup(sockets)
        gateway: Gateway | None = self.lifespan.state.get("gateway")
        if gateway is not None and gateway.settings.metrics_address is not None:
            from gateway.telemetry.metrics_server import MetricsServer

            address = gateway.settings.metrics_address
            self._metrics = MetricsServer(gateway, address, worker=self._worker)
            await self._metrics.begin()

    @property
    def was_cut(self) -> bool:
        """Whether anything was given up that ran when the server was told to stop."""
        return self._is_late or self.force_exit

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
        if self._metrics is not None:
            await self._metrics.close()
        if self.was_cut:
            structlog.get_logger().warning("cut", was_told_twice=self.force_exit)

    async def _wait_tasks_to_complete(self) -> None:
        # The server itself tells nobody that it has waited in vain: it cancels this.
        try:
            await super()._wait_tasks_to_complete()
        except asyncio.CancelledError:
            self._is_late = True
            raise


def run(server: Server, listening: socket.socket) -> None:
    """Serve on that socket until told to stop.

    Ends the process with CUT when anything was cut: the server raises the signal again that told
    it to stop, whose handler would end it as if nothing were.
    """
    try:
        server.run(sockets=[listening])
    except SystemExit:
        if not server.was_cut:
            raise
    if server.was_cut:
        sys.exit(ExitCode.CUT)


def serve(settings: Settings, listening: socket.socket) -> ExitCode:
    """Serve on that socket by this process, until told to stop.

    The settings must be those of the environment, which is read again. Raises DocumentsError before
    anything is served.
    """
    config = uvicorn_config(settings, "gateway.app:from_environment", factory=True)
    server = Server(config)
    try:
        run(server, listening)
    except SystemExit as ending:
        if ending.code == STARTUP_FAILURE:
            return ExitCode.NOT_STARTED
        raise
    return ExitCode.DRAINED if server.started else ExitCode.NOT_STARTED
