"""Connections over sockets: too many of one address are told so, and make room when they go."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from gateway.connections import Connections
from tests.gateway.asking import post
from tests.gateway.raw_http import raw_http
from tests.gateway.serving import serving
from tests.gateway.started import until
from tests.gateway.talking import PROTOCOL, acknowledged, opened


async def test_connections_of_an_address_are_bounded(tmp_path: Path) -> None:
    """The third is told so before it has asked; when one has gone there is room again."""
    counted = Connections(most=10, most_each=2)
    async with serving(tmp_path, connections=counted) as served:
        async with raw_http(served.origin):
            async with raw_http(served.origin):
                await until(lambda: counted.open == 2)
                async with raw_http(served.origin) as third:
                    told = await third.told()
                    assert told is not None
                    assert told.status == 429
                    assert b'"code":"TOO_MANY_CONNECTIONS"' in told.body
                    assert int(told.headers["retry-after"]) >= 1
                    assert await third.told() is None
            await until(lambda: counted.open == 1)
            origin = f"http://{served.origin}"
            async with httpx.AsyncClient(base_url=origin, headers=served.authorization) as client:
                assert (await post(client, {"query": "{ a }"})).status_code == 200
        await until(lambda: counted.open == 0)


async def test_sockets_that_say_nothing_are_bounded(tmp_path: Path) -> None:
    """Who has said who asks makes room for the next; a socket that closes gives back both."""
    counted = Connections(waiting=5, waiting_each=1)
    async with serving(tmp_path, connections=counted) as served:
        async with acknowledged(served), acknowledged(served):
            assert (counted.open, counted.waiting) == (2, 0)
            async with opened(served):
                assert (counted.open, counted.waiting) == (3, 1)
                with pytest.raises(InvalidStatus) as caught:
                    async with connect(served.ws_url, subprotocols=[PROTOCOL]):
                        pass
                assert caught.value.response.status_code == 429
                assert b"TOO_MANY_CONNECTIONS" in (caught.value.response.body or b"")
            await until(lambda: counted.waiting == 0)
            async with acknowledged(served):
                assert counted.open == 3
        await until(lambda: counted.open == 0)


async def test_behind_a_proxy_sockets_are_counted_by_who_has_asked_it(tmp_path: Path) -> None:
    """Its own connections are as many as it needs."""
    counted = Connections(most_each=1)
    async with serving(tmp_path, connections=counted, proxies=1) as served:
        here = {"additional_headers": {"x-forwarded-for": "198.51.100.7"}}
        there = {"additional_headers": {"x-forwarded-for": "198.51.100.8"}}
        async with opened(served, **here), opened(served, **there):
            with pytest.raises(InvalidStatus):
                async with opened(served, **here):
                    pass
            async with raw_http(served.origin), raw_http(served.origin):
                await until(lambda: counted.open == 4)
