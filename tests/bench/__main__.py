"""`python -m tests.bench`: what a page costs, beside other servers that do the same."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from subprocess import CalledProcessError
from typing import Annotated

import typer

from tests.bench.bench import bench, chosen
from tests.bench.equality import NotEqualError
from tests.bench.install import install
from tests.bench.rounds import BadAnswersError, Limits

_RESULTS = Path(__file__).with_name("RESULTS.md")
_QUICK = Limits(rounds=1, seconds=2, requests=40)


def main(
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is measured.")] = 2,
    seconds: Annotated[float, typer.Option(min=1, help="The longest that one cell may take.")] = 3,
    requests: Annotated[
        int | None, typer.Option(min=10, help="The most requests of one cell.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="A part of a scenario's title or of a gateway's name; also 'slow', 'own time'."
            " May be given again. What is chosen is written nowhere."
        ),
    ] = None,
    sessions: Annotated[
        list[int] | None,
        typer.Option(help="Fill the store to so many sessions at the end, and measure again."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One short round, which is written nowhere.")
    ] = False,
) -> None:
    """Prove that the answers are equal, then measure; the results go to RESULTS.md."""
    limits = _QUICK if quick else Limits(rounds, seconds, requests)
    flags = " ".join(sys.argv[1:])
    command = f'make bench ARGS="{flags}"' if flags else "make bench"
    is_whole = not quick and not only
    sizes = sessions or ([_USUAL_SESSIONS] if is_whole else [])
    try:
        install(_say)
        results = asyncio.run(
            bench(
                limits,
                chosen(only or [], sizes),
                copies=2 if quick else 16,
                compared=10 if quick else 40,
                command=command,
                say=_say,
            )
        )
    except (NotEqualError, BadAnswersError) as error:
        typer.echo(f"Nothing is measured: {error}", err=True)
        raise typer.Exit(1) from None
    except CalledProcessError as error:
        typer.echo(f"The peers could not be installed: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"\n{results.tables()}")
    if is_whole:
        _RESULTS.write_text(results.document(), encoding="utf-8")
        typer.echo(f"\nwritten to tests/bench/{_RESULTS.name}")


_USUAL_SESSIONS = 100_000


def _say(line: str) -> None:
    typer.echo(line, err=True)


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
