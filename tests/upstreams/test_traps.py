"""Contract traps: each changes an answer in the way that its name says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.upstreams.asking import ANCHOR, Service, session_key
from upstreams.company.world import World
from upstreams.departments import DEPARTMENTS
from upstreams.launch import Running
from upstreams.service.department import Delays
from upstreams.service.traps import TRAPS, trapped


def _item(world: World, name: str = "shop_analytics", kind: str = "ended") -> dict[str, Any]:
    department = DEPARTMENTS[name]
    identifier, creator = world.kinds()[kind]
    return department.session_item(
        world,
        world.session_by_id(identifier),
        live_id=identifier,
        on_behalf_of=creator,
        language="en",
        groups=department.session_groups,
        now=ANCHOR,
        delays=Delays(diagnosis=0),
    )


def _trapped(world: World, trap: str, name: str = "shop_analytics") -> dict[str, Any]:
    return trapped([_item(world, name)], [trap])[0]


@pytest.mark.parametrize("trap", [name for name, change in TRAPS.items() if change is not None])
def test_a_trap_changes_an_answer_and_nothing_that_is_shared(world: World, trap: str) -> None:
    """Every trap changes something, and the answer without it is what it was."""
    plain = _item(world)
    stranger = {"live_id": "7", "code": 105005}
    changed = trapped([plain, stranger], [trap])
    assert changed != [plain, stranger]
    assert plain == _item(world)


def test_fields_may_be_renamed(world: World) -> None:
    """Items sold become unit_sold, and the misspelt clicks may be mended."""
    assert "unit_sold" in _trapped(world, "renamed-fields")["groups"]["sales"]
    assert "product_clicks" in _trapped(world, "mended-typo")["groups"]["products"]
    assert "produt_clicks" in _item(world)["groups"]["products"]


def test_times_may_be_of_another_kind(world: World) -> None:
    """Milliseconds instead of seconds, and numbers instead of strings or the reverse."""
    assert len(_trapped(world, "millisecond-times")["as_of"]) == 13
    assert isinstance(_trapped(world, "other-times")["as_of"], int)
    assert isinstance(_trapped(world, "other-times", "journey")["as_of"], str)
    assert isinstance(_item(world, "journey")["as_of"], int)


def test_rates_may_be_of_another_kind(world: World) -> None:
    """A rate as a decimal string, a number, an object, of the same value."""

    def rate(trap: str) -> Any:
        return _trapped(world, trap)["groups"]["traffic"]["enter_room_rate"]

    assert rate("decimal-rates") == "0.0600"
    assert rate("numeric-rates") == 0.06
    assert rate("object-rates") == {"value": "6.0", "unit": "PERCENT"}


def test_ids_may_be_numbers(world: World) -> None:
    """A 19-digit id as an integer, which a double cannot hold."""
    identifier = _trapped(world, "integer-ids")["live_id"]
    assert isinstance(identifier, int)
    assert float(identifier) == float(identifier + 1)


def test_money_may_be_swapped(world: World) -> None:
    """Amount and currency change places everywhere."""
    assert _trapped(world, "swapped-money")["groups"]["sales"]["direct_gmv"]["amount"] == "USD"


def test_a_session_may_lag_behind(world: World) -> None:
    """The session is over, and the figures of its day are not there yet."""
    lagging = _trapped(world, "latest-date-lag")
    assert lagging["status"] == "NOT_READY"
    assert lagging["groups"] == {}


def test_affiliates_have_no_engagement_without_any_trap(world: World) -> None:
    """The group is absent: no null, no error entry."""
    item = _item(world, kind="affiliate")
    assert "engagement" not in item["groups"]
    assert item["errors"] == []


def test_one_group_may_fail_alone(world: World) -> None:
    """The group is missing, the item is well, and an error names the group."""
    item = _trapped(world, "group-error")
    assert item["code"] == 0
    assert item["errors"] == [
        {"group": "analytics_link", "code": 98001001, "message": "internal error"}
    ]
    assert "analytics_link" not in item["groups"]


async def test_whole_answers_may_be_trapped(running: Running, shop: Service) -> None:
    """Data null with code 0, an error in HTTP 200, and HTTP 500 with a code."""
    one = running.sessions["ended"]
    key = session_key(one["id"], one["creator"], "sales")
    told = {}
    for trap in ("data-null", "error-in-200", "internal-error"):
        await shop.break_by(traps=[trap])
        answered = await shop.read(key)
        told[trap] = (answered.status_code, answered.json()["code"], answered.json()["data"])
    assert told == {
        "data-null": (200, 0, None),
        "error-in-200": (200, 98001001, None),
        "internal-error": (500, 98001001, None),
    }
