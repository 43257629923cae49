"""The command `faults`: it breaks a reference service, and mends it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any
from urllib.error import HTTPError, URLError

import typer

from upstreams.controls import calls_of, press_fault, set_fault
from upstreams.database_line import WORDS
from upstreams.service.traps import TRAPS

faults = typer.Typer(
    help="Break a reference service, and mend it.", no_args_is_help=True, add_completion=False
)

Url = Annotated[str, typer.Argument(metavar="URL", help="Address of the service.")]


@faults.command("set")
def set_faults(
    url: Url,
    latency_ms: Annotated[float | None, typer.Option(help="Every answer waits so long.")] = None,
    jitter_ms: Annotated[float | None, typer.Option(help="And up to so much longer.")] = None,
    error_rate: Annotated[float | None, typer.Option(help="Share of calls that fail.")] = None,
    status: Annotated[int | None, typer.Option(help="HTTP status of a failing call.")] = None,
    mode: Annotated[
        str | None,
        typer.Option(help="garbage, truncate, drip, huge, refuse, reset or closed."),
    ] = None,
    seconds: Annotated[float | None, typer.Option(help="How long `closed` lasts.")] = None,
    key: Annotated[list[str] | None, typer.Option(help="Only this id fails; repeatable.")] = None,
    trap: Annotated[
        list[str] | None, typer.Option(help=f"A contract trap; repeatable: {', '.join(TRAPS)}.")
    ] = None,
) -> None:
    """Set a fault of a service, in place of any other."""
    told = {
        "latency_ms": latency_ms,
        "jitter_ms": jitter_ms,
        "error_rate": error_rate,
        "status": status,
        "mode": mode,
        "seconds": seconds,
        "keys": key or None,
        "traps": trap or None,
    }
    fault = {name: value for name, value in told.items() if value is not None}
    _control(lambda: set_fault(url, fault))


@faults.command("clear")
def clear_faults(url: Url) -> None:
    """Mend a service."""
    _control(lambda: set_fault(url, {}))


@faults.command("press")
def press(
    service: Annotated[
        str, typer.Argument(help="shop_analytics, rewards, journey or mongodb.", metavar="SERVICE")
    ],
    word: Annotated[str, typer.Argument(help=", ".join(WORDS) + ".", metavar="WORD")],
    ready_file: Annotated[
        Path, typer.Option(help="What `endpage dev --ready-file` has written.", exists=True)
    ],
) -> None:
    """Press a button of a running `endpage dev`: the database has no address to set a fault at."""
    controls = json.loads(ready_file.read_bytes())["controls"]
    _control(lambda: press_fault(controls["url"], service, word, key=controls["key"]))


@faults.command("calls")
def tell_calls(url: Url) -> None:
    """Print the reads that a service was asked."""
    _control(lambda: calls_of(url))


def _control(ask: Callable[[], dict[str, Any]]) -> None:
    try:
        typer.echo(json.dumps(ask(), indent=1))
    except HTTPError as error:
        with error:
            _fail(error.read().decode(errors="replace"))
    except (URLError, OSError) as error:
        _fail(f"the service did not answer: {error}")


def _fail(message: str) -> None:
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(1)
