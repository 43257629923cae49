"""oEmbed: another site asks with the address of a share and is told how to show its player."""

from __future__ import annotations

import html
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from gateway.share_page.oembed import BadQuestion, Question, answer
from loaders.errors import SourceUnavailable
from tests.fakes.shares import TOKEN
from tests.fakes.times import NOW
from tests.gateway.read_page import ReadPage
from tests.gateway.share_site import PUBLIC_URL, ShareSite
from tests.gateway.test_share_hostile import view

SHARE = f"{PUBLIC_URL}/s/{TOKEN}"
SIZES = st.none() | st.integers(min_value=1, max_value=999_999)


async def ask(site: ShareSite, url: str | None = SHARE, **parameters: Any) -> httpx.Response:
    """Ask about an address."""
    asked = {**({} if url is None else {"url": url}), **parameters}
    return await site.client.get("/oembed", params=asked)


async def test_it_tells_how_to_show_the_player(site: ShareSite) -> None:
    """As the specification has it for videos, with a frame that holds the player and no more."""
    site.put(recording_changes={"title": 'Coats & "shoes" <b>'})
    response = await ask(site, format="json")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["access-control-allow-origin"] == "*"
    told = response.json()
    frame = told.pop("html")
    assert told == {
        "type": "video",
        "version": "1.0",
        "title": 'Coats & "shoes" <b>',
        "provider_name": "share.invalid",
        "provider_url": PUBLIC_URL,
        "cache_age": 60,
        "width": 360,
        "height": 640,
        "thumbnail_url": "https://media.invalid/posters/clip.jpg",
        "thumbnail_width": 720,
        "thumbnail_height": 1280,
    }
    (element,) = ReadPage(frame).elements
    assert element.name == "iframe"
    assert element.attributes["src"] == f"{SHARE}/player"
    assert element.attributes["title"] == 'Coats & "shoes" <b>'
    assert (element.attributes["width"], element.attributes["height"]) == ("360", "640")
    assert html.escape("<b>") in frame


@pytest.mark.parametrize(
    "url",
    [
        SHARE,
        f"{SHARE}/",
        f"{SHARE}/player",
        f"{SHARE}?utm_source=x#top",
        SHARE.upper()[:5] + SHARE[5:],
    ],
)
async def test_an_address_of_ours_is_known(site: ShareSite, url: str) -> None:
    """The page's and the player's, with whatever others have put behind it."""
    assert (await ask(site, url)).status_code == 200


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (None, 400),
        ("", 400),
        ("https://elsewhere.invalid/s/" + TOKEN, 404),
        ("http://share.invalid/endpage/s/" + TOKEN, 404),
        ("https://share.invalid:444/endpage/s/" + TOKEN, 404),
        ("https://share.invalid.evil.example/endpage/s/" + TOKEN, 404),
        ("https://share.invalid@evil.example/endpage/s/" + TOKEN, 404),
        ("https://share.invalid/s/" + TOKEN, 404),
        ("https://share.invalid/endpage/graphql", 404),
        (f"{PUBLIC_URL}/s/{'N' * 22}", 404),
        (f"{PUBLIC_URL}/s/short", 404),
        (f"{PUBLIC_URL}/s/x/s/{TOKEN}", 404),
        ("https://[::1", 404),
        ("https://share.invalid:port/", 404),
        ("not an address", 404),
        (SHARE + "?" + "a" * 3_000, 404),
    ],
)
async def test_nothing_is_told_of_other_addresses(
    site: ShareSite, url: str | None, status: int
) -> None:
    """Neither of those of others nor of shares that there are not."""
    response = await ask(site, url)
    assert response.status_code == status
    assert list(response.json()) == ["error"]


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"format": "xml"}, 501),
        ({"format": "JSON"}, 501),
        ({"maxwidth": "0"}, 400),
        ({"maxwidth": "-1"}, 400),
        ({"maxheight": "12px"}, 400),
        ({"maxheight": "9999999"}, 400),
        ({"maxheight": "٣"}, 400),
    ],
)
async def test_what_cannot_be_done_is_said(
    site: ShareSite, parameters: dict[str, str], status: int
) -> None:
    """XML is not there, and a size is a number."""
    assert (await ask(site, **parameters)).status_code == status


async def test_an_ended_share_is_gone(site: ShareSite) -> None:
    """Nothing is told of it any more; while it cannot be looked up, to come back."""
    site.put(revoked_at=NOW)
    assert (await ask(site)).status_code == 410
    site.shares.failure = SourceUnavailable(upstream="shares")
    response = await ask(site)
    assert response.status_code == 503
    assert response.headers["retry-after"]


@given(SIZES, SIZES, st.integers(1, 4_000), st.integers(1, 4_000))
def test_it_is_never_larger_than_asked_for(
    most_width: int | None, most_height: int | None, width: int, height: int
) -> None:
    """It fits, it keeps its shape as well as whole pixels can, and so does the picture."""
    question = Question(TOKEN, most_width, most_height)
    told = answer(view(width=width, height=height), question)
    assert 1 <= told["width"] <= (most_width or 100_000)
    assert 1 <= told["height"] <= (most_height or 100_000)
    if min(told["width"], told["height"]) > 50:
        assert told["width"] / told["height"] == pytest.approx(width / height, rel=0.05)
    is_shown = "thumbnail_url" in told
    assert is_shown == ((most_width or 720) >= 720 and (most_height or 1280) >= 1280)


@given(st.text(max_size=300))
def test_no_address_breaks_it(url: str) -> None:
    """Whatever is asked about: a question of a token, or a refusal."""
    with suppress(BadQuestion):
        assert Question.of(QueryParams({"url": url}), public_url=PUBLIC_URL).token
