"""Results: what a rolling restart has come to, in words and numbers, and whether it was well."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.results_file import append
from tests.topology.rolling import Rolled

_MOST_SECONDS = 5.0


def faults_of(rolled: Rolled) -> list[str]:
    """Every promise that was not kept; an answer that was too late is one, too."""
    faults = [*rolled.asked.faults, *rolled.tally.faults, *rolled.untold]
    late = sum(seconds > _MOST_SECONDS for seconds in rolled.tally.back)
    if late:
        faults.append(f"{late} were back later than after {_MOST_SECONDS:g} seconds")
    if rolled.exit_codes != [0, 0]:
        faults.append(f"the gateways ended with {rolled.exit_codes}")
    if rolled.tally.completed != rolled.streams or rolled.tally.ended != rolled.streams:
        faults.append(f"{rolled.tally.ended} of {rolled.streams} were told their end")
    return faults


def table_of(rolled: Rolled) -> str:
    """The numbers as a Markdown table."""
    asked, tally = rolled.asked, rolled.tally
    reached = [back - waited for back, waited in zip(tally.back, tally.waited, strict=True)]
    failed = sum(many for kind, many in asked.answers.items() if kind.endswith("failed"))
    shares = f"{asked.answers['mutations']:,} ({rolled.shares:,})"
    away = ", ".join(f"{many:,} {reason}" for reason, many in sorted(tally.sent_away.items()))
    rows = [
        ("streams", f"{rolled.streams:,}"),
        ("each gateway replaced in", ", ".join(f"{one:.1f} s" for one in rolled.seconds)),
        ("connections lost", f"{tally.lost:,} ({away})"),
        ("back after (median, 99 %, most)", _spread(tally.back)),
        ("of it without the client's own wait", _spread(reached)),
        ("later than 5 s", f"{sum(one > _MOST_SECONDS for one in tally.back):,}"),
        ("told their end, once", f"{tally.ended:,} of {rolled.streams:,}"),
        ("told it again after a cut before `complete`", f"{tally.ends_told_again:,}"),
        ("not as the database says", f"{len(rolled.untold):,}"),
        ("queries", f"{asked.answers['queries']:,}"),
        ("shares made and ended again (in the database)", shares),
        ("failed", f"{failed:,}"),
        ("answered after (median, 99 %, most)", _spread(asked.seconds)),
        ("connections refused, so that nginx asked the other", f"{rolled.refused:,}"),
        ("answers that nginx lost", f"{rolled.lost:,}"),
    ]
    return "\n| | |\n|---|---|\n" + "".join(f"| {name} | {value} |\n" for name, value in rows)


def keep(told: str, command: str) -> None:
    """Append it with the machine and the command that it comes from."""
    append(
        "RESULTS-TOPOLOGY.md",
        told,
        command=command,
        words=(
            "Two gateways in production settings behind Debian's nginx with docker/nginx, MongoDB\n"
            "embedded; all of it, clients too, on these cores."
        ),
    )


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    in_order = sorted(seconds)
    picked = (in_order[int(part * (len(in_order) - 1))] for part in (0.5, 0.99, 1.0))
    return ", ".join(f"{one:.2f} s" for one in picked)
