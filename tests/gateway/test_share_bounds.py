"""Nobody finds shares by trying, and nobody keeps the gateway busy with looking at them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from loaders.share import new_token
from tests.fakes.shares import TOKEN
from tests.gateway.read_page import read
from tests.gateway.share_site import PUBLIC_URL, ShareSite, share_site


async def tried(site: ShareSite, times: int, **headers: str) -> list[int]:
    """The statuses of so many tries of tokens that nobody has."""
    return [(await site.get(token=new_token(), **headers)).status_code for _ in range(times)]


async def test_tokens_cannot_be_tried_for_long(tmp_path: Path) -> None:
    """After so many misses nothing is looked up for that address, not even what there is."""
    async with share_site(tmp_path, share_misses_per_minute=5) as site:
        assert await tried(site, 7) == [404] * 5 + [429] * 2
        assert len(site.shares.looked) == 5
        hit = await site.get()
        assert hit.status_code == 429
        assert 1 <= int(hit.headers["retry-after"]) <= 60
        assert read(hit).one("h1").text == "One moment, please"
        assert len(site.shares.looked) == 5
        assert (await site.get("/player")).status_code == 429
        asked = await site.client.get("/oembed", params={"url": f"{PUBLIC_URL}/s/{TOKEN}"})
        assert asked.status_code == 429


async def test_who_has_a_link_is_not_taken_for_one_who_tries(tmp_path: Path) -> None:
    """Looking at shares that there are, and at what is no token, is no miss."""
    async with share_site(tmp_path, share_misses_per_minute=1) as site:
        for _ in range(5):
            assert (await site.get()).status_code == 200
            assert (await site.get(token="short")).status_code == 404


async def test_one_address_may_look_so_often(tmp_path: Path) -> None:
    """The page, the player, oEmbed and addresses that are wrong count alike; nothing is looked up
    for what is over that.
    """
    async with share_site(tmp_path, share_visits_per_minute=4) as site:
        responses = [
            await site.get(),
            await site.get("/player"),
            await site.client.get("/oembed", params={"url": f"{PUBLIC_URL}/s/{TOKEN}"}),
            await site.get(token="short"),
            await site.get(),
            await site.get(token="short"),
        ]
        assert [one.status_code for one in responses] == [200, 200, 200, 404, 429, 429]
        assert len(site.shares.looked) == 3
        assert len(site.shares.visits) == 2


async def test_networks_are_told_apart_behind_proxies(tmp_path: Path) -> None:
    """With a proxy in front, what it says of who asks counts; what they say themselves does not."""
    async with share_site(tmp_path, share_misses_per_minute=2, proxies=1) as site:
        assert await tried(site, 3, x_forwarded_for="198.51.100.7") == [404, 404, 429]
        assert await tried(site, 3, x_forwarded_for="203.0.113.9, 198.51.100.7") == [429] * 3
        assert await tried(site, 3, x_forwarded_for="198.51.100.8") == [404, 404, 429]
        # One household has as many of these as it likes.
        assert await tried(site, 1, x_forwarded_for="2001:db8::1") == [404]
        assert await tried(site, 2, x_forwarded_for="2001:db8::2") == [404, 429]


async def test_without_proxies_nobody_gets_more_by_saying_so(tmp_path: Path) -> None:
    """The header is not believed."""
    async with share_site(tmp_path, share_misses_per_minute=1) as site:
        assert await tried(site, 1, x_forwarded_for="198.51.100.7") == [404]
        assert await tried(site, 1, x_forwarded_for="198.51.100.8") == [429]


@pytest.mark.parametrize("most", [10])
async def test_many_at_once_are_bounded_alike(tmp_path: Path, most: int) -> None:
    """Tries that come in the same moment are no way around it: a few more are looked up, at most
    those that were under way.
    """
    async with share_site(tmp_path, share_misses_per_minute=most) as site:
        site.client.timeout = httpx.Timeout(60)
        answers = await asyncio.gather(*(site.get(token=new_token()) for _ in range(60)))
        statuses = sorted(answer.status_code for answer in answers)
        assert set(statuses) == {404, 429}
        assert len(site.shares.looked) == statuses.count(404)
        assert await tried(site, 1) == [429]
