"""Upstream: everything that can go wrong with a whole call, over real sockets."""

from __future__ import annotations

import asyncio
import socket

import pytest

from loaders.envelope import Item
from loaders.errors import KnownError, SourceBadAnswer, SourceForbidden, SourceUnavailable
from loaders.keys import Key
from loaders.upstream import Answers, HttpUpstream, open_transport
from tests.fakes.documents import CREATOR, live_id
from tests.loaders.asking import session_key
from tests.loaders.little_service import Serve, envelope, http, serving

KEY = session_key(1)
GOOD = envelope(
    sessions=[
        {"live_id": live_id(1), "on_behalf_of": CREATOR, "language": "en", "as_of": "1795360613"}
    ]
)


async def read_from(base_url: str, key: Key = KEY) -> Answers:
    async with open_transport() as transport:
        upstream = HttpUpstream("shop", base_url, transport=transport, credential="secret")
        return await upstream.read([key], time_left=0.6, request_id="request-1")


def saying(answer: bytes) -> Serve:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return serve


async def test_a_good_answer_comes_through() -> None:
    """What is sent over a socket is read."""
    async with serving(saying(http(GOOD))) as url:
        assert isinstance((await read_from(url))[KEY], Item)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (http(b"", status="500 Oops"), SourceUnavailable),
        (http(b"", status="503 Busy"), SourceUnavailable),
        (http(b"", status="429 Slow down"), SourceUnavailable),
        (http(b'{"code": 105002}', status="401 No"), SourceBadAnswer),
        (http(GOOD, status="302 Found", headers="location: /\r\n"), SourceBadAnswer),
        (http(b"<html>", headers="content-type: text/html\r\n"), SourceBadAnswer),
        (http(GOOD, headers="content-encoding: gzip\r\n"), SourceBadAnswer),
        (http(b"{ not json"), SourceBadAnswer),
        (http(b"\xff\xfe\x00"), SourceBadAnswer),
        (http(b"[]"), SourceBadAnswer),
        (http(b'{"code": 0, "data": null}'), SourceBadAnswer),
        (http(b'{"code": 36009002, "message": "too many"}'), SourceUnavailable),
        (http(b'{"code": 105005}'), SourceForbidden),
        (http(b'{"code": 77}'), SourceBadAnswer),
        (http(b"", headers="content-length: 100\r\n"), SourceUnavailable),
        (b"nonsense\r\n\r\n", SourceUnavailable),
        (b"", SourceUnavailable),
    ],
    ids=range(17),
)
async def test_every_fault_of_a_call_is_an_error_of_ours(
    answer: bytes, error: type[KnownError]
) -> None:
    """Whatever a service does, the caller sees one of two or three errors with stable codes."""
    async with serving(saying(answer)) as url:
        with pytest.raises(KnownError) as caught:
            await read_from(url)
    assert type(caught.value) is error


async def test_when_to_ask_again_is_passed_on() -> None:
    """A Retry-After in seconds is told in milliseconds; its other form, a date, is not."""
    for said, told in (("7", 7000), ("Sun, 22 Nov 2026 15:00:00 GMT", None), ("9" * 9, None)):
        busy = http(b"", status="503 Busy", headers=f"retry-after: {said}\r\n")
        async with serving(saying(busy)) as url:
            with pytest.raises(SourceUnavailable) as caught:
                await read_from(url)
        assert caught.value.retry_after_ms == told


async def test_an_answer_that_never_stops_growing_is_given_up() -> None:
    """More than two megabytes are not kept: the call fails as soon as they are passed."""

    async def pour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(http(b"", headers="content-length: 100000000\r\n"))
        while True:
            writer.write(b" " * 65_536)
            await writer.drain()

    async with serving(pour) as url:
        with pytest.raises(SourceBadAnswer) as caught:
            await read_from(url)
    assert caught.value.detail == "too large"


async def test_nobody_at_home_is_unavailable() -> None:
    """A port that nobody listens on is passing trouble, and not reachable."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(SourceUnavailable):
            await read_from(url)
        async with open_transport() as transport:
            upstream = HttpUpstream("shop", url, transport=transport, credential="secret")
            assert not await upstream.is_reachable()


async def test_a_cancelled_call_hangs_up() -> None:
    """The service sees the connection close when nobody waits any more."""
    asked, left = asyncio.Event(), asyncio.Event()

    async def wait(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()
        left.set()

    async with serving(wait) as url:
        call = asyncio.create_task(read_from(url))
        await asked.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        async with asyncio.timeout(5):
            await left.wait()
