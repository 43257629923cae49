"""Listening: take a port before anything is started, so that a taken one is told at once."""

from __future__ import annotations

import socket

import typer

from gateway.exit_codes import ExitCode

LOOPBACK = "127.0.0.1"
_BACKLOG = 2048


def listen_on(host: str, port: int, *, chosen_by: str) -> socket.socket:
    """A socket that listens; port 0 takes any.

    When that cannot be, the command ends with words that name what the port is ``chosen_by``.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        typer.echo(
            f"Port {port} of {host} cannot be had ({error.strerror}): "
            f"choose another with {chosen_by}; 0 takes any.",
            err=True,
        )
        raise typer.Exit(ExitCode.NOT_STARTED) from None
