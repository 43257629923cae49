"""Derived batch functions: what several of them need is read once, and goes with its operation."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Sequence

import pytest

from loaders.benchmarks import benchmarks_by_session
from loaders.dataloaders import Dataloaders
from loaders.derived import Derived
from loaders.errors import DeadlineExceeded, NotFound
from loaders.improvements import account_improvements_by_creator, room_improvements_by_session
from loaders.journey import journey_by_creator
from loaders.metrics import shop_numbers_by_session
from loaders.operation import Operation
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR
from tests.loaders.asking import creator_key, session_key
from tests.no_collector import no_collector

GROUPS = ("benchmarks", "room_improvements", "sales", "traffic")


class Reads:
    """An operation that keeps the keys of each read."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []


async def numbers(operation: Reads, keys: list[str]) -> Sequence[int | Exception]:
    operation.asked.append(keys)
    return [NotFound() if key == "bad" else len(key) for key in keys]


def derived(make: Callable[[int, str], str]) -> Derived[Reads, str, int, str]:
    return Derived(numbers, make, lambda key: "nothing" if key == "" else None)


def broken_at_three(number: int, key: str) -> str:
    if number == 3:
        raise ValueError(key)
    return key


worded = derived(lambda number, key: f"{key}: {number}")
doubled = derived(lambda number, _: str(2 * number))
broken = derived(broken_at_three)


async def test_what_two_are_derived_from_is_read_once() -> None:
    """Each makes its own of it, and of one key always the same."""
    operation = Reads()
    loaders = Dataloaders(operation)
    asked = [(worded, "a"), (doubled, "a"), (doubled, "bb"), (worded, "a")]
    found = await asyncio.gather(*(loaders.load(batch, key) for batch, key in asked))
    assert found == ["a: 1", "2", "4", "a: 1"]
    assert operation.asked == [["a", "bb"]]
    assert loaders.load(worded, "a") is loaders.loaded(worded, "a")


async def test_an_error_is_that_of_its_key_alone() -> None:
    """One that was read is everybody's; one of making is its maker's."""
    loaders = Dataloaders(Reads())
    asked = [(worded, "bad"), (doubled, "bad"), (broken, "ccc"), (worded, "ccc"), (broken, "a")]
    found = await asyncio.gather(
        *(loaders.load(batch, key) for batch, key in asked), return_exceptions=True
    )
    assert [type(one) for one in found] == [NotFound, NotFound, ValueError, str, str]


async def test_nothing_is_read_where_nothing_need_be() -> None:
    """The value is there at once."""
    operation = Reads()
    assert await Dataloaders(operation).load(worded, "") == "nothing"
    assert await worded(operation, ["", ""]) == ["nothing", "nothing"]
    assert operation.asked == []


async def test_it_is_a_batch_function_like_any_other() -> None:
    """Called with keys it gives a list of the same length and order, errors in their slots."""
    operation = Reads()
    found = await broken(operation, ["a", "ccc", "", "bad"])
    assert [str(one) if isinstance(one, str) else type(one) for one in found] == [
        "a",
        ValueError,
        "nothing",
        NotFound,
    ]
    assert operation.asked == [["a", "ccc", "bad"]]


async def test_who_gives_up_takes_nothing_with_them() -> None:
    """What others make of the same read comes all the same."""
    loaders = Dataloaders(Reads())
    gone, stays = loaders.load(worded, "a"), loaders.load(doubled, "a")
    gone.cancel()
    assert await stays == "2"
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_nobody_waits_for_what_was_given_up() -> None:
    """Who gives up the read itself ends what is made of it, too."""
    loaders = Dataloaders(Reads())
    made = loaders.load(worded, "a")
    loaders.load(numbers, "a").cancel()
    with pytest.raises(asyncio.CancelledError):
        await made


async def test_panels_that_decode_one_item_read_it_once(company: FakeCompany) -> None:
    """Three panels of a LIVE and one of its creator are two keys of one call."""
    operation = company.operation()
    key = session_key(1, *GROUPS)
    await asyncio.gather(
        operation.load(benchmarks_by_session, key),
        operation.load(room_improvements_by_session, key),
        operation.load(shop_numbers_by_session, key),
        operation.load(
            account_improvements_by_creator, creator_key(CREATOR, "account_improvements")
        ),
        operation.load(journey_by_creator, creator_key(CREATOR)),
    )
    (call,) = company.shop.calls
    assert len(call) == 2
    assert company.journey.calls == []
    assert [(told.upstream, told.keys) for told in operation.calls] == [("shop_analytics", 2)]


async def test_what_was_read_goes_with_its_operation(company: FakeCompany) -> None:
    """Python need not look for cycles to free it; a page's objects are many."""
    with no_collector():
        operation = company.operation()
        found = await operation.load(benchmarks_by_session, session_key(1, *GROUPS))
        gone = [weakref.ref(operation)]
        operation.close()
        # Let go of what the loop and its tasks have had in hand.
        for _ in range(3):
            await asyncio.sleep(0)
        del operation, found
        assert [ref() for ref in gone] == [None]


async def test_a_closed_operation_reads_nothing_more(company: FakeCompany) -> None:
    """Who asks it all the same is told so, and nobody else is asked."""
    operation: Operation = company.operation()
    operation.close()
    with pytest.raises(DeadlineExceeded):
        await operation.load(benchmarks_by_session, session_key(1, *GROUPS))
    assert company.shop.calls == []
