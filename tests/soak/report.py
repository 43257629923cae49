"""Report: what a soak has found, for people."""

from __future__ import annotations

from collections import Counter

from tests.soak.run import Soak


def report_of(soak: Soak) -> str:
    """The whole report, wrong things last."""
    account, warm, after = soak.account, soak.warm, soak.after
    lines = [
        f"pages      {account.asked} asked: {_counts(account.answers)}",
        f"codes      {_counts(account.codes)}",
        f"time       slowest {account.slowest * 1000:.0f} ms, {account.late} late",
        f"watchers   {_counts(account.watched)}",
        f"memory     {warm.memory / 1e6:.0f} MB warm, {after.memory / 1e6:.0f} MB after",
        f"files      {warm.files} warm, {after.files} after",
        *(f"WRONG      {what}" for what in account.wrong),
        "all is well" if not account.wrong else f"{len(account.wrong)} things were wrong",
    ]
    return "\n".join(lines)


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common()) or "none"
