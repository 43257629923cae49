"""The corpus on a socket: each body as the payload of a ``subscribe``, byte for byte."""

from __future__ import annotations

import re

import pytest

from tests.corpus.payloads import BAD_PAYLOADS, GOOD_PAYLOADS, Payload
from tests.corpus.test_corpus import corpus
from tests.gateway.serving import Served
from tests.gateway.talking import Socket, acknowledged

# The gateway of the corpus serves here, too.
__all__ = ["corpus"]
COMPLETE = b'{"type":"complete","id":"7"}'
NO_MESSAGE = (4400, "Invalid message received")
# What is not even text, in the words of RFC 6455.
NO_TEXT = (1007, "Text is not UTF-8")
ENDS = {
    "UTF-16 with a mark": NO_TEXT,
    "UTF-32": NO_TEXT,
    "Latin-1": NO_TEXT,
}
_MADE_UP = re.compile(rb"[0-9a-f]{32}\.[0-9]+")


def subscribe(body: bytes) -> bytes:
    return b'{"id":"7","type":"subscribe","payload":' + body + b"}"


def next_(payload: bytes) -> bytes:
    return b'{"type":"next","id":"7","payload":' + payload + b"}"


async def answered(socket: Socket, body: bytes) -> list[bytes]:
    """Every message up to the end of the operation."""
    await socket.connection.send(subscribe(body), text=True)
    heard: list[bytes] = []
    while not heard or b'"next"' in heard[-1]:
        heard.append(await socket.connection.recv(decode=False))
    return heard


async def test_every_good_body_is_an_operation(corpus: Served) -> None:
    """One after the other on one socket, under the same id: as a query and as a subscription."""
    async with acknowledged(corpus) as socket:
        for good in GOOD_PAYLOADS:
            data = b'{"data":' + (good.data or b"") + b"}"
            assert await answered(socket, good.body) == [next_(data), COMPLETE], good.name
            ticks = [next_(b'{"data":{"tick":%d}}' % tick) for tick in (1, 2)]
            assert await answered(socket, good.subscribing) == [*ticks, COMPLETE], good.name


async def test_graphql_that_cannot_be_read_ends_its_operation(corpus: Served) -> None:
    """With the error's own bytes, and the socket goes on."""
    async with acknowledged(corpus) as socket:
        for _ in range(2):
            (error,) = await answered(socket, b'{"query":"{"}')
            assert _MADE_UP.sub(b"<new>", error) == (
                b'{"type":"error","id":"7","payload":[{"message":"Syntax Error: Expected Name, '
                b'found <EOF>.","extensions":{"code":"GRAPHQL_PARSE_FAILED","retryable":false,'
                b'"requestId":"<new>"}}]}'
            )


@pytest.mark.parametrize("bad", BAD_PAYLOADS, ids=str)
async def test_every_bad_body_ends_the_socket(corpus: Served, bad: Payload) -> None:
    """A message that is none is closed for, with the protocol's code; without a word before it."""
    async with acknowledged(corpus) as socket:
        await socket.connection.send(subscribe(bad.body), text=True)
        code, reason = await socket.closed()
    if bad.name == "too long":
        assert code == 1009
    else:
        assert (code, reason) == ENDS.get(bad.name, NO_MESSAGE)


async def test_bytes_are_no_message(corpus: Served) -> None:
    """The protocol is of texts: the best of bodies in a frame of bytes is none."""
    async with acknowledged(corpus) as socket:
        await socket.connection.send(subscribe(GOOD_PAYLOADS[0].body), text=False)
        assert await socket.closed() == NO_MESSAGE
