"""Results: what a run came to, as the text that is shown and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.bench.cores import Cores, machine
from tests.bench.equality import Proof
from tests.bench.gateways import OURS
from tests.bench.own_time import OwnTime
from tests.bench.results_words import libraries, what_is_compared
from tests.bench.rounds import Cell, Limits
from tests.bench.slow import DELAY_MS, IN_FLIGHT, Slowed
from tests.bench.special import LARGE
from tests.bench.subjects import Subjects
from tests.bench.targets import reasons
from tests.bench.targets import rows as target_rows

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
    own_time: OwnTime | None
    slow: Sequence[Slowed]
    grown: Sequence[Cell]

    def tables(self) -> str:
        """All tables, in Markdown."""
        return "\n\n".join(
            [self.targets(), self.table(), self.time_of_one(), self.growth(), self.while_slow()]
        )

    def targets(self) -> str:
        """What is to be reached, what was, and why what was not."""
        own_time = self.own_time.own if self.own_time else None
        table = "\n".join(target_rows(self.cells, own_time))
        why = "\n".join(reasons(self.cells, own_time))
        return f"{table}\n\nWhy what is missed is missed:\n\n{why}" if why else table

    def table(self) -> str:
        """The cells as a table."""
        return "\n".join([_HEAD, "|---|---|---|---|---|---|---|---|", *_rows(self.cells)])

    def time_of_one(self) -> str:
        """Where the time of one full page goes when nothing else is asked."""
        lines = [
            "| full page, 1 in flight | p50 | CPU a request |",
            "|---|---|---|",
            *(
                f"| {cell.gateway} | {cell.middle(lambda one: one.p50_ms):.1f} ms "
                f"| {cell.middle(lambda one: one.cpu_ms):.2f} ms |"
                for cell in self.alone
            ),
        ]
        own = self.own_time
        if own is None:
            return "\n".join(lines)
        reads = ", ".join(f"{name} {ms:.1f}" for name, ms in own.by_upstream.items())
        told = (
            f"Of {own.wall:.1f} ms that a client of {OURS.name} waits (development, which tells of "
            f"its calls) {own.session_read:.1f} are the read of the session, "
            f"{own.longest_read:.1f} the longest of the reads after it ({reads}), and "
            f"**{own.own:.1f} ms its own**, the way there and back included; by the gateway's own "
            f"clock, from the begin of the operation to its end, {own.told:.1f}."
        )
        return "\n".join([*lines, "", told])

    def growth(self) -> str:
        """What becomes of the cost of a page when there is more of something."""
        ours = [cell for cell in (*self.alone, *self.cells) if cell.gateway == OURS.name]
        pages = sorted(
            (cell for cell in ours if cell.scenario.name == "full page"),
            key=lambda cell: cell.scenario.in_flight,
        )
        lines = ["| more of what | CPU a request |", "|---|---|"]
        lines += [f"| {cell.scenario.title} | {_cpu(cell)} |" for cell in pages]
        eight = [cell for cell in pages if cell.scenario.in_flight == LARGE.in_flight]
        for large in (cell for cell in ours if cell.scenario == LARGE):
            times = f", {large.ratio_to(eight[0]):.2f} times the page's" if eight else ""
            lines.append(f"| {large.scenario.title} | {_cpu(large)}{times} |")
        for cell in self.grown:
            small = next(one for one in self.grown if one.scenario == cell.scenario)
            times = "" if cell is small else f", {cell.ratio_to(small):.2f} times that"
            lines.append(f"| {cell.scenario.title}, {cell.gateway} | {_cpu(cell)}{times} |")
        return "\n".join(lines)

    def while_slow(self) -> str:
        """What becomes of everybody while one upstream is slow."""
        head = f"| rewards answer after {DELAY_MS} ms | headlines/s | their p50 | their p99 "
        lines = [
            f"{head}| pages/s | their p50 |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {one.gateway} | {one.headlines.per_second:.0f} | {one.headlines.p50_ms:.1f} ms "
            f"| {one.headlines.p99_ms:.1f} ms | {one.pages.per_second:.0f} "
            f"| {one.pages.p50_ms:.0f} ms |"
            for one in self.slow
        ]
        return "\n".join(lines) if self.slow else "No upstream was made slow."

    def document(self) -> str:
        """The whole text of RESULTS.md."""
        kept = "of its own" if self.cores.are_apart else "shared with all else"
        rounds = f"{self.limits.rounds} rounds" if self.limits.rounds > 1 else "one round"
        return f"""# What a page costs

Written by the bench itself; do not edit. To repeat it: `{self.command}`

- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}
- load average {self.loads[0]:.1f} at the start and {self.loads[1]:.1f} at the end, the bench's
  own two busy cores included; the measured gateway has a core {kept}
- {libraries()}

First, all gateways gave the same data for the same {self.proof.answers} queries,
{self.proof.values:,} values in all. Then {rounds}, gateways in turns; medians. CPU is user and
system time of the gateway's process from the operating system. Ratios below 1 mean that we cost
less; they are medians of each round's own ratio. {len(self.subjects.lives):,} LIVEs and
{len(self.subjects.creators)} creators take turns, and no gateway sees a token twice.

## Targets

Ratios of ours to theirs. "reach" is what has to be shown, "aim" is where the others are left
behind.

{self.targets()}

## Figures

{self.table()}

{self.time_of_one()}

## Growth

{self.growth()}

## One slow upstream

{IN_FLIGHT} whole pages, which need the rewards, and {IN_FLIGHT} headlines, which do not, are asked
for at once.

{self.while_slow()}

{what_is_compared()}"""


def _cpu(cell: Cell) -> str:
    return f"{cell.middle(lambda one: one.cpu_ms):.3f} ms"


def _rows(cells: Sequence[Cell]) -> Iterator[str]:
    # Where the gateway itself was not asked, one of its own with other settings comes first.
    ours: dict[str, Cell] = {}
    for cell in cells:
        ours.setdefault(cell.scenario.title, cell)
    for cell in cells:
        first = ours[cell.scenario.title]
        ratio = "" if cell is first else f"{first.ratio_to(cell):.2f}"
        yield (
            f"| {cell.scenario.title} | {cell.gateway} | {_cpu(cell)} | {ratio} "
            f"| {cell.middle(lambda one: one.per_second):.0f} "
            f"| {cell.middle(lambda one: one.p50_ms):.1f} ms "
            f"| {cell.middle(lambda one: one.p99_ms):.1f} ms "
            f"| {cell.middle(lambda one: one.memory_mib):.0f} MiB |"
        )
