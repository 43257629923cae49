"""Source: what was read before is shown again, for as long as it is good."""

from __future__ import annotations

import asyncio

import pytest

from loaders.errors import DeadlineExceeded, SourceBadAnswer, SourceForbidden, SourceUnavailable
from loaders.freshness import Freshness
from loaders.kept import ENTRY_BYTES
from loaders.keys import Key, Part
from loaders.names import SHOP
from tests.loaders.hand_driven import asking
from tests.loaders.kept_source import CAP, Teller, Told, told_source
from tests.loaders.simulated_time import in_simulated_time, now, ticks

BAD = SourceBadAnswer("not JSON", upstream=SHOP)


@in_simulated_time
async def test_a_fresh_answer_makes_no_call() -> None:
    """It is the one that was read, for its whole second."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(0.99)
    asked = asking()
    assert await source.read(asked, ["a"]) == {"a": Told("a", 1)}
    assert asked.calls == []
    assert teller.asked == [("a",)]


@in_simulated_time
async def test_a_stale_answer_is_shown_while_one_newer_is_fetched() -> None:
    """At once, said to be stale, with exactly one renewal however many ask; then the new one."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(1.5)
    teller.takes = 0.3
    for _ in range(5):
        assert await source.read(asking(), ["a"]) == {"a": Told("a", 1, is_stale=True)}
        await asyncio.sleep(0.05)
    assert teller.asked == [("a",), ("a",)]
    await asyncio.sleep(0.1)
    assert await source.read(asking(), ["a"]) == {"a": Told("a", 2)}
    assert len(teller.asked) == 2


@in_simulated_time
async def test_a_renewal_that_fails_is_tried_again_by_who_comes_next() -> None:
    """The stale answer is shown all the while."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(1.5)
    teller.mood = BAD
    for renewals in range(3):
        assert await source.read(asking(), ["a"]) == {"a": Told("a", 1, is_stale=True)}
        await ticks()
        assert len(teller.asked) == 2 + renewals


@in_simulated_time
async def test_an_expired_answer_is_asked_for() -> None:
    """Nobody is shown it while a newer one can be had."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(3.0)
    assert await source.read(asking(), ["a"]) == {"a": Told("a", 2)}


@pytest.mark.parametrize("error", [BAD, SourceUnavailable(upstream=SHOP)])
@in_simulated_time
async def test_the_last_good_answer_is_shown_through_an_outage(error: SourceBadAnswer) -> None:
    """For its seconds and said to be stale; then the error, and after the outage the new answer."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    teller.mood = error
    await asyncio.sleep(9.0)
    assert await source.read(asking(), ["a"]) == {"a": Told("a", 1, is_stale=True)}
    await asyncio.sleep(2.0)
    assert type((await source.read(asking(), ["a"]))["a"]) is type(error)
    teller.mood = None
    await asyncio.sleep(1.0)
    assert isinstance((await source.read(asking(), ["a"]))["a"], Told)


@in_simulated_time
async def test_an_error_of_one_item_is_an_outage_of_it() -> None:
    """Its last good answer is shown; a key that was never read has the error."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(5.0)
    teller.item_mood = BAD
    assert await source.read(asking(), ["a", "b"]) == {"a": Told("a", 1, is_stale=True), "b": BAD}


@in_simulated_time
async def test_who_has_no_time_left_is_shown_the_last_good_answer() -> None:
    """A slow upstream is an outage, too; what is shown says that it is old."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(5.0)
    teller.takes = 10.0
    asked = asking(budget_ms=200)
    assert await source.read(asked, ["a"]) == {"a": Told("a", 1, is_stale=True)}
    assert [call.outcome for call in asked.calls] == ["DEADLINE_EXCEEDED"]
    assert isinstance((await source.read(asking(budget_ms=200), ["b"]))["b"], DeadlineExceeded)


@in_simulated_time
async def test_a_refusal_is_kept_for_a_moment_and_hides_what_was_good() -> None:
    """Who lost the right to see it is shown nothing old, and each is given an error of its own."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(5.0)
    teller.item_mood = SourceForbidden(upstream=SHOP)
    errors = [(await source.read(asking(), ["a"]))["a"] for _ in range(3)]
    assert {type(error) for error in errors} == {SourceForbidden}
    kept = source._kept.get("a")
    assert kept is not None
    assert len({id(error) for error in [*errors, kept.value]}) == 4
    assert len(teller.asked) == 2
    await asyncio.sleep(0.5)
    teller.item_mood, teller.mood = None, BAD
    assert await source.read(asking(), ["a"]) == {"a": BAD}


