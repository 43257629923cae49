"""Ownership bench: whether the time of a refusal tells somebody else's LIVE from one there is not.

    python -m tests.bench.ownership_bench

Both are asked for in turns, so that whatever the machine does happens to both. What is told is how
far the medians are apart, and how probable a difference between the two rows would be by chance.
"""

from __future__ import annotations

import asyncio
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.abuse.owner_stage import OwnerStage, owner_stage
from tests.abuse.ownership_asked import told
from tests.abuse.ownership_probes import PROBES

_ROUNDS = 400
_NAMES = ("page", "node Metrics", "node Recording", "links to their recording")


def difference(ones: Sequence[float], others: Sequence[float]) -> float:
    """How many standard errors the rank sums of two rows are apart (Mann-Whitney, as a normal)."""
    ranked = sorted([(one, 0) for one in ones] + [(other, 1) for other in others])
    ranks = sum(rank for rank, (_, row) in enumerate(ranked, start=1) if row == 0)
    count, total = len(ones), len(ranked)
    expected = count * (total + 1) / 2
    spread = math.sqrt(count * len(others) * (total + 1) / 12)
    return (ranks - expected) / spread


async def _times(stage: OwnerStage, name: str) -> tuple[list[float], list[float]]:
    [probe] = [one for one in PROBES if one.name == name]
    rows: tuple[list[float], list[float]] = ([], [])
    for number in range(_ROUNDS):
        order = (0, 1) if number % 2 else (1, 0)
        for row in order:
            sought = (stage.theirs, stage.unknown)[row]
            began = time.perf_counter()
            await told(stage, probe, sought)
            rows[row].append(time.perf_counter() - began)
    return rows


async def _main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with owner_stage(Path(folder)) as stage:
            for name in _NAMES:
                theirs, unknown = await _times(stage, name)
                medians = [statistics.median(row) * 1_000 for row in (theirs, unknown)]
                errors = difference(theirs, unknown)
                sys.stdout.write(
                    f"{name}: theirs {medians[0]:.2f} ms, unknown {medians[1]:.2f} ms, "
                    f"{errors:+.1f} standard errors apart; beyond 4 they can be told apart\n"
                )


if __name__ == "__main__":
    asyncio.run(_main())
