"""Preview bench: how soon a phone on a slow network shows the end page's first panel.

    python -m tests.bench.preview_bench [--loads 10] [--keep]

A real `endpage dev` and Debian's Chromium, on this machine alone. Each load is cold: another LIVE,
and a browser that knows nothing. The network's slowness and the processor's are the browser's own
emulation. It prints what it found, and appends it to RESULTS-PREVIEW.md with ``--keep``.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from tests.bench.preview_load import Load, Profile, load
from tests.bench.results_file import append
from tests.browser.chromium import opened_chromium
from tests.dev_process import DevProcess, dev_process

_AIM_MS = 1_000
PROFILES = (
    Profile("slow 4G, processor 4 times slower", 150, 1_600, 750, 4),
    Profile("4G, processor 4 times slower", 60, 9_000, 1_500, 4),
    Profile("no limits", 0, -8 / 1000, -8 / 1000, 1),
)
# LIVEs that have ended and have key numbers.
_KINDS = ("ended", "jpy", "top_creator", "seasoned_creator", "growing_creator", "vnd", "final")
_HEAD = (
    "\n| profile | loads | first panel painted, median | p90 | median of the aim "
    "| all panels, median | bytes until the first | requests until the first |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


def table_of(found: Sequence[tuple[Profile, Sequence[Load]]]) -> str:
    """The loads of each profile as a Markdown table."""
    lines = [_HEAD]
    for profile, loads in found:
        first = [one.first_ms for one in loads]
        p90 = quantiles(first, n=10, method="inclusive")[-1] if len(first) > 1 else first[0]
        lines.append(
            f"| {profile.name} | {len(loads)} | {median(first):.0f} ms | {p90:.0f} ms "
            f"| {median(first) / _AIM_MS:.0%} of {_AIM_MS / 1000:g} s "
            f"| {median(one.whole_ms for one in loads):.0f} ms "
            f"| {median(one.bytes for one in loads) / 1024:.0f} KB "
            f"| {median(one.requests for one in loads):.0f} |\n"
        )
    return "".join(lines)


async def measured(dev: DevProcess, loads: int) -> str:
    """The table of so many loads for each profile. One more, before them, warms the gateway."""
    found: list[tuple[Profile, list[Load]]] = []
    async with opened_chromium() as browser:
        await load(browser, _link(dev, 0), PROFILES[-1])
        for profile in PROFILES:
            taken = [await load(browser, _link(dev, at), profile) for at in range(loads)]
            found.append((profile, taken))
    return table_of(found)


def _link(dev: DevProcess, at: int) -> str:
    kind = _KINDS[at % len(_KINDS)]
    told = {"token": dev.token(kind), "language": "en"}
    return f"{dev.origin}/preview/{dev.session(kind)}#{urlencode(told)}"


def _main(loads: int, *, keeps: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = ("--creators", "45", "--analytics-delay", "0")
        with dev_process(Path(folder), *told, starts_within=300) as dev:
            table = asyncio.run(measured(dev, loads))
    sys.stdout.write(table)
    if keeps:
        append(
            "RESULTS-PREVIEW.md",
            table,
            command=f"python -m tests.bench.preview_bench --loads {loads} --keep",
            words="Browser, gateway, company and database share the machine; each load is cold.",
        )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--loads", type=int, default=10)
    options.add_argument("--keep", action="store_true")
    given = options.parse_args()
    _main(given.loads, keeps=given.keep)
