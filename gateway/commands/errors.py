"""``endpage errors``: every error code, as the README has them."""

from __future__ import annotations

import typer

from gateway.errors import table_of_errors


def errors() -> None:
    """Print the table of error codes."""
    typer.echo(table_of_errors(), nl=False)
