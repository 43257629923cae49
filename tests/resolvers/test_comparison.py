"""Comparison: bands, deltas and points, and what is never compared."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, live_id
from tests.fakes.times import ENDED_AT, SOON, unix, wire

COMPARISONS = """benchmarks { cohort { size basis isSuppressed } comparisons { metric higherIsBetter
  peers { average topTen delta band } own { basis average delta points { sessionId endedAt value } }
  observed { ... on RateFigure { value } } } }"""


async def compared(company: FakeCompany, **benchmarks: Any) -> dict[str, Any]:
    """The panel, with these benchmarks."""
    company.shop.say(LIVE, groups={"benchmarks": shop.benchmarks(**benchmarks)})
    panel: dict[str, Any] = (await company.page(COMPARISONS))["benchmarks"]
    return panel


# The LIVE's own enter-room rate is 0.05, its negative feedback rate 0.002.
@pytest.mark.parametrize(
    ("average", "top_10", "band", "delta"),
    [
        ("0.02", "0.05", "TOP_10", 1.5),
        ("0.02", "0.06", "ABOVE_AVERAGE", 1.5),
        ("0.0454", "0.06", "ABOVE_AVERAGE", 0.1013),
        ("0.0455", "0.06", "AROUND_AVERAGE", 0.0989),
        ("0.05", "0.06", "AROUND_AVERAGE", 0.0),
        ("0.05", "0.05", "AROUND_AVERAGE", 0.0),
        ("0.055", "0.06", "AROUND_AVERAGE", -0.0909),
        ("0.056", "0.06", "BELOW_AVERAGE", -0.1071),
        ("0.50", "0.60", "BELOW_AVERAGE", -0.9),
        ("0", "0.01", "TOP_10", None),
    ],
)
async def test_a_band_says_where_the_live_stands(
    company: FakeCompany, average: str, top_10: str, band: str, delta: float | None
) -> None:
    """A tenth around the average is around it; delta is observed / average - 1."""
    peers = [shop.peer("enter_room_rate", average, top_10)]
    (found,) = (await compared(company, peers=peers))["comparisons"]
    assert found["higherIsBetter"] is True
    assert found["observed"] == {"value": 0.05}
    assert found["peers"] == {
        "average": float(average),
        "topTen": float(top_10),
        "delta": delta,
        "band": band,
    }


@pytest.mark.parametrize(
    ("average", "top_10", "band"),
    [
        ("0.01", "0.002", "TOP_10"),
        ("0.01", "0.001", "ABOVE_AVERAGE"),
        ("0.0021", "0.001", "AROUND_AVERAGE"),
        ("0.001", "0.0005", "BELOW_AVERAGE"),
    ],
)
async def test_where_less_is_better_less_is_ahead(
    company: FakeCompany, average: str, top_10: str, band: str
) -> None:
    """Negative feedback: half the average is better, and the best tenth are the lowest."""
    peers = [shop.peer("negative_feedback_rate", average, top_10, higher=False)]
    (found,) = (await compared(company, peers=peers))["comparisons"]
    assert (found["higherIsBetter"], found["peers"]["band"]) == (False, band)


async def test_what_was_not_observed_has_no_band(company: FakeCompany) -> None:
    """The peers are shown all the same."""
    company.shop.say(
        LIVE,
        groups={
            "traffic": shop.traffic(impressions=0, views=0),
            "benchmarks": shop.benchmarks(peers=[shop.peer("enter_room_rate", "0.04", "0.08")]),
        },
    )
    (found,) = (await company.page(COMPARISONS))["benchmarks"]["comparisons"]
    assert found["observed"] == {"value": None}
    assert found["peers"] == {"average": 0.04, "topTen": 0.08, "delta": None, "band": None}


@pytest.mark.parametrize(("size", "is_suppressed"), [(49, True), (50, False)])
async def test_a_small_cohort_is_suppressed(
    company: FakeCompany, size: int, is_suppressed: bool
) -> None:
    """Under fifty LIVEs no peer is shown even if they were sent; the creator's own still are."""
    found = await compared(
        company,
        cohort=shop.cohort(size=size, basis="MARKET"),
        peers=[shop.peer("enter_room_rate", "0.04", "0.08")],
        own=[{"metric": "enter_room_rate", "window": "OWN_28D", "average": "0.04", "points": []}],
    )
    assert found["cohort"] == {"size": size, "basis": "MARKET", "isSuppressed": is_suppressed}
    (only,) = found["comparisons"]
    assert (only["peers"] is None) is is_suppressed
    assert only["own"]["delta"] == 0.25


