"""Improvements: what is suggested, and when nothing is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.upstreams.asking import ANCHOR
from upstreams.company.figures import COMPARABLE, figures
from upstreams.company.world import Seed, World
from upstreams.departments import DEPARTMENTS
from upstreams.service.department import Delays
from upstreams.shop_analytics.suggestions import score_of, severity

_SHOP = DEPARTMENTS["shop_analytics"]
_HIGHER_IS_BETTER = dict(COMPARABLE)


def _room(world: World, kind: str, *, now: float = ANCHOR, diagnosis: float = 0) -> dict[str, Any]:
    """The diagnosis of a kind's LIVE."""
    identifier, creator = world.kinds()[kind]
    item = _SHOP.session_item(
        world,
        world.session_by_id(identifier),
        live_id=identifier,
        on_behalf_of=creator,
        language="en",
        groups=("room_improvements",),
        now=now,
        delays=Delays(analytics=0, diagnosis=diagnosis),
    )
    found: dict[str, Any] = item["groups"]["room_improvements"]
    return found


def _account(world: World, creator: str) -> dict[str, Any]:
    """The diagnosis of a creator's account."""
    item = _SHOP.creator_item(
        world,
        creator_id=creator,
        on_behalf_of=creator,
        language="en",
        groups=("account_improvements",),
        now=ANCHOR,
        delays=Delays(),
    )
    found: dict[str, Any] = item["groups"]["account_improvements"]
    return found


def _is_weak(item: dict[str, Any], observed: float) -> bool:
    benchmark = float(item["benchmark"])
    if _HIGHER_IS_BETTER[item["metric"]]:
        return observed < 0.8 * benchmark
    return observed > benchmark / 0.8


def test_a_room_is_told_of_weaknesses_alone(world: World) -> None:
    """The words are those of a weakness, so each suggested figure is worse than usual."""
    told = 0
    for kind, (identifier, _) in world.kinds().items():
        session = world.session_by_id(identifier)
        if session is None:
            continue
        room, observed = _room(world, kind), figures(session, ANCHOR)
        for item in room["items"]:
            value = observed[item["metric"]]
            assert item["severity"] in ("CRITICAL", "WARNING"), kind
            assert value is not None
            assert _is_weak(item, value), (kind, item["metric"])
        assert (room["outcome"] == "CAN_DO_BETTER") <= bool(room["items"]), kind
        assert (room["outcome"] == "GOOD") <= (not room["items"]), kind
        told += len(room["items"])
    assert told > 20


def test_an_account_is_told_of_weaknesses_alone(world: World) -> None:
    """The same over 28 days, by the value that each item observed."""
    for index in range(world.size):
        account = _account(world, world.creator(index).id)
        for item in account["items"]:
            assert item["severity"] in ("CRITICAL", "WARNING")
            assert _is_weak(item, float(item["observed"])), (index, item["metric"])
        assert (account["outcome"] == "CAN_DO_BETTER") == bool(account["items"])


@pytest.mark.parametrize(
    ("metric", "observed", "expected"),
    [
        ("negative_feedback_rate", 0.0, "STRENGTH"),
        ("negative_feedback_rate", 0.0004, "STRENGTH"),
        ("negative_feedback_rate", 0.00095, "OK"),
        ("negative_feedback_rate", 0.0011, "WARNING"),
        ("negative_feedback_rate", 0.0017, "CRITICAL"),
        ("enter_room_rate", 0.0017, "STRENGTH"),
        ("enter_room_rate", 0.0003, "CRITICAL"),
    ],
)
def test_severity_knows_what_is_better(metric: str, observed: float, expected: str) -> None:
    """Few complaints are a strength, few viewers are not."""
    assert severity(score_of(metric, observed, 0.0008)) == expected


@pytest.mark.parametrize("seed", range(5))
def test_every_company_has_something_and_nothing_to_suggest(seed: int) -> None:
    """Whatever the seed, one LIVE and account can do better, and another has nothing left."""
    world = World(Seed(seed, ANCHOR, 5))
    for kind, outcome in (("ended", "CAN_DO_BETTER"), ("good_performance", "GOOD")):
        room, account = _room(world, kind), _account(world, world.kinds()[kind][1])
        assert (room["outcome"], account["outcome"]) == (outcome, outcome), kind
        assert bool(room["items"]) == bool(account["items"]) == (outcome == "CAN_DO_BETTER")


def test_a_pending_diagnosis_says_nothing_yet(world: World) -> None:
    """No outcome, no item, and when to come back."""
    session = world.session_by_id(world.kinds()["ended"][0])
    assert session is not None
    end = session.last_heard.at
    room = _room(world, "ended", now=end + 60, diagnosis=1800)
    assert room == {
        "status": "PENDING",
        "next_refresh_at": str(int(end) + 1800),
        "outcome": None,
        "violation": None,
        "items": [],
    }


def test_a_violation_is_told_before_the_diagnosis(world: World) -> None:
    """A suspended LIVE's creator learns why at once; the suggestions follow."""
    session = world.session_by_id(world.kinds()["suspended"][0])
    assert session is not None
    end = session.last_heard.at
    early = _room(world, "suspended", now=end + 60, diagnosis=1800)
    assert (early["status"], early["outcome"], early["items"]) == ("PENDING", None, [])
    assert early["violation"]["code"] == "COUNTERFEIT_PRODUCT"
    late = _room(world, "suspended", now=end + 1800, diagnosis=1800)
    assert (late["status"], late["outcome"]) == ("READY", "VIOLATION")
    assert late["violation"] == early["violation"]
