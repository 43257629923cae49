"""`python -m tests.bench`: what a page costs, beside stock Strawberry."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from tests.bench.bench import bench
from tests.bench.equality import NotEqualError
from tests.bench.rounds import BadAnswersError, Limits

_RESULTS = Path(__file__).with_name("RESULTS.md")
_QUICK = Limits(rounds=1, seconds=5, requests=40)


def main(
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is measured.")] = 5,
    seconds: Annotated[float, typer.Option(min=1, help="The longest that one cell may take.")] = 15,
    requests: Annotated[
        int | None, typer.Option(min=10, help="The most requests of one cell.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One short round, which is written nowhere.")
    ] = False,
) -> None:
    """Prove that the answers are equal, then measure; the results go to RESULTS.md."""
    limits = _QUICK if quick else Limits(rounds, seconds, requests)
    flags = " ".join(sys.argv[1:])
    command = f'make bench ARGS="{flags}"' if flags else "make bench"
    try:
        results = asyncio.run(
            bench(
                limits,
                copies=2 if quick else 16,
                compared=10 if quick else 40,
                command=command,
                say=lambda line: typer.echo(line, err=True),
            )
        )
    except (NotEqualError, BadAnswersError) as error:
        typer.echo(f"Nothing is measured: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"\n{results.table()}\n\n{results.time_of_one()}")
    if not quick:
        _RESULTS.write_text(results.document(), encoding="utf-8")
        typer.echo(f"\nwritten to tests/bench/{_RESULTS.name}")


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
