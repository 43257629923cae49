"""Transport attacks: each has its exact answer, none is a fault, and all is well after each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs
from websockets.frames import Opcode

from gateway.websocket_protocol import WebSocketProtocol
from tests.abuse.transport_attacks import ATTACKS, Attack
from tests.abuse.transport_gateway import answers, code_of, is_well, with_token
from tests.abuse.transport_socket_attacks import HANDSHAKES, SENT, Handshake, Sent, handshake
from tests.corpus.case import BODY, request
from tests.gateway.raw_client import RawClient
from tests.gateway.raw_http import raw_http
from tests.gateway.serving import Served, serving
from tests.gateway.started import until

MOST_BYTES = 1 << 20


@pytest.fixture(scope="module")
async def attacked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A gateway for all of them."""
    async with serving(tmp_path_factory.mktemp("attacked")) as served:
        yield served


@pytest.fixture(autouse=True)
def no_fault(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever is sent, nothing that is logged is a fault of ours, and nothing has a traceback."""
    with capture_logs() as lines:
        yield
    assert [line for line in lines if line["log_level"] in {"error", "critical"}] == []
    assert [one for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info] == []


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
async def test_an_attack_over_http_is_refused(attacked: Served, attack: Attack) -> None:
    """By exactly these answers; what was smuggled behind it is answered by nobody."""
    before = len(attacked.engine.asked)
    async with raw_http(attacked.origin) as client:
        client.say(with_token(attacked, attack.sent))
        client.end()
        assert tuple(await answers(client)) == attack.told
    assert all(400 <= status < 500 for status, _ in attack.told)
    assert len(attacked.engine.asked) == before
    assert await is_well(attacked)


@pytest.mark.parametrize("attack", HANDSHAKES, ids=str)
async def test_a_handshake_is_refused(attacked: Served, attack: Handshake) -> None:
    """In GraphQL, and no socket is left open."""
    async with raw_http(attacked.origin) as client:
        client.say(attack.sent)
        told = await client.told()
        assert told is not None
        assert told.status == attack.status
        assert code_of(told) in {"BAD_REQUEST", "HEADERS_TOO_LARGE", "UNAUTHENTICATED"}
    assert await is_well(attacked)
    assert len(attacked.streams) == 0


@pytest.mark.parametrize("attack", SENT, ids=str)
async def test_what_is_sent_on_a_socket_closes_it(attacked: Served, attack: Sent) -> None:
    """By the code that says why, and nothing of it is left."""
    host, _, port = attacked.origin.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=MOST_BYTES)
    try:
        client = RawClient(reader, writer)
        await client.shake_hands()
        if attack.is_known:
            client.say("connection_init", payload=attacked.authorization)
            assert await client.hear() == {"type": "connection_ack"}
        writer.write(attack.sent)
        assert (await client.closed())[0] == attack.code
    finally:
        writer.transport.abort()
    assert await is_well(attacked)
    await until(lambda: len(attacked.streams) == attacked.connections.waiting == 0)


async def test_deflate_is_never_agreed_on(attacked: Served) -> None:
    """So there is nothing that could be a bomb."""
    offered = b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
    async with raw_http(attacked.origin) as client:
        client.say(handshake(offered))
        told = await client.told()
    assert told is not None
    assert told.status == 101
    assert "sec-websocket-extensions" not in told.headers


async def test_a_flood_of_expectations_is_one_answer_each(attacked: Served) -> None:
    """Each is told to go on once, and is answered."""
    one = with_token(attacked, request(b"POST", b"/graphql", b"Expect: 100-continue", body=BODY))
    async with raw_http(attacked.origin) as client:
        client.say(one * 20)
        statuses = [told.status for _ in range(40) if (told := await client.told()) is not None]
    assert statuses == [100, 200] * 20


async def test_who_waits_behind_a_flood_of_frames_is_not_kept_waiting(attacked: Served) -> None:
    """A megabyte of little frames is read in pieces: others have a turn between any two of them."""
    host, _, port = attacked.origin.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=MOST_BYTES)
    client = RawClient(reader, writer)
    await client.shake_hands()
    pieces: list[int] = []
    read = WebSocketProtocol._read

    def counted(self: WebSocketProtocol, data: bytes) -> None:
        pieces.append(len(data))
        read(self, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WebSocketProtocol, "_read", counted)
        for _ in range(100):
            client.send(Opcode.PING, b"a" * 100)
        for _ in range(100):
            assert (await client.frame()).opcode is Opcode.PONG
    writer.transport.abort()
    assert max(pieces) <= 4096
    assert len(pieces) >= 3


async def test_a_stream_of_events_is_refused_as_well(attacked: Served) -> None:
    """Malformed requests that want events are told so in JSON, by their status."""
    wanted = (b"Accept: text/event-stream",)
    for body in (b"[", b"[]", b"\xff", b'{"query":3}', b"[" * 100_000):
        async with raw_http(attacked.origin) as client:
            client.say(with_token(attacked, request(b"POST", b"/graphql", *wanted, body=body)))
            told = await client.told()
        assert told is not None
        assert (told.status, code_of(told)) == (400, "BAD_REQUEST")
    assert len(attacked.streams) == 0


def test_there_are_more_than_a_hundred() -> None:
    """Each with a name of its own."""
    names = [f"{type(one).__name__} {one}" for one in (*ATTACKS, *HANDSHAKES, *SENT)]
    assert len(set(names)) == len(names) >= 100
