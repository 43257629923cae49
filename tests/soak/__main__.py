"""`python -m tests.soak --minutes 10`: the whole product under load while its sources fail.

Prints a report. Exit code 1 says that something happened that should not have.
"""

from __future__ import annotations

import time
from typing import Annotated

import typer

from tests.soak.report import report_of
from tests.soak.run import soaked


def main(
    minutes: Annotated[float, typer.Option(min=0.1, max=120, help="How long.")] = 10,
    rate: Annotated[float, typer.Option(min=0.1, max=200, help="Pages a second.")] = 12,
    seed: Annotated[int | None, typer.Option(help="Repeat a run's choices.")] = None,
) -> None:
    """Ask for pages while services fail, LIVEs end and people watch; then look what is left."""
    seed = int(time.time()) if seed is None else seed
    typer.echo(f"soak: {minutes:g} minutes, {rate:g} pages a second, seed {seed}")
    soak = soaked(seconds=minutes * 60, rate=rate, seed=seed)
    typer.echo(report_of(soak))
    raise typer.Exit(1 if soak.account.wrong else 0)


typer.run(main)