async def test_peers_without_a_cohort_are_not_shown(company: FakeCompany) -> None:
    """Nobody could say whom one is compared with: there is no comparison of peers alone."""
    peers = [shop.peer("enter_room_rate", "0.04", "0.08")]
    found = await compared(company, cohort=None, peers=peers)
    assert found == {"cohort": None, "comparisons": []}


async def test_own_lives_are_points_oldest_first(company: FakeCompany) -> None:
    """The last ten of them, with their LIVEs and times."""
    points = [
        {"live_id": live_id(n), "ended_at": unix(ENDED_AT), "value": f"0.0{n}"}
        for n in (*range(1, 10), *range(1, 4))
    ]
    own = {"metric": "follow_rate", "window": "OWN_14D_LIVES", "average": "0.01", "points": points}
    (found,) = (await compared(company, own=[own]))["comparisons"]
    assert found["peers"] is None
    assert found["own"]["basis"] == "OWN_14D_LIVES"
    assert [point["value"] for point in found["own"]["points"]] == [
        *(n / 100 for n in range(3, 10)),
        *(n / 100 for n in range(1, 4)),
    ]
    assert found["own"]["points"][0] == {
        "sessionId": live_id(3),
        "endedAt": wire(ENDED_AT),
        "value": 0.03,
    }


async def test_a_metric_of_tomorrow_is_left_out_and_logged(company: FakeCompany) -> None:
    """It could not be observed by a version that has no formula for it."""
    peers = [shop.peer("vibes_per_hour", "1", "2"), shop.peer("enter_room_rate", "0.04", "0.08")]
    with capture_logs() as logs:
        found = await compared(company, peers=peers)
    assert [one["metric"] for one in found["comparisons"]] == ["ENTER_ROOM_RATE"]
    assert logs == [
        {
            "event": "unknown_enum_value",
            "log_level": "warning",
            "enum": "Metric",
            "value": "VIBES_PER_HOUR",
        }
    ]


async def test_a_newer_creator_has_tips_and_no_peers(company: FakeCompany) -> None:
    """Five tips at most, each with its topic; a stage and topic of tomorrow are UNKNOWN."""
    tip = {"code": "T", "topic": "PERFORMANCE", "title": "t", "body": "b", "deep_link": None}
    tips = [{**tip, "code": f"T{n}"} for n in range(7)]
    tips[1]["topic"] = "LUCK"
    benchmarks = shop.benchmarks(stage="NEW", cohort=None, tips=tips)
    company.shop.say(LIVE, groups={"benchmarks": benchmarks})
    page = await company.page(
        "benchmarks { stage level frozenAt cohort { size } tips { code topic } }"
    )
    assert page["benchmarks"] == {
        "stage": "NEW",
        "level": "L4",
        "frozenAt": wire(ENDED_AT),
        "cohort": None,
        "tips": [
            {"code": f"T{n}", "topic": "UNKNOWN" if n == 1 else "PERFORMANCE"} for n in range(5)
        ],
    }


async def test_benchmarks_that_are_not_there_yet_are_pending(company: FakeCompany) -> None:
    """Empty inside, with the time to ask again."""
    company.shop.say(LIVE, status="NOT_READY", next_refresh_at=unix(SOON))
    page = await company.page("benchmarks { status stage nextRefreshAt comparisons { metric } }")
    assert page["benchmarks"] == {
        "status": "PENDING",
        "stage": "UNKNOWN",
        "nextRefreshAt": wire(SOON),
        "comparisons": [],
    }
