"""Load results: the tables of the load bench, and the file that they are kept in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.bench.load_herd import Herd
from tests.bench.load_storm import Tally
from tests.bench.results_file import append


def table_of_storms(query: str, found: Sequence[tuple[str, Tally]], seconds: float) -> str:
    """The storms of one query, each beside the closed loop with 32, which is the first of them."""
    usual = found[0][1]
    lines = [
        f"\n{query}, {seconds:g} s each, open loop at three times the capacity found first.\n\n",
        "| load | whole pages/s | of that with 32 | gateway's core | whole pages a CPU second ",
        "| of that with 32 | p50 | p99 of the admitted | with an error | refused | lost | memory ",
        "| small query right after |\n",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    ]
    for name, tally in found:
        small = f"{tally.small_ms:.0f} ms" if tally.small_ms else ""
        lines.append(
            f"| {name} | {tally.goodput:.0f} | {tally.goodput / usual.goodput:.0%} | "
            f"{tally.processor:.0%} | {tally.per_processor_second:.0f} | "
            f"{tally.per_processor_second / usual.per_processor_second:.0%} | "
            f"{tally.percentile(0.5):.0f} ms | {tally.percentile(0.99):.0f} ms | "
            f"{tally.counts['partial']} | {tally.counts['503']} | "
            f"{tally.counts['lost']} | {tally.memory:.0f} MB | {small} |\n"
        )
    return "".join(lines)


def table_of_herds(name: str, found: Sequence[Herd]) -> str:
    """The herds of one query."""
    lines = [
        f"\nHerds of {len(found[0].answers)}, {name}, nothing kept, shop analytics silent.\n\n",
        "| herd | carried out | whole | median | worst | calls to it |\n",
        "|---|---|---|---|---|---|\n",
    ]
    for herd in found:
        whole = sum(told.is_whole for told in herd.answers)
        lines.append(
            f"| {herd.name} | {herd.carried_out} | {whole} | {herd.median_ms:.0f} ms | "
            f"{herd.worst_ms:.0f} ms | {herd.calls} |\n"
        )
    return "".join(lines)


def keep(told: str, settings: Mapping[str, str]) -> None:
    """Append the tables with the machine and the command that they come from."""
    changed = "".join(f" --set {name}={value}" for name, value in settings.items())
    append(
        "RESULTS-LOAD.md",
        told,
        command=f"python -m tests.bench.load_bench --keep{changed}",
        words="The gateway has one core, the load and the company another.\n"
        "Where others use the machine too, compare whole pages a CPU second of the gateway.",
    )
