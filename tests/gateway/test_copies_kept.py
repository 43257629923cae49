"""Copies: which of them are kept, and whose make room for others."""

from __future__ import annotations

from gateway.copies import Copies, Copy, CopyKey
from loaders.ground import Footing, Ground
from tests.fakes.times import NOW


def ground() -> Ground:
    """What rests on one answer that was read at second 0, and is fresh for a minute."""
    return Ground((Footing(0.0, 60.0, is_kept=True),), NOW)


def key_of(creator: str, plan: int = 0) -> CopyKey:
    return CopyKey(creator, "app", False, "en", plan, ())


def copy_with(size: int) -> Copy:
    copy = Copy((b"x" * size,), ground())
    assert copy.size == size + 1_100
    return copy


def kept(copies: Copies, *keys: CopyKey, monotonic: float = 1.0) -> list[bool]:
    return [copies.find(key, NOW, monotonic) is not None for key in keys]


def test_a_creator_has_a_part_of_the_room() -> None:
    """A sixteenth of the bytes, and 64 copies at most; the oldest make room, and only their own."""
    copies = Copies(most_bytes=16 * 200_000)
    copies.keep(key_of("b"), copy_with(1))
    for number in range(65):
        copies.keep(key_of("a", number), copy_with(1))
    assert kept(copies, key_of("a", 0), key_of("a", 1), key_of("b")) == [False, True, True]
    copies.keep(key_of("a", 65), copy_with(190_000))
    assert kept(copies, key_of("a", 57), key_of("a", 58), key_of("a", 65)) == [False, True, True]
    copies.keep(key_of("a", 66), copy_with(198_901))
    assert kept(copies, key_of("a", 66), key_of("a", 65)) == [False, True]


def test_who_has_not_asked_for_longest_makes_room() -> None:
    """Whatever is kept is counted, and what is dropped is not."""
    copies = Copies(most_bytes=16 * 1_200)
    for number in range(16):
        copies.keep(key_of(str(number)), copy_with(100))
    assert copies.bytes == 16 * 1_200
    assert kept(copies, key_of("0")) == [True]
    copies.keep(key_of("new"), copy_with(100))
    assert kept(copies, key_of("0"), key_of("1"), key_of("2")) == [True, False, True]
    copies.keep(key_of("new"), copy_with(50))
    assert copies.bytes == 16 * 1_200 - 50


def test_what_no_longer_stands_is_let_go_of() -> None:
    """When it is looked for and is not as good as a new one."""
    copies = Copies(most_bytes=1_000_000)
    copies.keep(key_of("a"), copy_with(1))
    assert kept(copies, key_of("a"), monotonic=59.9) == [True]
    assert kept(copies, key_of("a"), monotonic=60.0) == [False]
    assert copies.bytes == 0


def test_nothing_is_kept_where_there_is_no_room() -> None:
    """As where what is read is not kept either."""
    copies = Copies(most_bytes=0)
    copies.keep(key_of("a"), copy_with(1))
    assert (kept(copies, key_of("a")), copies.bytes) == ([False], 0)


def test_a_creator_of_whom_nothing_is_left_is_forgotten() -> None:
    """Room is made of what others have, however many had something once."""
    copies = Copies(most_bytes=16 * 1_200)
    for number in range(16):
        copies.keep(key_of(str(number)), copy_with(100))
    gone = [key_of(str(number)) for number in range(8)]
    assert kept(copies, *gone, monotonic=60.0) == [False] * 8
    for number in range(100):
        copies.keep(key_of(f"new {number}"), copy_with(100))
    assert copies.bytes == 16 * 1_200
