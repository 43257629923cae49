"""Whatever a creator has typed, the page is the same page with other words in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.share_page.html import notice_page, player_page, share_page
from gateway.share_page.length import Length
from gateway.share_page.view import Part, Picture, ShareView
from gateway.share_page.words import WORDS, Notice
from tests.gateway.read_page import ReadPage
from tests.gateway.share_site import ShareSite

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><svg onload=alert(1)>",
    "<!--",
    "]]>",
    "{{ words }} {% raw %} {# {} %s",
    "&lt;b&gt; &amp; &#x3c;",
    "\u202eevil\u2066",
    "👩‍👩‍👧‍👦🇺🇳" * 50,
    "x" * 10_000,
    "e" + "\u0301" * 10_000,
]
TYPED = st.text(
    alphabet=st.one_of(st.sampled_from("<>&\"'`/={}%#!- "), st.characters(codec="utf-8")),
    min_size=1,
    max_size=200,
)


def view(**changes: Any) -> ShareView:
    """A replay in two parts."""
    parts = [Part(f"https://media.invalid/{n}.mp4?a=1&b=2", "video/mp4", Length(9)) for n in (1, 2)]
    facts: dict[str, Any] = {
        "title": "Autumn coats",
        "kind": "LIVE replay",
        "length": Length(18),
        "parts": parts,
        "picture": Picture("https://media.invalid/p.jpg", 720, 1280),
        "product_url": "https://shop.example/p",
        "is_partial": True,
        "is_indexable": False,
        "url": "https://share.invalid/s/token",
        "player_url": "https://share.invalid/s/token/player",
        "oembed_url": "https://share.invalid/oembed",
        "site": "share.invalid",
        "width": 720,
        "height": 1280,
    }
    return ShareView(**{**facts, **changes})


def skeleton(html: bytes) -> list[tuple[str, frozenset[str]]]:
    """The elements of a document and the names of their attributes: what words must not change."""
    page = ReadPage(html.decode())
    return [(element.name, frozenset(element.attributes)) for element in page.elements]


@settings(max_examples=200)
@given(TYPED)
def test_no_title_changes_the_page(title: str) -> None:
    """Its elements and attributes are those of a plain title, and it reads as it was typed."""
    words = WORDS["en"]
    for written in (share_page, player_page):
        plain, typed = written(view(), words), written(view(title=title), words)
        assert skeleton(typed.html) == skeleton(plain.html)
        assert typed.policy == plain.policy
    page = ReadPage(share_page(view(title=title), words).html.decode())
    assert page.one("h1").text == " ".join(title.split())
    told = page.meta("og:title")
    assert told is not None
    assert told.split() == title.split()


@pytest.mark.parametrize("title", HOSTILE)
async def test_a_hostile_title_is_only_words(site: ShareSite, title: str) -> None:
    """Over the wire, too: no element more, no script, and nothing that goes on for pages."""
    site.put(recording_changes={"title": "Autumn coats"})
    plain = [(await site.get(path)).content for path in ("", "/player")]
    site.put(recording_changes={"title": title})
    typed = [(await site.get(path)).content for path in ("", "/player")]
    assert [skeleton(html) for html in typed] == [skeleton(html) for html in plain]
    assert all(len(html) < len(other) + 20_000 for html, other in zip(typed, plain, strict=True))


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("notice", Notice)
def test_every_notice_is_a_page(notice: Notice, language: str) -> None:
    """In each language, whole and alone, it is one document with one headline and no script."""
    for is_embedded in (False, True):
        page = ReadPage(notice_page(notice, WORDS[language], is_embedded=is_embedded).html.decode())
        assert page.one("h1").text == WORDS[language].notices[notice][0]
        assert page.all("script") == page.all("a") == page.all("img") == []
