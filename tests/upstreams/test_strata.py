"""Every company has every rare case."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.upstreams.asking import ANCHOR
from upstreams.company.documents import session_document
from upstreams.company.recordings import recordings_of
from upstreams.company.running import running_sessions
from upstreams.company.sessions import Session
from upstreams.company.settlement import finality, settled
from upstreams.company.strata import STRATA
from upstreams.company.world import Seed, World
from upstreams.shop_analytics.cohorts import LEAST_COHORT, cohort_of, peers
from upstreams.shop_analytics.sales import by_currency
from upstreams.simulator.transitions import state_of


def _of(world: World, kind: str) -> Session:
    session = world.session_by_id(world.kinds()[kind][0])
    assert session is not None
    return session


@pytest.mark.parametrize("creators", [1, 5, 50_000])
def test_every_kind_is_there_in_a_company_of_any_size(creators: int) -> None:
    """Five creators and fifty thousand have the same forced cases."""
    small = World(Seed(3, ANCHOR, creators))
    kinds = small.kinds()
    assert {stratum.kind for stratum in STRATA} | {"continued"} == set(kinds)
    running = {session.id for session in running_sessions(small)}
    for kind, (identifier, creator) in kinds.items():
        session = small.session_by_id(identifier)
        assert identifier in running or session is not None, kind
        assert small.creator_by_id(creator) is not None


def test_views_clicks_and_sales_of_zero_are_told_apart(world: World) -> None:
    """Nobody came; nobody clicked; nobody bought: three cases, each with what comes before it."""
    nobody = _of(world, "zero_views").counters(ANCHOR)
    assert (nobody.views, nobody.viewers, nobody.acu, nobody.pcu) == (0, 0, 0, 0)
    assert nobody.impressions > 0
    silent = _of(world, "no_clicks").counters(ANCHOR)
    assert silent.product_impressions > 0
    assert silent.product_clicks == 0
    unsold = _of(world, "zero_sales").counters(ANCHOR)
    assert unsold.product_clicks > 0
    assert unsold.sku_orders == 0


def test_two_currencies_add_up_in_the_display_currency(world: World) -> None:
    """The second currency's part is missing from the first's, to within rounding."""
    session = _of(world, "two_currencies")
    direct = settled(session, ANCHOR).direct
    first, second = by_currency(session, direct)
    assert (first["currency"], second["currency"]) == ("USD", "GBP")
    total = float(first["amount"]) + float(second["amount"]) / 0.79
    assert total == pytest.approx(direct / 100, abs=0.02)


@pytest.mark.parametrize(("kind", "currency"), [("jpy", "JPY"), ("vnd", "VND")])
def test_some_currencies_have_no_minor_unit(world: World, kind: str, currency: str) -> None:
    """Yen and dong are written without decimals."""
    session = _of(world, kind)
    written = by_currency(session, settled(session, ANCHOR).direct)[0]
    assert written["currency"] == currency
    assert written["amount"].isdigit()
    assert int(written["amount"]) > 0


def test_a_restated_live_is_worth_less_than_it_seemed(world: World) -> None:
    """Nine days after the end orders are taken out, and the amount from before is told."""
    stand = settled(_of(world, "restated"), ANCHOR)
    assert stand.finality == "RESTATED"
    assert stand.restated_from is not None
    assert stand.direct < stand.restated_from


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("ended", "PROVISIONAL"), ("settling", "SETTLING"), ("final", "FINAL")],
)
def test_finality_follows_the_time_since_the_end(world: World, kind: str, expected: str) -> None:
    """Two days provisional, two weeks settling, then final."""
    assert finality(_of(world, kind), ANCHOR) == expected


def test_a_small_cohort_tells_nothing_of_its_peers(world: World) -> None:
    """Below fifty LIVEs, even at the widest step, no figure of peers is told."""
    session = _of(world, "cohort_too_small")
    cohort = cohort_of(session, session.air_seconds(ANCHOR))
    assert cohort.size < LEAST_COHORT
    assert cohort.basis == "MARKET"
    assert peers(session, cohort) == []


def test_three_parts_make_one_broadcast(world: World) -> None:
    """The continuation's last part leads back to the first in two steps."""
    last = _of(world, "continuation")
    middle = world.session_by_id(last.continuation_of or "")
    assert middle is not None
    first = world.session_by_id(middle.continuation_of or "")
    assert first is not None
    assert first.id == world.kinds()["continued"][0] == last.broadcast_id
    assert first.continuation_of is None
    assert [part.closing.reason for part in (first, middle, last) if part.closing] == [
        "DEVICE_SWITCH",
        "DEVICE_SWITCH",
        "HOST_ENDED",
    ]


