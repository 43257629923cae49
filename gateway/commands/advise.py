"""``endpage advise``: what live figures say of the documents that are asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.commands.metrics_addresses import Addresses, Workers, all_addresses


def advise(
    addresses: Addresses = None,
    workers: Workers = 1,
    least: Annotated[
        int, typer.Option(min=1, help="How often a panel must have been asked for.")
    ] = 100,
) -> None:
    """Say which panels of known documents had better be deferred, and which are asked in vain."""
    from gateway.telemetry.advice import advice_of
    from gateway.telemetry.told_figures import ask, told_by

    texts, silent = ask(all_addresses(addresses, workers=workers))
    for address in silent:
        typer.echo(f"{address} tells nothing.", err=True)
    if not texts:
        raise typer.Exit(1)
    found = advice_of(told_by(texts), least=least)
    for one in found:
        typer.echo(f"{one.operation}  {one.panel}  {one.kind}: {one.why}")
    if not found:
        typer.echo("There is nothing to advise.")