@in_simulated_time
async def test_who_was_told_of_a_change_is_shown_nothing_that_was_asked_for_before() -> None:
    """It asks; where that fails it is shown the last good answer, which says that it is old."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(0.1)
    newest = asking(not_before=now())
    assert await source.read(newest, ["a"]) == {"a": Told("a", 2)}
    teller.mood = BAD
    await asyncio.sleep(0.1)
    newest = asking(not_before=now())
    assert await source.read(newest, ["a"]) == {"a": Told("a", 2, is_stale=True)}


@in_simulated_time
async def test_those_who_were_told_of_the_same_change_share_a_read() -> None:
    """Though what is read is never fresh, for a second; those told of the next change do not."""
    teller = Teller()
    source = told_source(teller, freshness=lambda *_: Freshness(0.0, 0.0, 10.0))
    told = now()
    for _ in range(9):
        await asyncio.sleep(0.1)
        assert await source.read(asking(not_before=told), ["a"]) == {"a": Told("a", 1)}
    assert await source.read(asking(not_before=now()), ["a"]) == {"a": Told("a", 2)}
    await asyncio.sleep(1.0)
    assert await source.read(asking(not_before=told), ["a"]) == {"a": Told("a", 3)}
    assert await source.read(asking(), ["a"]) == {"a": Told("a", 4)}


@in_simulated_time
async def test_an_answer_is_as_old_as_its_call_whoever_joined_it() -> None:
    """Who joined late, and then was told of a change, had asked for it all the same before."""
    teller = Teller()
    source = told_source(teller)
    teller.takes = 0.04
    first = asyncio.create_task(source.read(asking(), ["a"]))
    await asyncio.sleep(0.01)
    told = now()
    await asyncio.sleep(0.01)
    joined = asyncio.create_task(source.read(asking(), ["a"]))
    assert await first == await joined == {"a": Told("a", 1)}
    assert await source.read(asking(not_before=told), ["a"]) == {"a": Told("a", 2)}


@in_simulated_time
async def test_an_older_call_that_comes_back_late_replaces_nothing_newer() -> None:
    """What was asked for before a change is not kept over what was asked for after it."""
    teller = Teller()
    source = told_source(teller)
    teller.takes = 0.4
    slow = asyncio.create_task(source.read(asking(), ["a"]))
    await asyncio.sleep(0.1)
    teller.takes = 0.01
    newest = asking(not_before=now())
    assert await source.read(newest, ["a"]) == {"a": Told("a", 2)}
    assert await slow == {"a": Told("a", 1)}
    assert await source.read(asking(), ["a"]) == {"a": Told("a", 2)}


@in_simulated_time
async def test_nothing_is_kept_where_no_bytes_are_given_and_little_in_few() -> None:
    """The one that was used last stays."""
    teller = Teller()
    source = told_source(teller, most_bytes=0)
    for _ in range(2):
        await source.read(asking(), ["a"])
    assert len(teller.asked) == 2
    teller = Teller()
    source = told_source(teller, most_bytes=ENTRY_BYTES + 100)
    for key in "abb":
        await source.read(asking(), [key])
    await source.read(asking(), ["a"])
    assert teller.asked == [("a",), ("b",), ("a",)]


def test_identity_language_and_groups_are_part_of_a_key() -> None:
    """Two keys that differ in one of them are not the same; two that differ in phase alone are."""
    key = Key(Part.SESSION, "1", "2", "en", frozenset({"sales"}))
    others = [
        Key(Part.CREATOR, "1", "2", "en", frozenset({"sales"})),
        Key(Part.SESSION, "0", "2", "en", frozenset({"sales"})),
        Key(Part.SESSION, "1", "3", "en", frozenset({"sales"})),
        Key(Part.SESSION, "1", "2", "ar", frozenset({"sales"})),
        Key(Part.SESSION, "1", "2", "en", frozenset()),
    ]
    assert key not in others


@in_simulated_time
async def test_closing_ends_renewals() -> None:
    """No task is left, whatever was under way."""
    teller = Teller()
    source = told_source(teller, freshness=lambda *_: Freshness(0.0, 100.0, 100.0))
    await source.read(asking(), ["a"])
    teller.takes = CAP
    await source.read(asking(), ["a"])
    await ticks()
    await source.close()
