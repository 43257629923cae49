"""Server: uvicorn, set for this gateway."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from gateway.settings import Settings

_WEBSOCKET_PING_SECONDS = 20.0


def uvicorn_config(
    settings: Settings, app: Callable[..., Any] | str, *, factory: bool
) -> uvicorn.Config:
    """The server's configuration. What it does not need is off: access log, deflate, its name."""
    return uvicorn.Config(
        app,
        factory=factory,
        workers=settings.workers,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=settings.body_bytes,
        ws_per_message_deflate=False,
        ws_ping_interval=_WEBSOCKET_PING_SECONDS,
        ws_ping_timeout=_WEBSOCKET_PING_SECONDS,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=settings.stop_seconds,
    )


def serve(settings: Settings, listening: socket.socket) -> bool:
    """Serve on that socket until told to stop. Whether it ever served.

    The settings must be those of the environment: each process reads it again.
    """
    config = uvicorn_config(settings, "gateway.app:from_environment", factory=True)
    if settings.workers > 1:
        Multiprocess(config, sockets=[listening]).run()
        return True
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    return server.started
