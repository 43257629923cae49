"""Measures: the newer of two counts is shown, and the last tick is one of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from loaders.counts import newest_at, newest_of
from loaders.last_tick import never_behind_tick
from loaders.measures import Counted, Finality, Measure, Measures, Missing, Provenance
from loaders.session import LastTick
from tests.fakes.documents import tick
from tests.fakes.times import ENDED_AT, STARTED_AT

EARLIER = ENDED_AT - timedelta(seconds=30)


def counted(views: int, as_of: datetime = ENDED_AT) -> Measures:
    """Views as they were counted at some time."""
    return Measures({Measure.VIEWS: Counted(views, Provenance(as_of, Finality.PROVISIONAL))})


def last_tick(at: datetime = ENDED_AT) -> LastTick:
    return msgspec.convert(tick(at), LastTick)


def test_what_was_counted_later_is_shown() -> None:
    """Even where it is smaller: the later count is the true one."""
    old, new = counted(2_000, EARLIER), counted(1_900)
    assert newest_of(old, new).counted == new.counted
    assert newest_of(new, old).counted == new.counted


def test_of_two_counts_of_one_moment_the_source_wins() -> None:
    """The last tick is a stand-in, and no more."""
    assert newest_of(counted(2_000), counted(1_900)).counted == counted(2_000).counted


def test_what_one_has_not_the_other_gives() -> None:
    """And then it is not missing any more; what neither has stays missing."""
    missing = {Measure.VIEWS: Missing.NOT_READY, Measure.LIKES: Missing.UPSTREAM_ERROR}
    found = newest_of(Measures({}, missing), counted(2_000))
    assert found.counted == counted(2_000).counted
    assert found.missing == {Measure.LIKES: Missing.UPSTREAM_ERROR}


def test_what_is_withheld_is_not_shown_from_elsewhere() -> None:
    """FORBIDDEN and NOT_SUPPORTED are for good: a tick does not get around them."""
    for why in (Missing.FORBIDDEN, Missing.NOT_SUPPORTED):
        found = newest_of(Measures({}, {Measure.VIEWS: why}), counted(2_000))
        assert found.counted == {}
        assert found.why_missing(Measure.VIEWS) is why


def test_what_nobody_speaks_of_is_not_ready() -> None:
    """A measure without a number has a reason in any case."""
    assert Measures({}).why_missing(Measure.VIEWS) is Missing.NOT_READY


TIMES = st.integers(min_value=0, max_value=3).map(lambda n: STARTED_AT + timedelta(seconds=n))
MEASURES = st.dictionaries(
    st.sampled_from(Measure),
    st.builds(
        Counted,
        st.integers(min_value=0, max_value=9),
        st.builds(Provenance, TIMES, st.sampled_from(Finality)),
    ),
    max_size=6,
).map(Measures)


@given(MEASURES, MEASURES)
def test_it_is_never_behind_either(ours: Measures, theirs: Measures) -> None:
    """Nothing is lost, nothing is made up, and no number is older than what either had."""
    merged = newest_of(ours, theirs).counted
    assert merged.keys() == ours.counted.keys() | theirs.counted.keys()
    for measure, shown in merged.items():
        had = [m.counted[measure] for m in (ours, theirs) if measure in m.counted]
        assert shown in had
        assert shown.provenance.as_of == max(one.provenance.as_of for one in had)
    assert newest_at(merged) == max((one.provenance.as_of for one in merged.values()), default=None)


def test_a_tick_is_provisional_after_the_end() -> None:
    """While the LIVE runs its numbers are LIVE; all are as of the tick."""
    for has_ended, finality in ((True, Finality.PROVISIONAL), (False, Finality.LIVE)):
        found = never_behind_tick(Measures({}), last_tick(), has_ended=has_ended).counted
        assert {one.provenance for one in found.values()} == {Provenance(ENDED_AT, finality)}


def test_a_tick_carries_what_the_creator_saw() -> None:
    """Exact money, averages and counts; not what is only known later."""
    found = never_behind_tick(Measures({}), last_tick(), has_ended=True).counted
    assert set(Measure) - found.keys() == {
        Measure.ATTRIBUTED_GMV,
        Measure.GMV_WITHIN_24H,
        Measure.REFUND_AMOUNT,
        Measure.ESTIMATED_COMMISSION,
        Measure.NEGATIVE_FEEDBACK,
    }
    assert found[Measure.DIRECT_GMV].value == Decimal("1170.00")
    assert found[Measure.AVERAGE_CONCURRENT_VIEWERS].value == Decimal("25.25")
    assert found[Measure.PEAK_CONCURRENT_VIEWERS].value == 79


def test_no_tick_is_no_number() -> None:
    """A LIVE that fell over at once never had one."""
    assert never_behind_tick(Measures({}), None, has_ended=True) == Measures({})
