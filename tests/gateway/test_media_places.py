"""How many are sent to at a time, that none holds up another, and that a gateway can stop."""

from __future__ import annotations

import asyncio
from pathlib import Path

from structlog.testing import capture_logs

from tests.gateway.media_served import CONTENT, got, serving_media
from tests.gateway.slow_reader import LARGE, media_lines, put_large, reading
from tests.gateway.started import until


async def test_places_are_bounded(tmp_path: Path) -> None:
    """One too many is told to come back; looking at a file takes no place."""
    async with serving_media(tmp_path, media_streams=1) as media:
        put_large(media)
        async with reading(media, media.target("r1")):
            refused = await got(media.link("r1"))
            assert refused.status_code == 503
            assert 1 <= int(refused.headers["retry-after"]) <= 4
            assert (await got(media.link("r1"), "HEAD")).status_code == 200
        await until(lambda: len(media.served.media_streams) == 0)
        assert (await got(media.link("r1"), range="bytes=0-9")).content == CONTENT[:10]


async def test_slow_readers_hold_nobody_up(tmp_path: Path) -> None:
    """Many who take nothing hold no thread: another is served as if they were not there."""
    async with serving_media(tmp_path) as media:
        put_large(media)
        media.put("r2")
        async with asyncio.TaskGroup() as group:
            is_over = asyncio.Event()
            have_begun = [asyncio.Event() for _ in range(40)]

            async def hold(has_begun: asyncio.Event) -> None:
                async with reading(media, media.target("r1")):
                    has_begun.set()
                    await is_over.wait()

            for one in have_begun:
                group.create_task(hold(one))
            for one in have_begun:
                await one.wait()
            assert (await got(media.link("r2"))).content == CONTENT
            is_over.set()


async def test_a_gateway_that_stops_sends_its_readers_away(tmp_path: Path) -> None:
    """What is sent is broken off, so that the rest is asked for elsewhere; nothing new begins."""
    async with serving_media(tmp_path) as media:
        put_large(media)
        with capture_logs() as lines:
            async with reading(media, media.target("r1")) as reader:
                await media.served.media_streams.drain(0)
                await reader.read()
                assert reader.received < LARGE
                refused = await got(media.link("r1"))
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) >= 1
        outcomes = [line["outcome"] for line in media_lines(lines)]
        assert sorted(outcomes) == ["drained", "draining"]


async def test_a_server_that_is_shut_down_waits_for_no_reader(tmp_path: Path) -> None:
    """Whoever stalls; the process ends in its time."""
    async with serving_media(tmp_path) as media:
        put_large(media)
        async with reading(media, media.target("r1")):
            async with asyncio.timeout(30):
                await media.served.server.shutdown()
            assert len(media.served.media_streams) == 0
