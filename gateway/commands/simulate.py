"""``endpage simulate`` and ``endpage faults``: the reference company's own commands.

They are imported when they are called: the gateway itself runs without the company installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import NoReturn

import typer

# Everything behind the name, ``--help`` too, is for the company's command line to read.
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def simulate(context: typer.Context) -> None:
    """Make LIVEs happen in the reference company: start, end, pause, delete-recording and more."""
    _pass_on("simulate", context.args)


def faults(context: typer.Context) -> None:
    """Break a reference service, and mend it."""
    _pass_on("faults", context.args)


def needs_dev_extra() -> NoReturn:
    """Say that the reference company is not installed here, and end."""
    typer.echo("This needs the reference company: pip install 'endpage[dev]'.", err=True)
    raise typer.Exit(1) from None


def _pass_on(name: str, arguments: list[str]) -> None:
    try:
        commands: typer.Typer = getattr(import_module("upstreams.cli"), name)
    except ModuleNotFoundError:
        needs_dev_extra()
    commands(args=arguments, prog_name=f"endpage {name}")
