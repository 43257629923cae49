"""Company groups: what the three services say in a company world, every field in several forms."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.fakes import journey, rewards, shop
from tests.fakes.documents import live_id
from tests.fakes.times import ENDED_AT, unix


def _shop(dice: random.Random) -> dict[str, Any]:
    restated = {"metric": "direct_gmv", "from": "1100.00", "at": unix(ENDED_AT), "reason": "REFUND"}
    figures = [
        shop.peer("gmv_per_hour", "900", "2000"),
        shop.peer("live_ctr", "0.1", "0.3"),
        shop.peer("something_new", "1", "2"),
        shop.peer("negative_feedback_rate", "0.001", "0.0001", higher=False),
    ]
    own = {
        "metric": dice.choice(["live_ctr", "watch_gpm"]),
        "window": dice.choice(["OWN_7D", "SOMETHING_NEW"]),
        "average": dice.choice(["0", "0.25"]),
        "points": [{"live_id": live_id(2), "ended_at": unix(ENDED_AT), "value": "0.2"}],
    }
    suggestions = [
        shop.suggestion(
            "s1", "WARNING", metric=dice.choice(["views", "something_new", "live_ctr"])
        ),
        shop.suggestion("s2", "CRITICAL", "CONTENT", benchmark=None, observed="0.5"),
        shop.suggestion("s3", "SOMETHING_NEW", "SOMETHING_NEW"),
    ]
    return {
        "sales": shop.sales(
            finality=dice.choice(["PROVISIONAL", "FINAL", "RESTATED", "SOMETHING_NEW"]),
            restatements=dice.choice([[], [restated]]),
            main_orders=dice.choice([0, 32]),
        ),
        "traffic": shop.traffic(
            views=dice.choice([0, 2_000]), impressions=dice.choice([0, 40_000])
        ),
        "benchmarks": shop.benchmarks(
            peers=dice.sample(figures, dice.randrange(4)),
            own=dice.choice([[], [own]]),
            cohort=dice.choice([None, shop.cohort(), shop.cohort(size=3)]),
            stage=dice.choice(["NEW", "TOP", "SOMETHING_NEW"]),
        ),
        "room_improvements": shop.improvements(*dice.sample(suggestions, dice.randrange(4))),
        "account_improvements": shop.improvements(
            *dice.sample(suggestions, dice.randrange(4)), outcome=dice.choice([None, "GOOD"])
        ),
    }


def _rewards(dice: random.Random) -> dict[str, Any]:
    items = [
        rewards.reward("r1", "DIAMOND", "120", None),
        rewards.reward("r2", "CASH", "1.50", "USD", rate="8%"),
        rewards.reward(
            "r3",
            "COUPON",
            "5",
            "EUR",
            state="REVERSED",
            reversal={"at": unix(ENDED_AT), "reason_code": "X", "title": "T", "body": "B"},
        ),
    ]
    return {"earned": rewards.earned(*dice.sample(items, dice.randrange(4)))}


def _journey(dice: random.Random) -> dict[str, Any]:
    return {
        "milestones": {
            "items": [
                journey.milestone("A", "1", "2", tier=dice.choice([None, 10, "10"])),
                journey.milestone("B", "3", "2", state="SOMETHING_NEW", deadline_at=None),
            ][: dice.randrange(3)]
        },
    }


GROUPS: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "shop_analytics": _shop,
    "rewards": _rewards,
    "journey": _journey,
}
