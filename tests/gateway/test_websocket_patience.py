"""WebSocket patience: clients that do not read, are not there any more, or are too many."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from websockets.frames import Frame, Opcode

from gateway import websocket_patience
from tests.gateway.fake_subscriptions import FakeSubscriber
from tests.gateway.raw_client import raw_client
from tests.gateway.serving import serving
from tests.gateway.started import until
from tests.gateway.talking import acknowledged, opened

FILLER = "x" * 100_000


async def until_it_is_full(subscriber: FakeSubscriber) -> int:
    """Tell until the socket takes no more; gives the number that had to be kept."""
    number = 2
    while subscriber.tell(number, filler=FILLER):
        number += 1
        await asyncio.sleep(0)
    return number


async def test_who_falls_behind_is_told_the_newest_when_they_read(tmp_path: Path) -> None:
    """While the client does not read nothing is sent; when it does, each subscriber is resumed."""
    async with serving(tmp_path) as served, raw_client(served, subscribed=True) as client:
        (subscriber,) = served.subscriptions.opened
        kept = await until_it_is_full(subscriber)
        subscriber.tell(kept + 1)
        for number in range(2, kept):
            assert (await client.hear())["payload"]["data"]["tick"] == number
        assert (await client.hear())["payload"]["data"] == {"tick": kept + 1}
        assert subscriber.resumed >= 1
        assert subscriber.sink.is_ready()


async def test_who_does_not_read_is_cut(tmp_path: Path) -> None:
    """After a while the socket is closed with a code after which the client may come back."""
    async with (
        serving(tmp_path, stall_seconds=0.1) as served,
        raw_client(served, subscribed=True) as client,
    ):
        (subscriber,) = served.subscriptions.opened
        await until_it_is_full(subscriber)
        async with asyncio.timeout(10):
            await subscriber.closed.wait()
        assert len(served.streams) == 0
        assert await client.closed() == (1013, "Nothing was read for too long")


async def test_who_never_reads_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the close frame cannot go out, either, the connection is cut."""
    monkeypatch.setattr(websocket_patience, "CLOSE_SECONDS", 0.1)
    async with (
        serving(tmp_path, stall_seconds=0.1) as served,
        raw_client(served, subscribed=True),
    ):
        await until_it_is_full(served.subscriptions.opened[0])
        await until(lambda: not served.server.server_state.connections, seconds=10)


async def test_a_silent_client_is_asked_and_then_cut(tmp_path: Path) -> None:
    """Who answers pings stays; who does not is closed."""
    async with serving(tmp_path, keep_alive_seconds=0.1) as served, raw_client(served) as client:
        for _ in range(3):
            assert await client.frame() == Frame(Opcode.PING, b"")
            client.send(Opcode.PONG, b"")
        assert await client.frame() == Frame(Opcode.PING, b"")
        assert await client.closed() == (1013, "Nothing was heard for too long")


async def test_a_close_that_is_not_answered_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection ends when its client does not end it."""
    monkeypatch.setattr(websocket_patience, "CLOSE_SECONDS", 0.1)
    async with serving(tmp_path) as served, raw_client(served) as client:
        client.say("nonsense")
        assert (await client.closed())[0] == 4400
        assert await client.is_cut()


async def test_a_creator_has_so_many_sockets(tmp_path: Path) -> None:
    """One too many is told to come later; when another has closed there is room again."""
    refused = (1013, "Too many streams are open.")
    async with serving(tmp_path, streams_per_creator=1) as served:
        async with acknowledged(served), opened(served) as another:
            await another.say("connection_init", payload=served.authorization)
            assert await another.closed() == refused
            async with acknowledged(served, creator_id="6800000000000000002"):
                assert len(served.streams) == 2
        async with acknowledged(served):
            assert len(served.streams) == 1


async def test_a_process_has_so_many_sockets(tmp_path: Path) -> None:
    """However many creators they are of."""
    async with (
        serving(tmp_path, streams=1) as served,
        acknowledged(served),
        opened(served) as another,
    ):
        token = served.token(creator_id="6800000000000000002")
        await another.say("connection_init", payload={"authorization": f"Bearer {token}"})
        assert await another.closed() == (1013, "Too many streams are open.")
