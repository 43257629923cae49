"""``endpage serve``: the gateway, with settings from the environment alone."""

from __future__ import annotations

import signal
import socket
import sys
from typing import Annotated, NoReturn

import typer

from gateway.commands.listening import listen_on
from gateway.exit_codes import ExitCode
from gateway.life import standard_input_ends, stop_when
from gateway.listed_document import DocumentsError
from gateway.logs import configure_logs
from gateway.reload_signal import hold_reloads
from gateway.settings import Settings, SettingsError


def serve(
    fd: Annotated[
        int | None, typer.Option(hidden=True, help="A socket that listens already.")
    ] = None,
    stop_with_parent: Annotated[
        bool, typer.Option(hidden=True, help="Stop when standard input ends.")
    ] = False,
) -> None:
    """Serve the gateway. Every setting is an ENDPAGE_* variable: see `endpage settings`."""
    # Before the server takes signals over, and when it raises them again at its end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    hold_reloads()
    if stop_with_parent:
        stop_when(standard_input_ends)
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        refuse(error)
    configure_logs(settings)
    # After the settings: a refusal should not wait for imports.
    from gateway import server, supervisor

    if fd is None:
        listening = listen_on(settings.host, settings.port, chosen_by="ENDPAGE_PORT", at_once=False)
    else:
        listening = socket.socket(fileno=fd)
    try:
        serve_all = supervisor.serve if settings.workers > 1 else server.serve
        exit_code = serve_all(settings, listening)
    except DocumentsError as error:
        refuse(error)
    raise typer.Exit(exit_code)


def refuse(error: SettingsError | DocumentsError) -> NoReturn:
    """Say every fault of the settings, or of the documents that they name, and end."""
    typer.echo("The gateway does not start:", err=True)
    for fault in error.faults:
        typer.echo(f"  {fault}", err=True)
    raise typer.Exit(ExitCode.NOT_USABLE) from None
