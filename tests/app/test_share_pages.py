"""Pages of shares over the whole product: whoever has the address watches, until it is over."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx
import pytest

from tests.app.product import eventually
from tests.app.recorded import Recorded

UNKNOWN = "0" * 21 + "A"


async def opened(recorded: Recorded, share: dict[str, Any], path: str = "") -> httpx.Response:
    """The page as somebody sees it who has nothing but its address."""
    return await recorded.creator.client.get(f"{share['url']}{path}")


async def test_a_page_shows_the_recording_to_everybody(recorded: Recorded) -> None:
    """Its title, its picture and its film are fetched with no token, and the visit is counted."""
    share = (await recorded.creator.share(recorded.highlight, "page"))["share"]
    page = await opened(recorded, share)
    assert (page.status_code, page.headers["x-robots-tag"]) == (200, "noindex")
    assert page.headers["cache-control"] == "private, no-store"
    document = recorded.service.found(recorded.highlight_id)
    assert document["title"] in unescape(page.text)
    told = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)"', page.text))
    assert told["og:url"] == share["url"]
    [film] = re.findall(r'<(?:video|source)[^>]* src="([^"]+)"', page.text)
    for address, kind in ((unescape(film), "video/mp4"), (told["og:image"], "image/jpeg")):
        fetched = await recorded.creator.client.get(unescape(address))
        assert (fetched.status_code, fetched.headers["content-type"]) == (200, kind)
    [kept] = await recorded.creator.shares()
    assert kept["visits"] == 1


async def test_a_page_ends_with_its_share(recorded: Recorded) -> None:
    """A kind page with 410, and its film is over with it; a token that never was is 404."""
    share = (await recorded.creator.share(recorded.highlight, "ending"))["share"]
    film = unescape(re.findall(r' src="([^"]+)"', (await opened(recorded, share)).text)[0])
    await recorded.creator.revoke(share["id"])

    async def status() -> tuple[int, int]:
        page, part = await opened(recorded, share), await recorded.creator.client.get(film)
        return page.status_code, part.status_code

    assert await eventually(status, until=lambda now: now == (410, 410)) == (410, 410)
    never = await recorded.creator.client.get(share["url"].rpartition("/")[0] + f"/{UNKNOWN}")
    assert never.status_code == 404


@pytest.mark.parametrize("how", ["delete", "restrict", "expire"])
async def test_a_page_ends_with_its_recording(recorded: Recorded, how: str) -> None:
    """Whichever way that ends; oEmbed says the same."""
    share = (await recorded.creator.share(recorded.highlight, f"{how}-it"))["share"]
    embed = share["url"].partition("/s/")[0] + "/oembed"
    client = recorded.creator.client
    shown = await client.get(embed, params={"url": share["url"], "format": "json"})
    assert (shown.status_code, shown.json()["type"]) == (200, "video")
    getattr(recorded.service, how)(recorded.highlight_id)

    async def statuses() -> set[int]:
        told = await client.get(embed, params={"url": share["url"], "format": "json"})
        return {(await opened(recorded, share, path)).status_code for path in ("", "/player")} | {
            told.status_code
        }

    assert await eventually(statuses, until=lambda now: now == {410}) == {410}
