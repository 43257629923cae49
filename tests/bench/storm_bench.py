"""Storm bench: what becomes of one gateway process when many LIVEs end at nine, in simulated time.

    python -m tests.bench.storm_bench [--page-ms 5.1] [--told-ms 0.8] [--refused-ms 0.2] [--keep]

The costs are what RESULTS.md (full page, 32 in flight), RESULTS-SUBSCRIBERS.md (CPU an update) and
RESULTS-LOAD.md have measured last. It prints what it found, and appends it to RESULTS-STORM.md with
``--keep``.
"""

from __future__ import annotations

import argparse
import sys

from tests.bench.hour_storm import Costs, Outcome, Storm, storm_of
from tests.bench.results_file import append

_SIZES = (500, 1_000, 1_500, 2_000, 3_000, 5_000)
_MEANS = ((False, False), (False, True), (True, False), (True, True))
_HEAD = (
    "\n| LIVEs that end | hint | admission | pages within 60 s | within 10 s | p50 | p99 "
    "| news p99 | sent away | waited in vain | over after |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|\n"
)


def _row(storm: Storm, outcome: Outcome) -> str:
    paged, told = outcome.paged, outcome.told
    return (
        f"| {storm.lives:,} | {_yes(storm.has_hint)} | {_yes(storm.has_admission)} "
        f"| {len(paged):,} "
        f"| {outcome.share_within(10) * len(paged) / storm.lives:.0%} "
        f"| {outcome.percentile(paged, 0.5):.1f} s | {outcome.percentile(paged, 0.99):.1f} s "
        f"| {outcome.percentile(told, 0.99):.2f} s | {outcome.refused:,} | {outcome.given_up:,} "
        f"| {outcome.over_after:.0f} s |\n"
    )


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _main(costs: Costs, *, keeps: bool) -> None:
    told = _HEAD
    for lives in _SIZES:
        for has_hint, has_admission in _MEANS:
            storm = Storm(lives, has_hint=has_hint, has_admission=has_admission)
            told += _row(storm, storm_of(storm, costs))
            sys.stderr.write(f"storm: {lives:,} LIVEs\n")
    sys.stdout.write(told)
    if keeps:
        append(
            "RESULTS-STORM.md",
            told,
            command=(
                f"python -m tests.bench.storm_bench --page-ms {costs.page_ms:g} "
                f"--told-ms {costs.told_ms:g} --refused-ms {costs.refused_ms:g} --keep"
            ),
            words=(
                "One process, one core, in simulated time; the costs are measured. All LIVEs end "
                "within five\nseconds, and all creators ask for the full page, wait three seconds "
                "for it and ask again after one."
            ),
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page-ms", type=float, default=5.1, help="CPU of a full page")
    parser.add_argument("--told-ms", type=float, default=0.8, help="CPU to tell one of an end")
    parser.add_argument("--refused-ms", type=float, default=0.2, help="CPU to send one away")
    parser.add_argument("--sources-ms", type=float, default=30.0, help="how long sources take")
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    _main(Costs(given.page_ms, given.told_ms, given.refused_ms, given.sources_ms), keeps=given.keep)
