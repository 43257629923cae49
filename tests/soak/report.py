"""Report: what a soak has found, as a section of Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.cores import load_average, machine
from tests.soak.flatness import (
    MOST_AN_HOUR,
    MOST_BETWEEN,
    MOST_IN_A_LIFE,
    MOST_MORE_FILES,
    between_generations,
    slope_of,
    trend_of,
)
from tests.soak.life import Life
from tests.soak.run import Soak

RESULTS = Path(__file__).with_name("RESULTS.md")


def report_of(soak: Soak, *, command: str) -> str:
    """The whole section, wrong things last."""
    return "\n\n".join(
        [
            f"## Soak, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            _head(soak, command),
            _table(_counts_of(soak), ("what", "count")),
            f"Memory, in MB; warm is after {soak.plan.warm_seconds:.0f} s.",
            _table(
                [_row(life, soak.plan.warm_seconds) for life in soak.pair.lives],
                ("gateway", "lived", "ended", "samples", "warm", "last", "most", "an hour"),
            ),
            _judgement(soak),
            _verdict(soak),
        ]
    )


def keep(report: str) -> None:
    """Append it to RESULTS.md."""
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(f"\n{report}\n")


def _head(soak: Soak, command: str) -> str:
    plan = soak.plan
    asked = f"{soak.rate:.1f} pages a second"
    if soak.capacity is not None:
        asked += f", half of the {soak.capacity:.1f} that both gateways gave first"
    cut = ", cut short" if soak.was_cut else ""
    return (
        f"`{command}` on {machine()}; load average {soak.load_at_first:.1f} at first and "
        f"{load_average():.1f} at last; seed {plan.seed}.\n"
        f"{soak.passed / 60:.1f} minutes{cut}; {asked}; {plan.slots} LIVEs at a time, each watched "
        f"in three ways; tokens of {plan.token_seconds} s."
    )


def _counts_of(soak: Soak) -> list[tuple[str, str]]:
    account, watched, pair = soak.account, soak.account.watched, soak.pair
    calm = sum(account.calm.values())
    return [
        ("pages", f"{account.asked}: {_listed(account.answers)}"),
        ("of them while all was well", f"{calm}: {_listed(account.calm)}"),
        (
            "error budget of that, for when one gateway is away",
            f"{account.spent} spent of {account.budget}",
        ),
        ("codes", _listed(account.codes)),
        ("codes while all was well", _listed(account.calm_codes)),
        ("asked again at the other gateway", _listed(account.retried)),
        ("slowest page", f"{account.slowest * 1000:.0f} ms"),
        ("late", f"{account.late} after {account.in_seconds:g} s"),
        ("faults", f"{soak.troubles.faults} in {soak.troubles.times} times of trouble"),
        ("restarts", _listed(Counter(pair.restarts))),
        ("rotations of keys", f"{soak.issuer.rotations}, {soak.issuer.removed} keys removed"),
        (
            "tokens signed",
            f"{soak.issuer.signed}; the keys were fetched {soak.issuer.fetched} times",
        ),
        ("tokens renewed by watchers", _listed(account.renewed)),
        ("LIVEs", str(account.lives)),
        (
            "ends",
            f"{watched['begun']} to be heard: {_listed(_ends_of(watched))}",
        ),
        ("slowest end", f"{account.slowest_told * 1000:.0f} ms after it was written"),
        ("updates", f"{watched['updates']}, {watched['updates with an error']} with an error"),
        ("watchers connected again", str(watched["connected again"])),
        *(
            (f"open files of {name}, idle", f"{first} at first, {last} at last")
            for name, (first, last) in soak.idle_files.items()
        ),
    ]


def _ends_of(watched: Counter[str]) -> Counter[str]:
    names = {"heard the end": "heard", "lost": "lost", "heard it twice": "heard twice"}
    return Counter({told: watched[name] for name, told in names.items()})


def _row(life: Life, warm_seconds: float) -> tuple[str, ...]:
    warm = life.warm(warm_seconds)
    slope = slope_of(warm)
    return (
        f"{life.place}{life.number}",
        f"{life.lasted:.0f} s",
        life.end,
        str(len(life.samples)),
        f"{warm[0].memory / 1e6:.1f}" if warm else "",
        f"{warm[-1].memory / 1e6:.1f}" if warm else "",
        f"{max(sample.memory for sample in life.samples) / 1e6:.1f}" if life.samples else "",
        "" if slope is None else f"{slope / 1e6:+.1f}",
    )


def _judgement(soak: Soak) -> str:
    lives, warm = soak.pair.lives, soak.plan.warm_seconds
    trend = trend_of(lives, warm_seconds=warm)
    between = between_generations(lives, warm_seconds=warm)
    told_trend = (
        "not judged, since too few lives were long enough"
        if trend is None
        else f"{trend.mean / 1e6:+.1f} MB an hour, standard error {trend.error / 1e6:.1f}, "
        f"over {trend.lives} lives"
    )
    told_between = "not judged" if between is None else f"{between / 1e6:+.1f} MB"
    return (
        f"- Trend: {told_trend} (bound: {MOST_AN_HOUR / 1e6:.0f} MB an hour).\n"
        f"- From the first gateways to the last: {told_between} (bound: "
        f"{MOST_BETWEEN / 1e6:.0f} MB).\n"
        f"- In one life after the warm-up at most {MOST_IN_A_LIFE / 1e6:.0f} MB, and at most "
        f"{MOST_MORE_FILES} open files more than at first. `flatness.py` says why."
    )


def _verdict(soak: Soak) -> str:
    account = soak.account
    if not account.wrongs:
        return "Nothing was wrong."
    told = "\n".join(f"- {account.times[what]}: {what}" for what in account.wrong)
    return f"**{account.wrongs} things were wrong**, of which:\n\n{told}"


def _table(rows: Sequence[tuple[str, ...]], names: tuple[str, ...]) -> str:
    lines = [names, tuple("---" for _ in names), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _listed(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common()) or "none"
