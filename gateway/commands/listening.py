"""Listening: take a port before anything is started, so that a taken one is told at once."""

from __future__ import annotations

import socket

import typer

from gateway.exit_codes import ExitCode

LOOPBACK = "127.0.0.1"
_BACKLOG = 2048


def listen_on(host: str, port: int, *, chosen_by: str, at_once: bool = True) -> socket.socket:
    """A socket that listens, or one that will when there is somebody to serve it, not ``at_once``:
    until then who comes is refused, and a proxy asks another gateway. Port 0 takes any.

    When that cannot be, the command ends with words that name what the port is ``chosen_by``.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    try:
        # As `create_server` does it.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        if at_once:
            taken.listen(_BACKLOG)
        return taken
    except OSError as error:
        taken.close()
        typer.echo(
            f"Port {port} of {host} cannot be had ({error.strerror}): "
            f"choose another with {chosen_by}; 0 takes any.",
            err=True,
        )
        raise typer.Exit(ExitCode.NOT_STARTED) from None
