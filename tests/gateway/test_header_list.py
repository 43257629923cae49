"""Header list: lists of every form, and what of them cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.header_list import Element, elements

TOKEN = st.text("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+.^_`|~-", min_size=1, max_size=8)
QUOTED = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", []),
        (", ,\t,", []),
        ("gzip", [("gzip", {}, 1.0)]),
        ("GZip ; Q=0.5 ,*;q=0", [("gzip", {}, 0.5), ("*", {}, 0.0)]),
        ("a/b;Charset=UTF-8", [("a/b", {"charset": "UTF-8"}, 1.0)]),
        ('a/b;x="1,2;3";q=.5, c/d', [("a/b", {"x": "1,2;3"}, 0.5), ("c/d", {}, 1.0)]),
        (r'a/b;x="say \"no\", now"', [("a/b", {"x": 'say "no", now'}, 1.0)]),
        ('a/b;x="never closed, c/d', [("a/b", {"x": '"never closed, c/d'}, 1.0)]),
        ("a/b;q=0.", [("a/b", {}, 0.0)]),
        ("a/b;q=0.33333", [("a/b", {}, 0.33333)]),
        ("a/b;q=1.000", [("a/b", {}, 1.0)]),
        ('a/b;q="0.5"', [("a/b", {}, 0.5)]),
        ("a/b;", [("a/b", {"": ""}, 1.0)]),
    ],
)
def test_a_list_is_read(header: str, expected: list[tuple[str, dict[str, str], float]]) -> None:
    """Names have no case, values keep theirs, quotes may hold separators, the weight is apart."""
    assert elements(header) == [Element(*one) for one in expected]


@pytest.mark.parametrize(
    "malformed",
    [
        "a b",
        "a/b/c",
        "a/",
        "/b",
        "é",
        "a/b;q=",
        "a/b;q=a",
        "a/b;q=1.5",
        "a/b;q=2",
        "a/b;q=-1",
        "a/b;q=NaN",
        "a/b;q=inf",
        "a/b;q=1e-1",
        "a/b;q=0.5.5",
        "a/b;q=٠.٥",
        "a/b;q",
        "a/b;q=.",
    ],
)
def test_what_cannot_be_read_is_passed_over(malformed: str) -> None:
    """It takes nothing from its neighbours."""
    read = elements(f"x/y;q=0.1, {malformed}, z")
    assert read == [Element("x/y", {}, 0.1), Element("z", {}, 1.0)]


def test_no_more_than_32_are_looked_at() -> None:
    """Those that cannot be read count, too."""
    assert len(elements(",".join(["a"] * 1_000))) == 32
    assert elements("," * 32 + "a") == []
    assert elements("," * 31 + "a") == [Element("a", {}, 1.0)]


@given(st.text(max_size=200))
def test_any_text_is_a_list(header: str) -> None:
    """Nothing is raised, and no weight is out of bounds."""
    assert all(0 <= one.weight <= 1 for one in elements(header))


@given(st.lists(st.tuples(TOKEN, TOKEN.filter(lambda name: name != "q"), QUOTED), max_size=32))
def test_what_is_written_rightly_is_read_back(written: list[tuple[str, str, str]]) -> None:
    """Whatever stands between the quotes."""

    def quoted(value: str) -> str:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    header = ", ".join(f"{name}; {key}={quoted(value)};q=0.25" for name, key, value in written)
    assert elements(header) == [Element(name, {key: value}, 0.25) for name, key, value in written]
