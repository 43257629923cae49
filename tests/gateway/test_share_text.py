"""What creators have typed, made fit to stand among the page's own words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.share_page.text import shown, web_address


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Autumn coats", "Autumn coats"),
        ("  Autumn\n\tcoats\u2028 ", "Autumn coats"),
        ("معاطف الخريف", "معاطف الخريف"),
        ("👩‍👩‍👧 día", "👩‍👩‍👧 día"),
        ('<b>coats & "shoes"</b>', '<b>coats & "shoes"</b>'),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2067isolated\u2069", "isolated"),
        ("bell\x07 and\x00 null", "bell and null"),
        ("a" + "\u0301" * 40, "a" + "\u0301" * 4),
        ("", ""),
        (" \n ", ""),
        ("\u200b\u200d\ufeff", ""),
        ("\ud800 half", "half"),
    ],
)
def test_a_title_is_one_quiet_line(typed: str, seen: str) -> None:
    """What can be seen of it stays, in one line that disturbs nothing around it."""
    assert shown(typed, most=200) == seen


def test_a_long_title_is_cut() -> None:
    """It is as long as it may be, and says that there was more."""
    assert shown("coats " * 2_000, most=20) == "coats coats coats c…"
    assert shown("c" * 10_000, most=20) == "c" * 19 + "…"
    assert shown("c" * 20, most=20) == "c" * 20


@given(st.text(max_size=400), st.integers(min_value=1, max_value=40))
def test_no_title_is_more_than_a_line(typed: str, most: int) -> None:
    """Whatever was typed: no longer than it may be, without what has no shape or turns around."""
    line = shown(typed, most=most)
    assert len(line) <= most
    assert line == " ".join(line.split())
    kinds = {unicodedata.category(letter) for letter in line}
    assert kinds.isdisjoint({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    line.encode()


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/p/1?color=red&size=m#top",
        "http://shop.example",
        "https://shop.example:8443/ä",
        "https://[::1]/p",
    ],
)
def test_a_product_of_the_web_is_linked(url: str) -> None:
    """It is linked as it is."""
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " https://shop.example",
        "https://shop.example/a b",
        "https://shop.example/\n",
        "java\tscript:alert(1)",
        "data:text/html,hello",
        "//shop.example/p",
        "/p/1",
        "https:///p",
        "https:shop.example",
        "https://share.invalid@evil.example/",
        "https://share.invalid\\@evil.example/",
        "https://[::1/",
        "ftp://shop.example/p",
        "https://shop.example/" + "a" * 2_048,
    ],
)
def test_nothing_else_is_linked(url: str | None) -> None:
    """What runs, what leads to another place than it looks like, and what is no address."""
    assert web_address(url) is None
