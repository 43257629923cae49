"""Numbers of a LIVE, for tests of the arithmetic: any that a source could count."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from loaders.measures import Counted, Finality, Measure, Missing, Provenance
from resolvers.live_numbers import LiveNumbers
from tests.fakes.times import COUNTED_AT, ENDED_AT

MONEY = frozenset(
    {
        Measure.DIRECT_GMV,
        Measure.ATTRIBUTED_GMV,
        Measure.GMV_WITHIN_24H,
        Measure.REFUND_AMOUNT,
        Measure.ESTIMATED_COMMISSION,
    }
)
AVERAGES = frozenset({Measure.AVERAGE_CONCURRENT_VIEWERS, Measure.AVG_WATCH_SECONDS_PER_VIEW})
CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "VND", "IDR"])
COUNTS = st.integers(min_value=0, max_value=10**12)
AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2)


@st.composite
def live_numbers(draw: st.DrawFn, *, least: int = 0, gaps: bool = False) -> LiveNumbers:
    """Counts from ``least`` on, of one moment or several; with ``gaps`` some are missing."""
    counted: dict[Measure, Counted] = {}
    missing: dict[Measure, Missing] = {}
    for measure in Measure:
        if gaps and draw(st.booleans()):
            missing[measure] = draw(st.sampled_from(Missing))
            continue
        value: int | Decimal = draw(COUNTS.map(lambda n: n + least))
        if measure in MONEY or measure in AVERAGES:
            value = draw(AMOUNTS)
        as_of = COUNTED_AT + timedelta(seconds=draw(st.integers(min_value=0, max_value=9)))
        counted[measure] = Counted(value, Provenance(as_of, draw(st.sampled_from(Finality))))
    return LiveNumbers(
        counted=counted,
        missing=missing,
        currency=draw(CURRENCIES),
        air_seconds=draw(st.integers(min_value=0, max_value=100_000)),
        has_ended=True,
        as_of=COUNTED_AT,
        session_as_of=ENDED_AT,
    )
