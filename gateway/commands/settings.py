"""``endpage settings``: all of them, as one table or as docs/settings.md."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from gateway.setting_declarations import table_of
from gateway.setting_reference import reference_of
from gateway.settings import Settings


class Form(Enum):
    """How the settings are told."""

    TABLE = "table"
    MARKDOWN = "markdown"


def settings(
    form: Annotated[
        Form,
        typer.Option("--format", help="One table, or a page by groups, as docs/settings.md is."),
    ] = Form.TABLE,
) -> None:
    """Print all settings."""
    told = table_of(Settings) if form is Form.TABLE else reference_of(Settings)
    typer.echo(told, nl=False)
