"""Segmented: what is asked for again is kept, however much comes that nobody asks for again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gateway.segmented import Segmented


def store(*, most: int = 10, most_weight: int = 1_000) -> Segmented[str, int]:
    return Segmented(most=most, most_weight=most_weight)


def test_what_was_asked_for_again_is_not_pushed_out() -> None:
    """A thousand that come once push out each other, and none that is used."""
    kept = store()
    for name in ("a", "b", "c"):
        kept.put(name, 1, weight=1)
        assert kept.get(name) == 1
    for number in range(1_000):
        kept.put(f"once {number}", number, weight=1)
    assert [kept.get(name) for name in ("a", "b", "c")] == [1, 1, 1]
    assert kept.get("once 999") == 999
    assert kept.get("once 1") is None
    assert len(kept) == 10


def test_the_protected_part_leaves_room_for_what_is_new() -> None:
    """When all there was is used, a newcomer finds room, and what is not used any more makes it."""
    kept = store()
    for number in range(10):
        kept.put(f"used {number}", number, weight=1)
        kept.get(f"used {number}")
    for number in range(8):
        kept.put(f"new {number}", number, weight=1)
        assert kept.get(f"new {number}") == number
    assert kept.get("used 0") is None
    assert len(kept) == 10


def test_what_is_heavier_than_all_room_is_not_kept() -> None:
    """It pushes nothing out; one that becomes so is let go."""
    kept = store(most_weight=10)
    kept.put("a", 1, weight=6)
    kept.put("b", 2, weight=11)
    assert (kept.get("a"), kept.get("b"), kept.weight) == (1, None, 6)
    kept.put("a", 3, weight=11)
    assert (kept.get("a"), len(kept), kept.weight) == (None, 0, 0)


Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["get", "put"]), st.integers(0, 12), st.integers(1, 30)), max_size=60
)


@given(STEPS, st.integers(1, 6), st.integers(1, 100))
def test_it_is_bounded_and_says_nothing_else_than_it_was_told(
    steps: list[Step], most: int, most_weight: int
) -> None:
    """Whatever is done: never more than there may be, the weight is exact, a value is the last."""
    kept: Segmented[int, int] = Segmented(most=most, most_weight=most_weight)
    told: dict[int, tuple[int, int]] = {}
    for number, (what, key, weight) in enumerate(steps):
        if what == "put":
            kept.put(key, number, weight=weight)
            told[key] = number, weight
        else:
            assert kept.get(key) in (None, told.get(key, (None, 0))[0])
        values = set(kept.values())
        assert len(kept) == len(values) <= most
        weights = sum(weight for value, weight in told.values() if value in values)
        assert kept.weight == weights <= most_weight
