"""Formula: the ways in which a figure is worked out from plain measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from msgspec.structs import replace

from loaders.keys import Group
from loaders.measures import Finality, Measure, Missing
from loaders.metric_groups import GROUP_OF
from resolvers.figure import (
    AverageFigure,
    CountFigure,
    DurationFigure,
    Figure,
    MoneyFigure,
    RateFigure,
)
from resolvers.live_numbers import LiveNumbers
from resolvers.metric import Metric
from resolvers.money import money, rounded_money
from resolvers.provenance import provenance_of
from resolvers.scalars import Long

_SECONDS_AN_HOUR = Decimal(3600)


class Formula(Protocol):
    """How a metric becomes a figure, and the field groups that it cannot do without."""

    @property
    def groups(self) -> frozenset[Group]:
        """The field groups of the measures in it."""
        ...

    def figure(self, metric: Metric, numbers: LiveNumbers) -> Figure:
        """The figure of ``metric`` from ``numbers``; missing where a number is."""
        ...


@dataclass(frozen=True, slots=True)
class Plain:
    """A measure as it was counted."""

    measure: Measure
    make: Callable[[Metric, LiveNumbers, Measure], Figure]

    @property
    def groups(self) -> frozenset[Group]:
        """The group of the measure."""
        return frozenset({GROUP_OF[self.measure]})

    def figure(self, metric: Metric, numbers: LiveNumbers) -> Figure:
        """The measure's own figure."""
        return self.make(metric, numbers, self.measure)


@dataclass(frozen=True, slots=True)
class Part:
    """One count of another: a rate."""

    numerator: Measure
    denominator: Measure

    @property
    def groups(self) -> frozenset[Group]:
        """The groups of both."""
        return frozenset({GROUP_OF[self.numerator], GROUP_OF[self.denominator]})

    def figure(self, metric: Metric, numbers: LiveNumbers) -> Figure:
        """The rate with its numerator and denominator; nothing of nothing is missing, not 0."""
        why, said = provenance_of(metric, numbers, self.numerator, self.denominator)
        if why is not None:
            return RateFigure(value=None, numerator=None, denominator=None, missing=why, **said)
        part = int(numbers.counted[self.numerator].value)
        whole = int(numbers.counted[self.denominator].value)
        if whole == 0:
            why = Missing.BELOW_THRESHOLD
        return RateFigure(
            value=part / whole if whole else None,
            numerator=Long(part),
            denominator=Long(whole),
            missing=why,
            **said,
        )


@dataclass(frozen=True, slots=True)
class MoneyPer:
    """Money by ``times`` things of a count."""

    money: Measure
    denominator: Measure
    times: Decimal = Decimal(1)

    @property
    def groups(self) -> frozenset[Group]:
        """The groups of both."""
        return frozenset({GROUP_OF[self.money], GROUP_OF[self.denominator]})

    def figure(self, metric: Metric, numbers: LiveNumbers) -> Figure:
        """The amount, rounded to the currency's minor unit; by nothing it is missing."""
        why, said = provenance_of(metric, numbers, self.money, self.denominator)
        if why is not None:
            return MoneyFigure(value=None, missing=why, **said)
        count = Decimal(numbers.counted[self.denominator].value)
        if count == 0:
            return MoneyFigure(value=None, missing=Missing.BELOW_THRESHOLD, **said)
        each = Decimal(numbers.counted[self.money].value) / count * self.times
        return MoneyFigure(value=rounded_money(each, numbers.currency), missing=None, **said)


@dataclass(frozen=True, slots=True)
class PerHour:
    """A measure by hours on air."""

    measure: Measure
    is_money: bool

    @property
    def groups(self) -> frozenset[Group]:
        """The group of the measure; the time on air comes with the session."""
        return frozenset({GROUP_OF[self.measure]})

    def figure(self, metric: Metric, numbers: LiveNumbers) -> Figure:
        """The measure an hour; without any time on air it is missing."""
        why, said = provenance_of(metric, numbers, self.measure)
        if why is None and numbers.air_seconds == 0:
            why = Missing.BELOW_THRESHOLD
        if why is not None:
            form = MoneyFigure if self.is_money else AverageFigure
            return form(value=None, missing=why, **said)
        hours = Decimal(numbers.air_seconds) / _SECONDS_AN_HOUR
        each = Decimal(numbers.counted[self.measure].value) / hours
        if self.is_money:
            return MoneyFigure(value=rounded_money(each, numbers.currency), missing=None, **said)
        return AverageFigure(value=round(float(each), 2), missing=None, **said)


@dataclass(frozen=True, slots=True)
class AverageOf:
    """An average that a source has worked out over a count of things."""

    average: Measure
    things: Measure
    make: Callable[[Metric, LiveNumbers, Measure], Figure]

    @property
    def groups(self) -> frozenset[Group]:
        """The groups of both."""
        return frozenset({GROUP_OF[self.average], GROUP_OF[self.things]})

    def figure(self, metric: Metric, numbers: LiveNumbers) -> Figure:
        """The average's own figure; over nothing it is missing, whatever the source says."""
        things = numbers.counted.get(self.things)
        if things is None or things.value:
            return self.make(metric, numbers, self.average)
        rest = numbers.without({self.average}, Missing.BELOW_THRESHOLD)
        nothing = replace(numbers, counted=rest.counted, missing=rest.missing, figures={})
        return self.make(metric, nothing, self.average)


@dataclass(frozen=True, slots=True)
class AirTime:
    """The time on air, which the session itself knows."""

    @property
    def groups(self) -> frozenset[Group]:
        """None."""
        return frozenset()

    def figure(self, metric: Metric, numbers: LiveNumbers) -> Figure:
        """The seconds on air; final as soon as the LIVE has ended."""
        return DurationFigure(
            metric=metric,
            value=float(numbers.air_seconds),
            missing=None,
            as_of=numbers.session_as_of,
            finality=Finality.FINAL if numbers.has_ended else Finality.LIVE,
            is_estimated=False,
            final_at=None,
            restatement=None,
        )


def count(metric: Metric, numbers: LiveNumbers, measure: Measure) -> Figure:
    """The number of things counted."""
    why, said = provenance_of(metric, numbers, measure)
    value = None if why else Long(int(numbers.counted[measure].value))
    return CountFigure(value=value, missing=why, **said)


def amount(metric: Metric, numbers: LiveNumbers, measure: Measure) -> Figure:
    """The amount of money, as it came."""
    why, said = provenance_of(metric, numbers, measure)
    value = None if why else money(Decimal(numbers.counted[measure].value), numbers.currency)
    return MoneyFigure(value=value, missing=why, **said)


def average(metric: Metric, numbers: LiveNumbers, measure: Measure) -> Figure:
    """The average, as it came."""
    why, said = provenance_of(metric, numbers, measure)
    value = None if why else float(numbers.counted[measure].value)
    return AverageFigure(value=value, missing=why, **said)


def duration(metric: Metric, numbers: LiveNumbers, measure: Measure) -> Figure:
    """The seconds, as they came."""
    why, said = provenance_of(metric, numbers, measure)
    value = None if why else float(numbers.counted[measure].value)
    return DurationFigure(value=value, missing=why, **said)
