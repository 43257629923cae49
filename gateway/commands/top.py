"""``endpage top``: what a gateway does just now, for a person without Grafana."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.commands.metrics_addresses import Addresses, Workers, all_addresses

if TYPE_CHECKING:
    from gateway.telemetry.told_figures import ToldFigures


def top(
    addresses: Addresses = None,
    workers: Workers = 1,
    seconds: Annotated[float, typer.Option(min=0.2, help="How often to look.")] = 2.0,
    once: Annotated[
        bool, typer.Option("--once", help="Show once what has been since the workers began.")
    ] = False,
) -> None:
    """Show what a gateway does: operations, panels, upstreams, subscribers and refusals."""
    from rich.console import Console
    from rich.live import Live

    from gateway.telemetry.screen import screen
    from gateway.telemetry.told_figures import ToldFigures, ask, told_by

    looked_at = all_addresses(addresses, workers=workers)
    console = Console()
    texts, silent = ask(looked_at)
    if not texts:
        typer.echo(f"Nobody tells figures at {', '.join(silent)}.", err=True)
        raise typer.Exit(1)
    now, told_at = told_by(texts), time.monotonic()
    first = screen(now, now, seconds=_age(now), since="since they began", silent=silent)
    if once:
        console.print(first)
        return
    with Live(first, console=console, screen=console.is_terminal, auto_refresh=False) as live:
        while True:
            time.sleep(seconds)
            before, began = now, told_at
            texts, silent = ask(looked_at)
            now, told_at = told_by(texts) if texts else ToldFigures(), time.monotonic()
            passed = told_at - began
            counted = now.since(before)
            since = f"in {passed:.1f} s"
            live.update(
                screen(now, counted, seconds=passed, since=since, silent=silent), refresh=True
            )


def _age(told: ToldFigures) -> float:
    """For how many seconds the oldest of the workers has been there."""
    begun = [value for _, value in told.of("process_start_time_seconds")]
    return max(time.time() - min(begun, default=0.0), 1.0)
