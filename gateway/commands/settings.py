"""``endpage settings``: every setting, as the README has them."""

from __future__ import annotations

import typer

from gateway.setting_declarations import table_of
from gateway.settings import Settings


def settings() -> None:
    """Print the table of settings."""
    typer.echo(table_of(Settings), nl=False)
