"""Guarded: one poisonous key among many fails alone, within the budget."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import SourceBadAnswer
from tests.loaders.guarding import BAD, UNAVAILABLE, guarded, read, saying
from tests.loaders.hand_driven import HeldCall, Said
from tests.loaders.simulated_time import in_simulated_time

ENOUGH = 60.0


def keys_of(count: int) -> list[str]:
    """So many keys."""
    return [str(number) for number in range(count)]


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 80), st.data())
def test_a_poisonous_key_fails_alone(count: int, data: st.DataObject) -> None:
    """All others are answered, by two calls for each halving, whichever of the keys it is."""
    finds_it(count, str(data.draw(st.integers(0, count - 1))))


@in_simulated_time
async def finds_it(count: int, poison: str) -> None:
    """One run."""
    upstream = saying(lambda call: BAD if poison in call.keys else None)
    careful = guarded(upstream, most=ENOUGH)
    found = await read(careful, keys_of(count))
    assert isinstance(found, Mapping)
    assert set(found) == set(keys_of(count))
    assert [key for key, answer in found.items() if answer is BAD] == [poison]
    assert all(
        isinstance(answer, Said) and answer.key == key
        for key, answer in found.items()
        if key != poison
    )
    halvings = (len(upstream.calls) - 1) / 2
    assert halvings <= (count - 1).bit_length()
    earned = 0.1 * len(upstream.calls)
    assert careful._budget._saved == pytest.approx(ENOUGH / 2 + earned - 2 * halvings)


@in_simulated_time
async def test_what_a_new_gateway_may_spend_finds_one_among_thirty() -> None:
    """The budget as it is at first suffices for five halvings."""
    upstream = saying(lambda call: BAD if "7" in call.keys else None)
    found = await read(guarded(upstream), keys_of(32))
    assert isinstance(found, Mapping)
    assert [key for key, answer in found.items() if answer is BAD] == ["7"]


@in_simulated_time
async def test_it_is_given_up_where_both_halves_fail() -> None:
    """Then it is not one key's fault, and nothing more is asked; nor split in the next reads."""
    upstream = saying(lambda _: BAD)
    careful = guarded(upstream, most=ENOUGH)
    assert await read(careful, keys_of(8)) is BAD
    assert len(upstream.calls) == 3
    for asked in range(4, 8):
        assert await read(careful, keys_of(8)) is BAD
        assert len(upstream.calls) == asked


@in_simulated_time
async def test_it_is_split_again_once_the_upstream_has_answered_well() -> None:
    """A good answer between shows that it is the keys' fault after all."""
    upstream = saying(lambda _: BAD)
    careful = guarded(upstream, most=ENOUGH)
    await read(careful, keys_of(8))
    upstream.script = saying(lambda call: BAD if "3" in call.keys else None).script
    await read(careful, ["4"])
    found = await read(careful, keys_of(8))
    assert isinstance(found, Mapping)
    assert [key for key, answer in found.items() if answer is BAD] == ["3"]


@in_simulated_time
async def test_two_poisonous_keys_side_by_side_take_their_smallest_common_part() -> None:
    """Where both halves fail the search ends; the keys around them are whole."""
    upstream = saying(lambda call: BAD if {"2", "3"} & set(call.keys) else None)
    found = await read(guarded(upstream, most=ENOUGH), keys_of(16))
    assert isinstance(found, Mapping)
    assert [key for key, answer in found.items() if answer is BAD] == ["2", "3"]


@in_simulated_time
async def test_beyond_the_budget_keys_fail_together() -> None:
    """With two halvings to spend, a quarter of the keys fails, and none is lost."""
    upstream = saying(lambda call: BAD if "0" in call.keys else None)
    found = await read(guarded(upstream, most=8.0, ratio=0.0), keys_of(16))
    assert isinstance(found, Mapping)
    assert set(found) == set(keys_of(16))
    assert [key for key, answer in found.items() if answer is BAD] == keys_of(4)


@in_simulated_time
async def test_a_half_that_cannot_be_asked_fails_with_its_own_error() -> None:
    """Its keys are unavailable, which may be tried again; the other half is searched on."""

    def rule(call: HeldCall) -> Exception | None:
        if call.keys == ("4", "5", "6", "7"):
            return UNAVAILABLE
        return BAD if "1" in call.keys else None

    found = await read(guarded(saying(rule), most=ENOUGH), keys_of(8))
    assert isinstance(found, Mapping)
    assert [found[key] is UNAVAILABLE for key in keys_of(8)] == [False] * 4 + [True] * 4
    assert isinstance(found["1"], SourceBadAnswer)
    assert isinstance(found["0"], Said)


@in_simulated_time
async def test_something_unexpected_in_a_half_goes_on_to_who_asked() -> None:
    """It is not taken for an answer, and neither half is left running."""
    bug = ZeroDivisionError()
    upstream = saying(lambda call: BAD if len(call.keys) > 1 else bug)
    assert await read(guarded(upstream), ["a", "b"]) is bug
    assert upstream.running == []
