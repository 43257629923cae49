"""Load bench: what the gateway does when more is asked of it than it can do.

    python -m tests.bench.load_bench [--seconds 8] [--set ENDPAGE_OPERATIONS=32] [--keep]

Loopback alone, bounded in number and time. It prints what it found, and appends it to
RESULTS-LOAD.md with ``--keep``.
"""

from __future__ import annotations

import argparse
import sys

import uvloop

from tests.bench.load_herd import Herd, herds
from tests.bench.load_results import keep, table_of_herds, table_of_storms
from tests.bench.load_stage import ROOT, Stage, company, stage
from tests.bench.load_storm import Tally, closed_loop, storm

_FULL = (ROOT / "web/operations/EndPageFull.graphql").read_text(encoding="utf-8")
_ONE_PANEL = """query Panel($sessionId: ID!) {
  endPage(sessionId: $sessionId) { metrics { status sales { directGmv { missing } } } } }"""
_CREATORS = 50
_CONNECTIONS = (300, 1_500)
_TIMES_CAPACITY = 3.0
_HERD = 100
_WARM_UP_SECONDS = 3.0


async def _storms(on: Stage, query: str, seconds: float) -> list[tuple[str, Tally]]:
    requests = [page.request(query) for page in on.pages[:300]]
    await closed_loop(on, requests, many=8, seconds=_WARM_UP_SECONDS)
    usual = await closed_loop(on, requests, many=32, seconds=seconds)
    found = [("closed loop, 32 connections", usual)]
    for many in _CONNECTIONS:
        rate = _TIMES_CAPACITY * usual.goodput
        told = await storm(on, requests, many=many, rate=rate, seconds=seconds)
        found.append((f"open loop, {many:,} connections", told))
        after = await closed_loop(on, requests, many=32, seconds=seconds / 2)
        found.append(("closed loop, 32 connections, right after", after))
    return found


async def _herds(on: Stage, query: str) -> list[Herd]:
    return await herds(on, [page.request(query) for page in on.pages], many=_HERD)


async def _main(seconds: float, settings: dict[str, str], *, keeps: bool) -> None:
    told = ""
    async with company(_CREATORS) as running:
        for name, query in (("Full page", _FULL), ("One panel", _ONE_PANEL)):
            async with stage(running, settings) as on:
                told += table_of_storms(name, await _storms(on, query, seconds), seconds)
            # Nothing is kept, so that every page of the herds needs the service.
            async with stage(running, settings | {"ENDPAGE_KEPT_MEGABYTES": "0"}) as on:
                told += table_of_herds(name, await _herds(on, query))
    sys.stdout.write(told)
    if keeps:
        keep(told, settings)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=8.0)
    options.add_argument("--set", action="append", default=[], metavar="ENDPAGE_NAME=VALUE")
    options.add_argument("--keep", action="store_true")
    given = options.parse_args()
    changed = dict(item.split("=", 1) for item in given.set)
    uvloop.run(_main(given.seconds, changed, keeps=given.keep))
