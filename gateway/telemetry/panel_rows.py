"""Panel rows: what is counted of panels, at one place for each of a document's in each state.

A page has eight of them, so that they are the most of what telemetry costs: one entry of one table
is looked up for each, and what is told of it is made of that when it is read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from prometheus_client.core import Metric as Family

from gateway.telemetry import declared
from gateway.telemetry.metric import WAITED, Counts, Durations
from loaders.watch import FAILED, Seen

# A document's operation, the panel, its state, and whether it was deferred.
Row = tuple[str, str, str, bool]


class PanelRows:
    """``budget`` is how soon a panel is to be there, in seconds."""

    def __init__(self, *, budget: float) -> None:
        self.budget = budget
        self._bounds = sorted({*WAITED, budget})
        self._in_time = self._bounds.index(budget) + 1
        self._rows: dict[Row, list[float]] = {}

    def add(self, operation: str, panels: Iterable[Seen]) -> None:
        """These have been seen in a run of that operation."""
        rows, bounds = self._rows, self._bounds
        for panel, state, seconds, is_deferred in panels:
            key = (operation, panel, state, is_deferred)
            row = rows.get(key)
            if row is None:
                row = rows[key] = [0] * (len(bounds) + 2)
            row[bisect_left(bounds, seconds)] += 1
            row[-1] += seconds

    def taken(self) -> dict[Row, list[float]]:
        """How it is now; what comes later does not change it."""
        return {key: row.copy() for key, row in self._rows.items()}

    def families(self, taken: Mapping[Row, Sequence[float]]) -> list[Family]:
        """As it is told: states, durations, and those that were in time."""
        answers, in_time = Counts(declared.PANEL_ANSWERS), Counts(declared.PANEL_IN_TIME)
        seconds = Durations(replace(declared.PANEL_SECONDS, bounds=self._bounds))
        for (operation, panel, state, is_deferred), row in taken.items():
            answers.add((operation, panel, state), sum(row[:-1]))
            if state != FAILED:
                in_time.add((operation, panel), sum(row[: self._in_time]))
                seconds.add_row((operation, panel, "later" if is_deferred else "first"), row)
        return [answers.told(), in_time.told(), seconds.told()]
