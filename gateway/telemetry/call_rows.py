"""Call rows: what is counted of the calls of each upstream, at one place for each of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from prometheus_client.core import Metric as Family

from gateway.telemetry import declared
from gateway.telemetry.metric import WAITED, Counts, Durations


@dataclass(slots=True)
class CallRow:
    """Of one upstream: durations as a histogram has them, then what else there is to tell."""

    seconds: list[float] = field(default_factory=lambda: [0.0] * (len(WAITED) + 2))
    outcomes: dict[str, int] = field(default_factory=dict)
    keys: int = 0
    joined: int = 0
    operations: int = 0

    def copy(self) -> CallRow:
        """One that does not change any more."""
        counted = (self.keys, self.joined, self.operations)
        return CallRow(self.seconds.copy(), self.outcomes.copy(), *counted)


class CallRows:
    """Of all upstreams."""

    def __init__(self) -> None:
        self._rows: dict[str, CallRow] = {}

    def add(
        self,
        upstream: str,
        outcome: str,
        seconds: float,
        *,
        keys: int,
        joined: int = 0,
        operations: int = 1,
    ) -> None:
        """One more call, for so many ``keys`` and ``operations``; so many keys were ``joined``, as
        ``endpage_upstream_joined_keys_total`` has it.
        """
        row = self._rows.get(upstream)
        if row is None:
            row = self._rows[upstream] = CallRow()
        row.seconds[bisect_left(WAITED, seconds)] += 1
        row.seconds[-1] += seconds
        row.outcomes[outcome] = row.outcomes.get(outcome, 0) + 1
        row.keys += keys
        row.joined += joined
        row.operations += operations

    def taken(self) -> dict[str, CallRow]:
        """How it is now; what comes later does not change it."""
        return {upstream: row.copy() for upstream, row in self._rows.items()}


def families_of_calls(taken: dict[str, CallRow]) -> list[Family]:
    """What was taken, as it is told."""
    seconds, calls = Durations(declared.UPSTREAM_SECONDS), Counts(declared.UPSTREAM_CALLS)
    keys, joined = Counts(declared.UPSTREAM_KEYS), Counts(declared.UPSTREAM_JOINED)
    operations = Counts(declared.UPSTREAM_OPERATIONS)
    for upstream, row in taken.items():
        seconds.add_row((upstream,), row.seconds)
        for outcome, count in row.outcomes.items():
            calls.add((upstream, outcome), count)
        keys.add((upstream,), row.keys)
        joined.add((upstream,), row.joined)
        operations.add((upstream,), row.operations)
    return [
        seconds.told(),
        calls.told(),
        keys.told(),
        joined.told(),
        operations.told(),
    ]
