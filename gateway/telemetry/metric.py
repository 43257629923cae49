"""Metric: one figure as it is declared, and the two tables that figures are counted in.

Prometheus' own client makes the text; it is not asked at each event, since one of its counters
takes ten times as long as an entry of a dictionary.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TypeAlias

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)
from prometheus_client.core import (
    Metric as Family,
)

Labels: TypeAlias = tuple[str, ...]
Telling: TypeAlias = Callable[[], Family]
"""What was taken of a table, as it is told: to be called by who has time, in any thread."""

COUNTER, GAUGE, HISTOGRAM = "counter", "gauge", "histogram"
WAITED = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds, where somebody waits for others."""
WORKED = (0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
"""Seconds, where the gateway itself works."""


@dataclass(frozen=True, slots=True)
class Metric:
    """``labels`` are all but ``worker``, which every figure has. ``bounds`` are a histogram's."""

    name: str
    kind: str
    help: str
    labels: Labels = ()
    bounds: Sequence[float] = WAITED

    @property
    def samples(self) -> tuple[str, ...]:
        """The names under which it is told."""
        if self.kind == HISTOGRAM:
            return (f"{self.name}_bucket", f"{self.name}_count", f"{self.name}_sum")
        return (self.name,)

    def family(self, values: Iterable[tuple[Labels, float]]) -> Family:
        """What is told of a counter or a gauge, by its labels' values."""
        made = CounterMetricFamily if self.kind == COUNTER else GaugeMetricFamily
        family = made(self.name, self.help, labels=self.labels)
        for labels, value in values:
            family.add_metric(labels, value)
        return family


class Counts:
    """A counter: how often, or how much, by its labels' values."""

    __slots__ = ("_counts", "metric")

    def __init__(self, metric: Metric) -> None:
        self.metric = metric
        self._counts: dict[Labels, float] = {}

    def add(self, labels: Labels, by: float = 1) -> None:
        """So much more."""
        self._counts[labels] = self._counts.get(labels, 0) + by

    def told(self) -> Family:
        """How it is now."""
        return self.taken()()

    def taken(self) -> Telling:
        """How it is now, whatever comes later."""
        return partial(self.metric.family, list(self._counts.items()))


class Durations:
    """A histogram of seconds, by its labels' values."""

    __slots__ = ("_bounds", "_rows", "metric")

    def __init__(self, metric: Metric) -> None:
        self.metric = metric
        self._bounds = list(metric.bounds)
        self._rows: dict[Labels, list[float]] = {}

    def add(self, labels: Labels, seconds: float) -> None:
        """One more has taken so long."""
        row = self._rows.get(labels)
        if row is None:
            # One for each bound, one for what is longer than all, and their sum.
            row = self._rows[labels] = [0] * (len(self._bounds) + 2)
        row[bisect_left(self._bounds, seconds)] += 1
        row[-1] += seconds

    def add_row(self, labels: Labels, counted: Sequence[float]) -> None:
        """What was counted elsewhere by the same bounds: one for each, what is beyond, the sum."""
        row = self._rows.get(labels)
        self._rows[labels] = (
            list(counted)
            if row is None
            else [old + new for old, new in zip(row, counted, strict=True)]
        )

    def told(self) -> Family:
        """How it is now."""
        return self.taken()()

    def taken(self) -> Telling:
        """How it is now, whatever comes later."""
        return partial(self._family, {labels: row.copy() for labels, row in self._rows.items()})

    def _family(self, taken: Mapping[Labels, Sequence[float]]) -> Family:
        metric = self.metric
        family = HistogramMetricFamily(metric.name, metric.help, labels=metric.labels)
        names = [*map(str, metric.bounds), "+Inf"]
        for labels, row in taken.items():
            buckets = list(zip(names, accumulate(row[:-1]), strict=True))
            family.add_metric(labels, buckets, sum_value=row[-1])
        return family
