"""Flatness: whether what the gateways hold grows, by three looks at their samples.

- Within a life: what caches, plans and the allocator may still take after the warm-up is bounded by
  ``MOST_IN_A_LIFE``; more is a burst that was never given back.
- The trend: a leak is seen as a slope. ``MOST_AN_HOUR`` is what a gateway could lose in each hour
  and still, beside the 120 MB with which it begins, live for a day in a container of 512 MB; nobody
  waits for longer than that with the next release. One life's slope is noise: judged is the mean of
  all lives long enough, less twice its standard error, so that only a slope that is really there is
  blamed. It takes ``_LEAST_LIVES`` lives, each of ``_LEAST_SPAN`` seconds after the warm-up.
- Generations: a process knows nothing of the one before it. When the last ones begin higher than
  the first, it is by what the sources and the database hold, of which it must not keep all:
  ``MOST_BETWEEN``.

Open files are compared when nothing is asked: at the end as at the beginning, but for a few.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, linear_regression, median, stdev

from tests.soak.life import Life, Sample

MOST_IN_A_LIFE = 48_000_000
MOST_AN_HOUR = 16_000_000
MOST_BETWEEN = 16_000_000
MOST_MORE_FILES = 10
_LEAST_SPAN = 120.0
_LEAST_LIVES = 3
_LEAST_SAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The mean of the lives' slopes and its standard error, in bytes an hour."""

    lives: int
    mean: float
    error: float

    @property
    def is_leak(self) -> bool:
        """Whether the growth is more than may be, and no noise."""
        return self.mean - 2 * self.error > MOST_AN_HOUR


def slope_of(samples: list[Sample]) -> float | None:
    """Bytes an hour, by least squares; None when the samples are too few or the time is short."""
    ages = [sample.age for sample in samples]
    if len(ages) < _LEAST_SAMPLES or ages[-1] - ages[0] < _LEAST_SPAN:
        return None
    return linear_regression(ages, [sample.memory for sample in samples]).slope * 3600


def trend_of(lives: list[Life], *, warm_seconds: float) -> Trend | None:
    """The trend over all lives that were long enough; None when they are too few."""
    all_slopes = [slope_of(life.warm(warm_seconds)) for life in lives]
    slopes = [slope for slope in all_slopes if slope is not None]
    if len(slopes) < _LEAST_LIVES:
        return None
    return Trend(lives=len(slopes), mean=fmean(slopes), error=stdev(slopes) / len(slopes) ** 0.5)


def between_generations(lives: list[Life], *, warm_seconds: float) -> int | None:
    """By how many bytes the last two lives were above the first two when they had become warm;
    None when there are not four.
    """
    warm = [life.warm(warm_seconds)[0].memory for life in lives if life.warm(warm_seconds)]
    if len(warm) < 4:
        return None
    return round(median(warm[-2:]) - median(warm[:2]))


def faults_of_memory(lives: list[Life], *, warm_seconds: float) -> list[str]:
    """What is too much, in words."""
    found = []
    for life in lives:
        warm = life.warm(warm_seconds)
        grown = warm[-1].memory - warm[0].memory if warm else 0
        if grown > MOST_IN_A_LIFE:
            found.append(f"{life.place}{life.number} has grown by {grown / 1e6:.0f} MB")
    trend = trend_of(lives, warm_seconds=warm_seconds)
    if trend is not None and trend.is_leak:
        found.append(f"memory grows by {trend.mean / 1e6:.1f} MB an hour")
    between = between_generations(lives, warm_seconds=warm_seconds)
    if between is not None and between > MOST_BETWEEN:
        found.append(f"the last gateways hold {between / 1e6:.0f} MB more than the first")
    return found
