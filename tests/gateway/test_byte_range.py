"""Byte range: which bytes are asked for, against what the words of the standard say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.byte_range import NotSatisfiable, part_of

sizes = st.integers(0, 50)
numbers = st.integers(0, 60)


def asked(size: int, header: str) -> range | str | None:
    """The part, or ``416``."""
    try:
        return part_of(size, header)
    except NotSatisfiable:
        return "416"


@given(sizes, numbers, numbers)
def test_from_a_first_to_a_last(size: int, first: int, last: int) -> None:
    """Both are in it, as far as there are bytes; what has none in it is refused."""
    here = [position for position in range(size) if first <= position <= last]
    assert asked(size, f"bytes={first}-{last}") == (range(here[0], here[-1] + 1) if here else "416")


@given(sizes, numbers)
def test_from_a_first_on(size: int, first: int) -> None:
    """All that follows; a beginning behind the end is refused."""
    assert asked(size, f"bytes={first}-") == (range(first, size) if first < size else "416")


@given(sizes, numbers)
def test_the_last_ones(size: int, tail: int) -> None:
    """So many from the end, all where there are no more; none is refused."""
    here = range(max(size - tail, 0), size)
    assert asked(size, f"bytes=-{tail}") == (here or "416")


@pytest.mark.parametrize(
    "header",
    [
        "bytes=0-1,3-4",
        "bytes=0-1, -1",
        "bytes=0-1,",
        "bytes=,0-1",
        "bytes=0-0,0-0",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=5-2",
        "bytes=--1",
        "bytes=+1-2",
        "bytes=1_0-20",
        "bytes=1 - 2",
        "bytes=0x1-0x2",
        "bytes=١-٢",
        "bytes=0-1;q=1",
        "bytes=" + "9" * 31 + "-",
        "bytes=0-" + "9" * 31,
    ],
)
def test_several_parts_or_none_that_can_be_read(header: str) -> None:
    """Are refused, not answered with something else."""
    assert asked(100, header) == "416"


@pytest.mark.parametrize("header", ["", "items=0-1", "bytes", "0-1", "=0-1", "seconds=1-2,3-4"])
def test_what_does_not_count_in_bytes_is_ignored(header: str) -> None:
    """As the standard has it for units that are not known."""
    assert asked(100, header) is None


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("BYTES=1-2", range(1, 3)),
        ("bytes= 1-2 ", range(1, 3)),
        ("bytes=0-" + "9" * 30, range(100)),
        ("bytes=-" + "9" * 30, range(100)),
        ("bytes=007-0010", range(7, 11)),
    ],
)
def test_how_it_may_be_written(header: str, part: range) -> None:
    """In either case, with spaces around it, and with numbers beyond any file."""
    assert asked(100, header) == part


@given(sizes, st.text(max_size=20))
def test_anything_may_be_asked_for(size: int, text: str) -> None:
    """What is found lies in the file."""
    part = asked(size, f"bytes={text}")
    assert part == "416" or (isinstance(part, range) and 0 <= part.start < part.stop <= size)
