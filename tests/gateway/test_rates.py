"""Rates: whose budget pays for what, to the point."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.priority import Priority
from gateway.rate_limited import RateLimited
from gateway.rates import Rates

MINUTE = 6000.5
HERE, THERE = "192.0.2.1", "192.0.2.2"


def rates(**budgets: Any) -> Rates:
    """Budgets of a process in which it is the first second of a minute."""
    return Rates(now=lambda: MINUTE, **budgets)


def asked(
    counted: Rates,
    cost: int = 1,
    *,
    priority: Priority = Priority.PAGE,
    creator_id: str = "ada",
    client: str | None = None,
    address: str = HERE,
) -> int | None:
    """What is left of the creator's budget after an operation, from the knock on."""
    counted.knock(address)
    counted.enter(creator_id)
    counted.charge(cost, priority=priority, creator_id=creator_id, client=client, address=address)
    standing = counted.standing("creator", creator_id)
    return None if standing is None or not creator_id else standing.left


def refused(counted: Rates, cost: int = 1, **facts: Any) -> tuple[str, int]:
    """Whose budget is spent, and after how many seconds to come back."""
    with pytest.raises(RateLimited) as caught:
        asked(counted, cost, **facts)
    return caught.value.standing.name, caught.value.after


def test_the_eleventh_is_refused() -> None:
    """Ten are answered, and what is left is said each time; another creator has ten, too."""
    counted = rates(creator=10)
    assert [asked(counted) for _ in range(10)] == list(range(9, -1, -1))
    assert refused(counted) == ("creator", 60)
    assert asked(counted, creator_id="bob") == 9


def test_an_operation_costs_what_it_costs() -> None:
    """And when it does not fit it costs nothing: a smaller one still does."""
    counted = rates(creator=10)
    assert asked(counted, 7) == 3
    assert refused(counted, 4)[0] == "creator"
    assert asked(counted, 3) == 0


def test_what_costs_more_than_there_is_costs_all_of_it() -> None:
    """So that it can be had at all."""
    counted = rates(creator=10, address=20)
    assert asked(counted, 1_000) == 0
    assert refused(counted, 1_000, creator_id="bob")[0] == "address"


def test_a_page_is_had_when_lists_are_spent() -> None:
    """Lists may use three quarters and tools half; what is left is for end pages."""
    counted = rates(creator=12)
    for _ in range(6):
        asked(counted, priority=Priority.TOOL)
    assert refused(counted, priority=Priority.TOOL)[0] == "creator"
    for _ in range(3):
        asked(counted, priority=Priority.LIST)
    assert refused(counted, priority=Priority.LIST)[0] == "creator"
    assert [asked(counted) for _ in range(3)] == [2, 1, 0]


def test_nobody_is_read_from_an_address_that_asks_too_much() -> None:
    """The knock is refused; other addresses are let in."""
    counted = rates(address=3)
    for _ in range(3):
        counted.knock(HERE)
    with pytest.raises(RateLimited):
        counted.knock(HERE)
    counted.knock(THERE)


def test_who_tries_tokens_is_not_let_in() -> None:
    """After so many that cannot be trusted none is looked at."""
    counted = rates(failures=2)
    for _ in range(2):
        counted.knock(HERE)
        counted.failed(HERE)
    with pytest.raises(RateLimited) as caught:
        counted.knock(HERE)
    assert caught.value.standing.name == "failures"
    counted.knock(THERE)


def test_a_client_is_known_by_its_own_words() -> None:
    """One that asks too much is refused; others, and who says nothing, are not."""
    counted = rates(creator=100, client=2)
    asked(counted, 2, client="ios")
    assert refused(counted, client="ios")[0] == "client"
    assert asked(counted, client="android") == 97
    assert asked(counted) == 96


def test_a_stranger_cannot_use_up_a_clients_budget() -> None:
    """A creator with nothing left takes nothing of it."""
    counted = rates(creator=1, client=2)
    asked(counted, client="ios")
    assert refused(counted, client="ios")[0] == "creator"
    assert asked(counted, client="ios", creator_id="bob") == 0


def test_what_is_refused_by_one_budget_is_taken_of_none() -> None:
    """The creator pays nothing for what the client's or the address's budget refuses."""
    counted = rates(creator=10, client=1, address=8)
    asked(counted, client="ios")
    for _ in range(3):
        assert refused(counted, 2, client="ios")[0] == "client"
    assert asked(counted, 2) == 7


def test_a_router_asks_for_everybody() -> None:
    """Its address has no budget; the creators that it asks for have theirs."""
    counted = rates(creator=2, address=1, failures=1).for_a_router()
    assert not counted.knows_addresses
    assert [asked(counted) for _ in range(2)] == [1, 0]
    assert refused(counted)[0] == "creator"
    assert asked(counted, creator_id="") is None


def test_without_budgets_nothing_is_counted() -> None:
    """And nothing is told."""
    counted = rates()
    assert [asked(counted, 1_000_000) for _ in range(3)] == [None] * 3


def test_what_was_looked_at_in_vain_is_paid_for() -> None:
    """It takes all that there is when it is more; then nobody is let in to have more looked at."""
    counted = rates(creator=10, address=20)
    counted.spend(7, creator_id="ada", address=HERE)
    assert counted.budgets["creator"].left("ada") == 3
    assert counted.budgets["address"].left(HERE) == 13
    counted.spend(7, creator_id="ada", address=HERE)
    assert counted.budgets["creator"].left("ada") == 0
    with pytest.raises(RateLimited):
        counted.enter("ada")
    assert asked(counted, creator_id="bob") == 9
