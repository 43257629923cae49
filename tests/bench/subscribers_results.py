"""Subscribers results: the tables of the subscribers bench, and the file that they are kept in."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.results_file import append
from tests.bench.subscribers_deliver import Delivery
from tests.bench.subscribers_hold import Holding

_MOST_KILOBYTES = {"WebSocket": 14.0, "SSE": 18.0}
_MOST_UPDATE_US = 60.0
_MOST_SECONDS = 1.0
_HELD = (
    "\nHeld, each of a LIVE and a creator of its own.\n\n"
    "| subscribers | memory of one | of the target | baseline | with all of them "
    "| CPU to subscribe one | idle CPU | lost, or told an error |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
_TOLD = (
    "\nTold of one change each, all written by one command. What the database needed for it is "
    "part\nof every time from the command on.\n\n"
    "| told of | CPU an update | of the target | the write took | from the last event read to the "
    "last told | of the target | from the write's return | from the first told | updates "
    "| with 0, 1, more ends |\n"
    "|---|---|---|---|---|---|---|---|---|---|\n"
)


def table_of_holdings(found: Sequence[Holding]) -> str:
    """Those who wait."""
    lines = [_HELD]
    for held in found:
        most = _MOST_KILOBYTES[held.name]
        lines.append(
            f"| {held.many:,} {held.name} | {held.kilobytes:.1f} KB | "
            f"{held.kilobytes / most:.0%} of {most:g} KB | {held.baseline_mb:.0f} MB | "
            f"{held.held_mb:.0f} MB | {held.subscribe_us:.0f} us | {held.idle_share:.1%} | "
            f"{held.lost} |\n"
        )
    return "".join(lines)


def table_of_deliveries(found: Sequence[Delivery]) -> str:
    """Those who are told."""
    lines = [_TOLD]
    for told in found:
        after = told.last_at - told.heard_at
        more = told.many - told.ends[0] - told.ends[1]
        lines.append(
            f"| {told.many:,} {told.name} | {told.update_us:.0f} us | "
            f"{told.update_us / _MOST_UPDATE_US:.0%} of {_MOST_UPDATE_US:g} us | "
            f"{told.written.seconds:.2f} s | {after:.2f} s | "
            f"{after / _MOST_SECONDS:.0%} of {_MOST_SECONDS:g} s | "
            f"{told.last_at - told.written.returned:.2f} s | "
            f"{told.last_at - told.first_at:.2f} s | {told.updates:,} | "
            f"{told.ends[0]:,}, {told.ends[1]:,}, {more:,} |\n"
        )
    return "".join(lines)


def keep(told: str, subscribers: int) -> None:
    """Append the tables with the machine and the command that they come from."""
    append(
        "RESULTS-SUBSCRIBERS.md",
        told,
        command=f"python -m tests.bench.subscribers_bench --subscribers {subscribers} --keep",
        words="The gateway has one core; the clients, the company and its database share another.",
    )
