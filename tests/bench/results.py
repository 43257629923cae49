"""Results: what a run came to, as the text that is shown and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from tests.bench.cores import Cores, machine
from tests.bench.equality import Proof
from tests.bench.gateways import OURS
from tests.bench.own_time import OwnTime
from tests.bench.rounds import Cell, Limits
from tests.bench.subjects import Subjects

_LIBRARIES = (
    "strawberry-graphql",
    "graphql-core",
    "starlette",
    "uvicorn",
    "uvloop",
    "aiodataloader",
    "httpx",
    "httpx-aiohttp",
    "aiohttp",
    "motor",
    "pymongo",
    "msgspec",
    "pyjwt",
)
_HEAD = "| scenario | gateway | CPU a request | our CPU to its | requests/s | p50 | p99 | memory |"


@dataclass(frozen=True, slots=True)
class Results:
    """All that a run found."""

    command: str
    cores: Cores
    loads: tuple[float, float]
    limits: Limits
    subjects: Subjects
    proof: Proof
    cells: Sequence[Cell]
    alone: Sequence[Cell]
    own_time: OwnTime

    def table(self) -> str:
        """The cells as a table in Markdown."""
        return "\n".join([_HEAD, "|---|---|---|---|---|---|---|---|", *_rows(self.cells)])

    def time_of_one(self) -> str:
        """Where the time of one full page goes when nothing else is asked."""
        own = self.own_time
        reads = ", ".join(f"{name} {ms:.1f}" for name, ms in own.by_upstream.items())
        told = (
            f"Of {own.wall:.1f} ms that a client of {OURS.name} waits (development, which tells of "
            f"its calls) {own.session_read:.1f} are the read of the session, "
            f"{own.longest_read:.1f} the longest of the reads after it ({reads}), and "
            f"**{own.own:.1f} ms its own**, the way there and back included."
        )
        lines = [
            "| full page, 1 in flight | p50 | CPU a request |",
            "|---|---|---|",
            *(
                f"| {cell.gateway} | {cell.middle(lambda one: one.p50_ms):.1f} ms "
                f"| {cell.middle(lambda one: one.cpu_ms):.2f} ms |"
                for cell in self.alone
            ),
            "",
            told,
        ]
        return "\n".join(lines)

    def document(self) -> str:
        """The whole text of RESULTS.md."""
        kept = "of its own" if self.cores.are_apart else "shared with all else"
        rounds = f"{self.limits.rounds} rounds" if self.limits.rounds > 1 else "one round"
        libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
        return f"""# What a page costs

Written by the bench itself; do not edit. To repeat it: `{self.command}`

- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}
- load average {self.loads[0]:.1f} at the start and {self.loads[1]:.1f} at the end, the bench's
  own two busy cores included; the measured gateway has a core {kept}
- {libraries}

First, all gateways gave the same data for the same {self.proof.answers} queries,
{self.proof.values:,} values in all. Then {rounds}, gateways in turns; medians. CPU is user and
system time of the gateway's process from the operating system. Ratios below 1 mean that we cost
less; they are medians of each round's own ratio. {len(self.subjects.lives):,} LIVEs and
{len(self.subjects.creators)} creators take turns, and no gateway sees a token twice.

{self.table()}

{self.time_of_one()}

## What is compared

- **{OURS.name}**: `endpage serve` in production, with its log line for each operation, deadlines,
  limits and masked errors.
- **reference executor**: the same gateway with `ENDPAGE_EXECUTION=reference`.
- **stock Strawberry**: the same page as Strawberry's documentation writes it
  (`peers/stock_strawberry.py`): its ASGI view and dataloader, httpx, motor, json, PyJWT. It has no
  logs, deadlines or limits. It joins one request's keys to one call for each upstream, as we do; it
  does not look ahead, so the list reads figures that were not asked for.
- **its caches on**: the same with Strawberry's own parser and validation caches.

The operations are those in `web/operations`: EndPageFull, EndPageHeadline, RecentLives. The three
services are one small server of prebuilt bytes; MongoDB is the embedded one of the reference
company, which with the load shares the other core and bounds the requests a second of the small
queries: compare CPU first. Answers differ in two moments only, which are left out of the proof:
`servedAt` and `recordings.asOf`.
"""


def _rows(cells: Sequence[Cell]) -> Iterator[str]:
    ours = {cell.scenario: cell for cell in cells if cell.gateway == OURS.name}
    for cell in cells:
        ratio = "" if cell.gateway == OURS.name else f"{ours[cell.scenario].ratio_to(cell):.2f}"
        yield (
            f"| {cell.scenario.title} | {cell.gateway} "
            f"| {cell.middle(lambda one: one.cpu_ms):.2f} ms | {ratio} "
            f"| {cell.middle(lambda one: one.per_second):.0f} "
            f"| {cell.middle(lambda one: one.p50_ms):.1f} ms "
            f"| {cell.middle(lambda one: one.p99_ms):.1f} ms "
            f"| {cell.middle(lambda one: one.memory_mib):.0f} MiB |"
        )
