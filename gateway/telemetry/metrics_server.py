"""Metrics server: the listening address of a process's figures, beside the one that all share.

Each of several workers has an address of its own: the setting's port, and those that follow it.
Prometheus adds the workers up by itself (``sum without (worker)``), and it has to, since it alone
notices that one has begun anew: of a sum that somebody else has made it would take the end of one
worker for the beginning of all.
"""

from __future__ import annotations

import socket
from typing import cast

import structlog
import uvicorn

from gateway.gateway import Gateway
from gateway.setting_values import ListeningAddress
from gateway.telemetry.exposition import exposition
from gateway.telemetry.observed import Observed

_MOST_AT_ONCE = 16
_log = structlog.get_logger(__name__)


class MetricsServer:
    """Serves until it is closed. When its port cannot be had, that is logged and it does not: the
    gateway is worth more than its figures.
    """

    def __init__(self, gateway: Gateway, address: ListeningAddress, *, worker: int) -> None:
        observed = cast("Observed", gateway.telemetry)
        assert observed.figures is not None
        app = exposition(gateway, observed.figures, worker=worker)
        self._address = address.of_worker(worker)
        self._server = uvicorn.Server(_config(app))
        self._listener: socket.socket | None = None

    async def begin(self) -> None:
        """Listen."""
        host, port = self._address.host, self._address.port
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            listener = socket.create_server((host, port), family=family)
        except OSError as error:
            _log.error("metrics_not_served", port=port, cause=type(error).__name__)
            return
        self._listener = listener
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup(sockets=[listener])
        _log.info("metrics_served", port=listener.getsockname()[1])

    async def close(self) -> None:
        """Listen no more."""
        if self._listener is not None:
            await self._server.shutdown(sockets=[self._listener])


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # Starlette's own type of an app is uvicorn's by another name.
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=1,
    )
