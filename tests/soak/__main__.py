"""`python -m tests.soak`: an hour at half load with faults, restarts and rotating keys.

Prints a report; ``--keep`` appends it to RESULTS.md. Exit code 1 says that something happened that
should not have. Ctrl-C ends it early, and it still reports.
"""

from __future__ import annotations

import asyncio
import time
from typing import Annotated

import typer

from tests.soak.plan import Plan
from tests.soak.report import keep, report_of
from tests.soak.run import soaked


def main(
    minutes: Annotated[float, typer.Option(min=1, max=1440, help="How long.")] = 60,
    rate: Annotated[
        float | None,
        typer.Option(min=0.1, max=200, help="Pages a second; half of what can be had by default."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Repeat a run's choices.")] = None,
    keeps: Annotated[bool, typer.Option("--keep", help="Append the report to RESULTS.md.")] = False,
) -> None:
    """Ask for pages while services fail, gateways restart, LIVEs end and people watch."""
    seed = int(time.time()) if seed is None else seed
    typer.echo(f"soak: {minutes:g} minutes, seed {seed}; Ctrl-C ends it early")
    plan = Plan.lasting(minutes, seed=seed, rate=rate)
    soak = asyncio.run(soaked(plan, say=lambda line: typer.echo(f"soak: {line}")))
    given = f"--minutes {minutes:g} --seed {seed}" + (f" --rate {rate:g}" if rate else "")
    report = report_of(soak, command=f'make soak ARGS="{given}"')
    typer.echo(report)
    if keeps:
        keep(report)
    raise typer.Exit(1 if soak.account.wrongs else 0)


typer.run(main)
