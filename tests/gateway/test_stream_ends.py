"""How streams are kept, and how each of them ends: the same in both dialects."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.asking import refused
from tests.gateway.frames_of import announced, completed, content, later
from tests.gateway.parts_engine import PartsEngine
from tests.gateway.serving import SHORT_SECONDS, Served, serving
from tests.gateway.started import until
from tests.gateway.streaming import EVENTS, PARTS, retry_of, streaming

BOTH = pytest.mark.parametrize("accept", [EVENTS, PARTS], ids=["events", "parts"])


@pytest.mark.parametrize(
    ("accept", "heartbeat"),
    [
        (EVENTS, b":\n\n"),
        (PARTS, b"\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql"),
    ],
    ids=["events", "parts"],
)
async def test_a_silent_stream_says_that_it_is_there(
    tmp_path: Path, accept: str, heartbeat: bytes
) -> None:
    """After each silence, and what comes later comes all the same."""
    async with (
        serving(tmp_path, keep_alive_seconds=1) as running,
        streaming(running, accept=accept) as stream,
    ):
        opened = await running.subscriptions.next_opened()
        body = await stream.until(heartbeat * 2)
        opened.sink.complete()
        assert (await stream.rest()).startswith(body)


@BOTH
async def test_who_leaves_is_told_nothing_more(served: Served, accept: str) -> None:
    """Closing the connection lets go of the subscription at once."""
    async with streaming(served, accept=accept) as stream:
        opened = await served.subscriptions.next_opened()
        assert stream.response.status_code == 200
        assert len(served.streams) == 1
    async with asyncio.timeout(5):
        await opened.closed.wait()
    await until(lambda: len(served.streams) == 0, seconds=5)


@BOTH
async def test_a_reader_that_stalls_is_cut_off(tmp_path: Path, accept: str) -> None:
    """It is told how things are while it reads; when it takes nothing, its connection breaks."""
    async with serving(tmp_path, stall_seconds=1) as running:
        reader = connection_of(running, accept)
        opened = await running.subscriptions.next_opened()
        told = 0
        async with asyncio.timeout(15):
            while not opened.closed.is_set():
                told += 1
                opened.tell({"tick": told, "long": "x" * 1_000_000})
                await asyncio.sleep(0.01)
        assert len(running.streams) == 0
        received = read_to_the_end(reader)
        # Nothing queued up, and what the server had not got rid of is thrown away in the middle.
        assert len(received) < 10_000_000 < told * 1_000_000
        assert received.endswith(b"xxx")


@pytest.mark.parametrize("spec", ["incrementalSpec=v0.2", "deferSpec=20220824"])
async def test_a_reader_of_parts_that_stalls_is_cut_off(tmp_path: Path, spec: str) -> None:
    """What is worked out goes on; nothing of it is kept when nobody has read for so long."""
    engine = PartsEngine()
    async with serving(tmp_path, engine=engine, stall_seconds=1) as running:
        reader = connection_of(running, f"multipart/mixed;{spec}", "{ parts }")
        run = await engine.next_run()
        for place in range(20):
            child = announced(f"{place + 1}", "page", text="{ b }", label=f"l{place}")
            large = content(f"{place}", {"b": "x" * 1_000_000})
            run.tell(later(large, completed=completed(f"{place}"), announced=[child]))
        async with asyncio.timeout(15):
            await run.ended.wait()
        received = read_to_the_end(reader)
        assert len(received) < 20_000_000
        assert received.endswith(b"xxx")


def connection_of(
    running: Served, accept: str, query: str = "subscription { quiet }"
) -> socket.socket:
    """A connection that has asked for a stream, and reads nothing."""
    host, _, port = running.origin.partition(":")
    connection = socket.create_connection((host, int(port)), timeout=5)
    body = json.dumps({"query": query}).encode()
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: a\r\naccept: {accept}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
        f"authorization: Bearer {running.token()}\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    return connection


def read_to_the_end(connection: socket.socket) -> bytes:
    """What still comes over it."""
    received = bytearray()
    with connection, suppress(ConnectionResetError):
        while chunk := connection.recv(1 << 20):
            received += chunk
    return bytes(received)


async def test_what_comes_while_a_reader_is_slow_is_told_as_it_is_then(served: Served) -> None:
    """Of many updates that nobody could take, the last alone is told."""
    async with streaming(served) as stream:
        opened = await served.subscriptions.next_opened()
        for tick in range(100):
            opened.tell({"tick": tick})
        body = await stream.until(b'"tick":99}}\n\n')
        opened.sink.complete()
        await stream.rest()
    assert body.count(b"event: next") == 2


def last_part(body: bytes) -> Any:
    """What stands in the part before the closing delimiter."""
    assert body.endswith(b"\r\n--graphql--\r\n")
    return json.loads(body.split(b"\r\n--graphql")[-2].partition(b"\r\n\r\n")[2])


def assert_is_to_come_back(accept: str, body: bytes, reason: bytes, code: str) -> None:
    """The stream has ended so that its client comes back."""
    if accept == EVENTS:
        assert b"event: complete" not in body
        *_, comment, retry = body.removesuffix(b"\n\n").split(b"\n")
        assert comment == b": " + reason
        assert retry_of(retry) >= 1_000
        return
    told = last_part(body)
    assert told["payload"] is None
    [error] = told["errors"]
    assert (error["extensions"]["code"], error["extensions"]["retryable"]) == (code, True)


@BOTH
async def test_a_stream_ends_with_its_token(tmp_path: Path, accept: str) -> None:
    """It says why; the client comes back, and with the same token it is refused."""
    async with serving(tmp_path, jwt_leeway_seconds=0) as running:
        token = running.token(seconds=SHORT_SECONDS)
        async with streaming(running, accept=accept, token=token) as stream:
            body = await stream.rest()
        assert_is_to_come_back(accept, body, b"token expired", "TOKEN_EXPIRED")
        await (await running.subscriptions.next_opened()).closed.wait()
        async with streaming(running, accept=accept, token=token) as stream:
            await stream.response.aread()
            assert refused(stream.response) == (401, "TOKEN_EXPIRED")


@BOTH
async def test_a_gateway_that_stops_sends_its_streams_away(tmp_path: Path, accept: str) -> None:
    """Each is told when to come back; who comes before the gateway is gone is told so, too."""
    async with serving(tmp_path) as running, streaming(running, accept=accept) as stream:
        opened = await running.subscriptions.next_opened()
        await running.streams.drain(0)
        body = await stream.rest()
        assert_is_to_come_back(accept, body, b"draining", "OVERLOADED")
        await opened.closed.wait()
        async with streaming(running, accept=accept) as late:
            await late.response.aread()
            assert refused(late.response) == (503, "OVERLOADED")
            assert int(late.response.headers["retry-after"]) >= 1


@BOTH
async def test_streams_are_bounded(tmp_path: Path, accept: str) -> None:
    """One too many of a creator is refused, another creator's is not, and a place comes free."""
    async with serving(tmp_path, streams_per_creator=1, streams=2) as running:
        async with streaming(running, accept=accept):
            async with streaming(running, accept=accept) as second:
                await second.response.aread()
                assert refused(second.response) == (429, "TOO_MANY_SUBSCRIPTIONS")
                assert int(second.response.headers["retry-after"]) >= 1
            other = running.token("6800000000000000002")
            async with streaming(running, accept=accept, token=other) as third:
                assert third.response.status_code == 200
        await until(lambda: len(running.streams) == 0, seconds=5)
        async with streaming(running, accept=accept) as again:
            assert again.response.status_code == 200


async def test_a_full_house_keeps_no_stream_out(tmp_path: Path) -> None:
    """Streams take no turn: they are held while queries are refused."""
    async with serving(tmp_path, operations=1, queue=0) as running:
        busy = asyncio.create_task(ask(running, "{ wait }"))
        await running.engine.waiting.wait()
        assert await ask(running, "{ a }") == 503
        async with streaming(running) as stream:
            assert stream.response.status_code == 200
        busy.cancel()


async def ask(running: Served, query: str) -> int:
    async with streaming(running, query, accept="application/json") as stream:
        return stream.response.status_code
