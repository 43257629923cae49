"""Kept: what is remembered, within its bytes, under any run of puts and gets."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.freshness import NOTHING, Freshness
from loaders.kept import ENTRY_BYTES, Kept, KeptAnswer

KEYS = st.sampled_from("abcdef")
MOVES = st.one_of(
    st.tuples(st.just("put"), KEYS, st.integers(0, 4_000)),
    st.tuples(st.just("get"), KEYS, st.just(0)),
    st.tuples(st.just("forget"), KEYS, st.just(0)),
)


def answer(value: str | None, *, size: int = 0) -> KeptAnswer[str | None]:
    """An answer of so many bytes."""
    return KeptAnswer(value, 0.0, NOTHING, size)


@settings(max_examples=200)
@given(st.lists(MOVES, max_size=60), st.sampled_from([0, 900, 3_000, 10_000]))
def test_it_forgets_what_was_not_used_for_longest(
    moves: list[tuple[str, str, int]], most: int
) -> None:
    """It holds what a list ordered by use would hold, and never more bytes than it may."""
    kept: Kept[str, str | None] = Kept(most_bytes=most)
    model: OrderedDict[str, KeptAnswer[str | None]] = OrderedDict()
    for number, (move, key, size) in enumerate(moves):
        if move == "put":
            new = answer(str(number), size=size)
            kept.put(key, new)
            model.pop(key, None)
            if size + ENTRY_BYTES <= most:
                model[key] = new
            while sum(one.size + ENTRY_BYTES for one in model.values()) > most:
                model.popitem(last=False)
        elif move == "get":
            assert kept.get(key) is model.get(key)
            if key in model:
                model.move_to_end(key)
        else:
            kept.forget(key)
            model.pop(key, None)
        assert kept.bytes == sum(one.size + ENTRY_BYTES for one in model.values()) <= most
    for key in "abcdef":
        assert kept.get(key) is model.get(key)


def test_what_was_asked_for_just_now_stays_longest() -> None:
    """Reading an answer counts as a use."""
    kept: Kept[str, str | None] = Kept(most_bytes=2 * ENTRY_BYTES)
    kept.put("a", answer("a"))
    kept.put("b", answer("b"))
    kept.get("a")
    kept.put("c", answer("c"))
    assert [kept.get(key) is not None for key in "abc"] == [True, False, True]


def test_what_rests_on_an_answer_keeps_it() -> None:
    """Its use counts, too, once: the next to make room is another."""
    kept: Kept[str, str | None] = Kept(most_bytes=2 * ENTRY_BYTES)
    answers = {name: answer(name) for name in "abcd"}
    kept.put("a", answers["a"])
    kept.put("b", answers["b"])
    answers["a"].footing.good_for(0.0)
    kept.put("c", answers["c"])
    assert [answers[name].footing.is_kept for name in "abcd"] == [True, False, True, False]
    kept.put("d", answers["d"])
    assert [answers[name].footing.is_kept for name in "abcd"] == [True, False, False, True]


def test_a_new_answer_stays_when_all_others_are_used() -> None:
    """One of those makes room."""
    kept: Kept[str, str | None] = Kept(most_bytes=2 * ENTRY_BYTES)
    answers = {name: answer(name) for name in "abc"}
    for name, one in answers.items():
        kept.put(name, one)
        one.footing.good_for(0.0)
    assert [one.footing.is_kept for one in answers.values()] == [False, True, True]


def test_a_footing_tells_for_how_long_its_answer_is_what_is_read() -> None:
    """Until it is no longer fresh, or another has taken its place, be it of the same value."""
    kept: Kept[str, str | None] = Kept(most_bytes=10_000)
    minute = Freshness(fresh=60.0, stale=0.0, on_error=0.0)
    one: KeptAnswer[str | None] = KeptAnswer("a", 5.0, minute, 0)
    assert one.footing.good_for(6.0) == 0.0
    kept.put("a", one)
    assert [one.footing.good_for(at) for at in (5.0, 64.0, 65.0)] == [60.0, 1.0, 0.0]
    kept.put("a", replace(one))
    assert one.footing.good_for(6.0) == 0.0


def test_nothing_is_kept_where_no_bytes_are_given() -> None:
    """Not even an answer that is nothing."""
    kept: Kept[str, str | None] = Kept(most_bytes=0)
    kept.put("a", answer(None))
    assert kept.get("a") is None


def test_an_answer_that_is_none_is_kept_as_any_other() -> None:
    """It is told from nothing having been kept."""
    kept: Kept[str, str | None] = Kept(most_bytes=10_000)
    kept.put("a", answer(None))
    found = kept.get("a")
    assert found is not None
    assert found.value is None


def test_answers_without_a_size_are_bounded_too() -> None:
    """Each costs its entry, so that asking for what is not there fills no memory."""
    kept: Kept[str, str | None] = Kept(most_bytes=10 * ENTRY_BYTES)
    for number in range(1_000):
        kept.put(str(number), answer(None))
    assert sum(kept.get(str(number)) is not None for number in range(1_000)) == 10
