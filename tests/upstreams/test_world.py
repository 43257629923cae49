"""The facts of a company follow from its seed."""

from __future__ import annotations

import statistics
import tracemalloc
from collections import Counter
from itertools import pairwise

from tests.upstreams.asking import ANCHOR
from upstreams.company.documents import session_document
from upstreams.company.identifiers import (
    creator_id,
    creator_index,
    is_simulated,
    new_session_id,
    recording_id,
    session_id,
    session_position,
)
from upstreams.company.recordings import recordings_of
from upstreams.company.world import Seed, World


def test_two_worlds_of_one_seed_are_equal(world: World) -> None:
    """Documents and recordings depend on seed and anchor alone, whatever was asked before."""
    again = World(Seed(7, ANCHOR, 120))
    for index in reversed(range(again.size)):
        creator = again.creator(index)
        for session in again.history(creator):
            same = world.session_by_id(session.id)
            assert same is not None
            assert session_document(same) == session_document(session)
            assert recordings_of(same, ANCHOR) == recordings_of(session, ANCHOR)


def test_the_number_of_creators_changes_nobody(world: World) -> None:
    """A creator is the same in a company of 120 and of 50,000."""
    large = World(Seed(7, ANCHOR, 50_000))
    assert [large.creator(index) for index in range(100)] == [
        world.creator(index) for index in range(100)
    ]


def test_another_seed_is_another_company(world: World) -> None:
    """Ordinary creators differ between seeds; forced cases stay what they are."""
    other = World(Seed(8, ANCHOR, 120))
    assert [other.creator(index).followers for index in world.ordinary()] != [
        world.creator(index).followers for index in world.ordinary()
    ]
    assert other.kinds() == world.kinds()


def test_identifiers_can_be_read_back() -> None:
    """Ids are 19 digits beyond the precision of a double, and say whose they are."""
    assert creator_index(creator_id(49_999)) == 49_999
    assert session_position(session_id(49_999, 61)) == (49_999, 61)
    assert session_position(creator_id(3)) is None
    for stranger in ("", "68", "x" * 19, "72" + "9" * 18, "٦" * 19):
        assert creator_index(stranger) is None
        assert session_position(stranger) is None
    fresh = new_session_id()
    assert is_simulated(fresh)
    for session in (fresh, session_id(49_999, 61)):
        assert [len(recording_id(session, position)) for position in (0, 20)] == [19, 19]
    assert float(session_id(1, 1)) == float(session_id(1, 2))


def test_nobody_is_on_air_twice(world: World) -> None:
    """A creator's sessions follow one another, and all seeded ones are over at the anchor."""
    for index in range(world.size):
        sessions = world.history(world.creator(index))
        for before, after in pairwise(sessions):
            started = after.started_at or after.last_heard.at
            assert before.last_heard.at <= started, (before.id, after.id)
        assert all(session.last_heard.at <= ANCHOR for session in sessions)


def test_continuations_point_at_each_other() -> None:
    """What continues a session is what that session is continued by, within one broadcast."""
    large, seen = World(Seed(7, ANCHOR, 3_000)), 0
    for index in range(1_500):
        for session in large.history(large.creator(index)):
            if session.continuation_of is None:
                continue
            seen += 1
            before = large.session_by_id(session.continuation_of)
            assert before is not None
            assert before.continued_by == session.id
            assert before.broadcast_id == session.broadcast_id
            assert (session.started_at or 0) - before.last_heard.at <= 30 * 60
    assert seen > 50


def test_sessions_have_the_shape_of_the_company() -> None:
    """The mix of stages and the medians of a large sample are what was observed, roughly."""
    large = World(Seed(7, ANCHOR, 6_000))
    sessions = [
        session
        for index in list(large.ordinary())[:5_000]
        for session in large.history(large.creator(index))
    ]
    mix = Counter(session.creator.stage.name for session in sessions)
    for stage, share in {"NEW": 0.45, "GROWING": 0.33, "SEASONED": 0.19, "TOP": 0.03}.items():
        assert abs(mix[stage] / len(sessions) - share) < 0.05, mix
    whole = [one for one in sessions if one.air_seconds(ANCHOR) > 120 and one.is_shoppable]
    views = {
        stage: statistics.median(
            one.counters(ANCHOR).views for one in whole if one.creator.stage.name == stage
        )
        for stage in mix
    }
    assert 10 <= views["NEW"] <= 25
    assert 150 <= views["GROWING"] <= 310
    assert 1_300 <= views["SEASONED"] <= 3_000
    assert 14_000 <= views["TOP"] <= 36_000
    without_sale = {
        stage: statistics.mean(
            one.counters(ANCHOR).sku_orders == 0 for one in whole if one.creator.stage.name == stage
        )
        for stage in mix
    }
    assert without_sale["NEW"] > 0.85
    assert 0.4 < without_sale["GROWING"] < 0.75
    assert 0.05 < without_sale["SEASONED"] < 0.3
    assert without_sale["TOP"] < 0.04


def test_memory_does_not_grow_with_the_company() -> None:
    """Asking for sessions of 50,000 creators leaves no more behind than asking for a few."""
    large = World(Seed(7, ANCHOR, 50_000), remembered=300)

    def walk(indexes: range) -> int:
        for index in indexes:
            large.session(large.creator(index), 1)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        filled = walk(range(400))
        later = walk(range(400, 2_400))
    finally:
        tracemalloc.stop()
    assert later < filled * 1.2