@pytest.mark.parametrize("anchor", [ANCHOR, ANCHOR - 90 * 86400, ANCHOR - 200 * 86400])
def test_a_live_crosses_the_change_of_clocks(anchor: int) -> None:
    """The local offset at the end is not that at the start, whenever the company begins."""
    session = _of(World(Seed(7, anchor, 5)), "dst_crossing")
    zone = ZoneInfo("America/New_York")
    start, end = (
        datetime.fromtimestamp(at or 0, UTC).astimezone(zone)
        for at in (session.started_at, session.last_heard.at)
    )
    assert start.utcoffset() != end.utcoffset()


def test_a_live_crosses_midnight(world: World) -> None:
    """It starts on one local day and ends on the next."""
    session = _of(world, "midnight_crossing")
    zone = ZoneInfo(session.creator.market.time_zone)
    days = {
        datetime.fromtimestamp(at or 0, UTC).astimezone(zone).date()
        for at in (session.started_at, session.last_heard.at)
    }
    assert len(days) == 2


def test_counts_may_pass_32_bits(world: World) -> None:
    """One LIVE is so large that an Int would overflow."""
    counters = _of(world, "beyond_32_bits").counters(ANCHOR)
    assert counters.impressions > 2**31
    assert counters.product_impressions > 2**31


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("ended", "READY"),
        ("suspended", "RESTRICTED"),
        ("false_start", "NOT_SAVED"),
        ("replay_deleted", "DELETED"),
        ("replay_processing", "PROCESSING"),
        ("replay_partial", "PARTIAL"),
        ("replay_failed", "FAILED"),
        ("replay_expired", "EXPIRED"),
        ("replay_not_saved", "NOT_SAVED"),
    ],
)
def test_replays_are_in_every_state(world: World, kind: str, state: str) -> None:
    """Each state of a recording can be met, with a reason unless all is well."""
    replay = recordings_of(_of(world, kind), ANCHOR)[0]
    assert replay["state"] == state
    assert (replay["reason"] is None) == (state in ("READY", "PROCESSING"))
    assert (replay["next_check_at"] is not None) == (state == "PROCESSING")


def test_a_large_live_has_twenty_highlights(world: World) -> None:
    """Highlights come up to twenty, the most clicked first, each within the LIVE."""
    session = _of(world, "top_creator")
    _, *highlights = recordings_of(session, ANCHOR)
    assert len(highlights) == 20
    clicks = [highlight["product_clicks"] for highlight in highlights]
    assert clicks == sorted(clicks, reverse=True)
    air = session.air_seconds(ANCHOR)
    for highlight in highlights:
        assert highlight["starts_at_seconds"] + highlight["duration_seconds"] <= air + 1


def test_running_kinds_stand_where_they_are_said_to(world: World) -> None:
    """On air, paused, lost, silent and still to come, as their documents say."""
    states = {
        session.creator.stratum.kind: state_of(session_document(session))
        for session in running_sessions(world)
        if session.creator.stratum is not None
    }
    assert states == {
        "live": "LIVE",
        "paused": "PAUSED",
        "disconnected": "DISCONNECTED",
        "silent": "LIVE",
        "scheduled": "SCHEDULED",
    }
