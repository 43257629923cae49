"""Results file: where a bench keeps what it has found, run after run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.bench.cores import load_average, machine


def append(name: str, told: str, *, command: str, words: str) -> None:
    """Append the tables to the file of this name, with the machine and the command that they come
    from, and some words about how to read them.
    """
    head = (
        f"\n## {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n"
        f"`{command}` on {machine()}; load average {load_average():.1f}.\n{words}\n"
    )
    with Path(__file__).with_name(name).open("a", encoding="utf-8") as file:
        file.write(head + told)
