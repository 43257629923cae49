"""Every bomb is refused before anything is asked, with words that say why, or is cheap."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.demand_limits import DemandExceeded
from tests.abuse.bomb import Bomb
from tests.abuse.bombs import BOMBS
from tests.abuse.stage import Stage

NAMES = [bomb.name for bomb in BOMBS]
FULL = {"accept": "application/graphql-response+json"}
_MOST = {
    "bytes": 32_768,
    "tokens": 2_000,
    "operations": 20,
    "nesting": 100,
    "depth": 20,
    "aliases": 100,
    "rootFields": 20,
    "directives": 100,
    "fields": 1_500,
    "comparisons": 20_000,
    "cost": 5_000,
}


def told(bomb: Bomb) -> dict[str, Any]:
    """What is told of a limit, but for the request's id."""
    assert bomb.limit is not None
    assert bomb.requested is not None
    error = DemandExceeded(bomb.limit, requested=bomb.requested, most=_MOST[bomb.limit])
    (item,) = error.errors
    return {**item, "extensions": {**item["extensions"], "retryable": False}}


def test_there_are_enough_of_them() -> None:
    """Each has a name of its own."""
    assert len(set(NAMES)) == len(BOMBS) >= 100


@pytest.mark.parametrize("bomb", BOMBS, ids=NAMES)
async def test_a_bomb_is_answered_exactly_so(bomb: Bomb, production: Stage) -> None:
    """By its code, and where it passes a limit, by which one, what was asked for and the most."""
    response = await production.post(bomb.body, **FULL)
    answer = response.json()
    if bomb.code is None:
        assert (response.status_code, answer) == (200, {"data": bomb.data})
        return
    assert response.status_code == 400
    assert "data" not in answer
    assert len(answer["errors"]) <= 11
    for error in answer["errors"]:
        assert error["extensions"].pop("requestId")
        assert error["extensions"]["code"] == bomb.code
        assert len(error["message"]) <= 303
        assert len(error.get("locations", [])) <= 10
        assert "Did you mean" not in error["message"]
    if bomb.limit is not None:
        assert answer["errors"] == [told(bomb)]
    assert len(response.content) < 10_000
    assert production.company.calls() == {}
