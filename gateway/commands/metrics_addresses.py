"""Metrics addresses: which workers a command looks at."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.setting_values import listening_address

Addresses = Annotated[
    list[str] | None,
    typer.Argument(help="Where figures are told, as ENDPAGE_METRICS_ADDRESS says; or ports alone."),
]
Workers = Annotated[
    int, typer.Option(min=1, max=64, help="How many workers each of them has, port after port.")
]
_BY_DEFAULT = "127.0.0.1:9464"


def all_addresses(given: list[str] | None, *, workers: int) -> list[str]:
    """Each worker's address. A command that was given another thing ends."""
    try:
        first = [listening_address(one) for one in given or [_BY_DEFAULT]]
    except ValueError as error:
        raise typer.BadParameter(f"an address {error}") from None
    return [str(address.of_worker(worker)) for address in first for worker in range(workers)]
