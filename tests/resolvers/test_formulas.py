"""Formulas: the page adds up, whatever was counted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given

from loaders.measures import Finality, Measure, Missing
from resolvers.figure import CountFigure, DurationFigure, MoneyFigure, RateFigure
from resolvers.formula import MoneyPer, Part, PerHour, Plain
from resolvers.formulas import FORMULAS, figure
from resolvers.live_numbers import LiveNumbers
from resolvers.metric import Metric
from tests.resolvers.numbers import live_numbers

RATES = [metric for metric, formula in FORMULAS.items() if isinstance(formula, Part)]


def shown(metric: Metric, numbers: LiveNumbers) -> Any:
    """The figure, of whatever kind."""
    return figure(metric, numbers)


def half_a_unit(numbers: LiveNumbers) -> Fraction:
    """The most that rounding to the currency's minor unit can change."""
    minor = Fraction(1, 100) if numbers.currency in {"USD", "EUR"} else Fraction(1)
    return minor / 2


def amount_of(found: MoneyFigure) -> Fraction:
    assert found.value is not None
    return Fraction(found.value.amount)


def test_every_metric_has_a_formula() -> None:
    """All but UNKNOWN, which is for words of tomorrow."""
    assert FORMULAS.keys() == set(Metric) - {Metric.UNKNOWN}


@given(live_numbers(least=1))
def test_the_gpm_identity_holds(numbers: LiveNumbers) -> None:
    """Show GPM = ERR x LIVE CTR x CTOR x GMV an SKU order x 1000, but for rounding once."""
    product = Fraction(1000)
    for metric in (Metric.ENTER_ROOM_RATE, Metric.LIVE_CTR, Metric.CLICK_TO_ORDER_RATE):
        rate: RateFigure = shown(metric, numbers)
        assert rate.numerator is not None
        assert rate.denominator is not None
        product *= Fraction(rate.numerator, rate.denominator)
    orders: CountFigure = shown(Metric.SKU_ORDERS, numbers)
    assert orders.value is not None
    product *= amount_of(shown(Metric.DIRECT_GMV, numbers)) / orders.value
    # Decimal arithmetic itself has 28 digits; what it loses is far below any minor unit.
    tiny = Fraction(1, 10**6)
    assert abs(amount_of(shown(Metric.SHOW_GPM, numbers)) - product) <= half_a_unit(numbers) + tiny


@given(live_numbers())
def test_a_rate_is_its_numerator_by_its_denominator(numbers: LiveNumbers) -> None:
    """Nothing of nothing is BELOW_THRESHOLD, and still says what it is made of; never 0."""
    for metric in RATES:
        rate: RateFigure = shown(metric, numbers)
        formula = FORMULAS[metric]
        assert isinstance(formula, Part)
        assert rate.numerator == numbers.counted[formula.numerator].value
        assert rate.denominator == numbers.counted[formula.denominator].value
        if rate.denominator == 0:
            assert (rate.value, rate.missing) == (None, Missing.BELOW_THRESHOLD)
        else:
            part, whole = rate.numerator, rate.denominator
            assert part is not None
            assert whole is not None
            assert (rate.value, rate.missing) == (part / whole, None)


@given(live_numbers())
def test_money_by_a_count_is_rounded_once(numbers: LiveNumbers) -> None:
    """The exact quotient, rounded to the minor unit of the currency; by nothing it is missing."""
    for metric, formula in FORMULAS.items():
        if not isinstance(formula, MoneyPer):
            continue
        found: MoneyFigure = shown(metric, numbers)
        count = int(numbers.counted[formula.denominator].value)
        if count == 0:
            assert (found.value, found.missing) == (None, Missing.BELOW_THRESHOLD)
            continue
        exact = Fraction(numbers.counted[formula.money].value) / count * Fraction(formula.times)
        assert abs(amount_of(found) - exact) <= half_a_unit(numbers) + Fraction(1, 10**6)
        assert found.value is not None
        places = -int(found.value.amount.as_tuple().exponent)
        assert places == (2 if numbers.currency in {"USD", "EUR"} else 0)


@given(live_numbers())
def test_an_hours_worth_needs_an_hour(numbers: LiveNumbers) -> None:
    """By the time on air; without any it is missing."""
    for metric, formula in FORMULAS.items():
        if isinstance(formula, PerHour):
            found = shown(metric, numbers)
            is_missing = numbers.air_seconds == 0
            assert (found.missing is Missing.BELOW_THRESHOLD) == is_missing
            assert (found.value is None) == is_missing


@given(live_numbers(gaps=True))
def test_a_figure_has_a_value_or_says_why_not(numbers: LiveNumbers) -> None:
    """One of the two, always; what is worked out is missing where a part of it is."""
    for metric, formula in FORMULAS.items():
        found = shown(metric, numbers)
        assert found.metric is metric
        assert (found.value is None) == (found.missing is not None)
        if isinstance(formula, Plain) and formula.measure in numbers.missing:
            assert found.missing is numbers.missing[formula.measure]


@given(live_numbers())
def test_a_figure_is_as_old_as_its_oldest_part(numbers: LiveNumbers) -> None:
    """And only as final as the least final one."""
    for metric in RATES:
        formula = FORMULAS[metric]
        assert isinstance(formula, Part)
        parts = [numbers.counted[m].provenance for m in (formula.numerator, formula.denominator)]
        found: RateFigure = shown(metric, numbers)
        assert found.as_of == min(part.as_of for part in parts)
        if found.finality is Finality.FINAL:
            assert {part.finality for part in parts} == {Finality.FINAL}


@given(live_numbers())
def test_money_is_never_rounded_where_it_was_counted(numbers: LiveNumbers) -> None:
    """The amount that came is the amount that is shown, to the last digit."""
    found: MoneyFigure = shown(Metric.DIRECT_GMV, numbers)
    assert found.value is not None
    assert found.value.amount == Decimal(numbers.counted[Measure.DIRECT_GMV].value)
    assert found.value.currency_code == numbers.currency


@given(live_numbers())
def test_only_the_commission_is_an_estimate(numbers: LiveNumbers) -> None:
    """It differs from what is paid; everything else is a count."""
    estimated = [metric for metric in FORMULAS if shown(metric, numbers).is_estimated]
    assert estimated == [Metric.ESTIMATED_COMMISSION]


@given(live_numbers())
def test_time_on_air_needs_no_source(numbers: LiveNumbers) -> None:
    """It comes with the session."""
    found: DurationFigure = shown(Metric.AIR_SECONDS, numbers)
    assert found.value == numbers.air_seconds
