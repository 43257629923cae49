"""HTTP protocol: requests that come slowly, in pieces, or behind each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.corpus.case import BODY, NEW_ID, TOKEN, answer, refusal, request
from tests.corpus.lengths import chunked
from tests.corpus.test_corpus import named
from tests.corpus.told import GET, KEPT, NOT_HTTP, NOT_HTTP_AT_ALL
from tests.gateway.raw_http import RawHttp, Told, raw_http
from tests.gateway.serving import Served, serving
from tests.gateway.started import until

SLOW = "The request took too long to come."
LET = b'{"query":"{ let }"}'


def too_slow(request_id: str) -> Told:
    return refusal(408, "REQUEST_TIMEOUT", SLOW, request_id=request_id, connection="close")


@pytest.fixture(scope="module")
async def hasty(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A gateway that waits half a second for a head, and for a body."""
    async with serving(tmp_path_factory.mktemp("hasty"), body_seconds=0.5) as served:
        yield served


def with_token(served: Served, sent: bytes) -> bytes:
    return sent.replace(TOKEN, served.token().encode())


async def told(client: RawHttp, count: int = 1) -> list[Told]:
    """So many answers, with a known word for ids that were made up."""
    answers, _ = await client.all_told(most=count)
    return [named(one) for one in answers]


def has_refused(connection: object) -> bool:
    """Whether something is to be refused on it, when it is its turn."""
    return getattr(connection, "_refusal", None) is not None


async def until_asked(served: Served) -> None:
    """Until the engine works on what waits to be let."""
    async with asyncio.timeout(20):
        await served.engine.waiting.wait()
    served.engine.waiting.clear()


@pytest.mark.parametrize(
    ("sent", "request_id"),
    [
        (b"POST /gra", NEW_ID),
        (b"POST /graphql HTTP/1.1\r\nX-Request-Id: corpus\r\nHost", "corpus"),
        (request(length=100), "corpus"),
        (chunked(b"5\r\n" + BODY[:5] + b"\r\n"), "corpus"),
        (request(b"POST", b"/graphql", b"Expect: 100-continue", body=b"", length=9), "corpus"),
    ],
    ids=["address", "headers", "body", "chunks", "body after 100"],
)
async def test_a_request_that_does_not_come_is_given_up(
    hasty: Served, sent: bytes, request_id: str
) -> None:
    """Wherever it stops; its client is told, and may ask again over another connection."""
    async with raw_http(hasty.origin) as client:
        client.say(with_token(hasty, sent))
        last = (await told(client, 2 if b"Expect" in sent else 1))[-1]
        assert last == too_slow(request_id)
        assert await client.told() is None


async def test_a_connection_that_says_nothing_is_closed(hasty: Served) -> None:
    """There is nobody to be told anything."""
    async with raw_http(hasty.origin) as client:
        assert await client.told() is None


async def test_a_second_request_that_does_not_come_is_given_up(hasty: Served) -> None:
    """The first is answered all the same."""
    async with raw_http(hasty.origin) as client:
        client.say(with_token(hasty, request()) + b"POST /graphql HTTP/1.1\r\n")
        assert await told(client, 2) == [answer(), too_slow(NEW_ID)]


async def test_a_request_may_take_longer_to_be_answered(hasty: Served) -> None:
    """The time is for what a client sends, and not for what is done then."""
    hasty.engine.let.clear()
    async with raw_http(hasty.origin) as client, raw_http(hasty.origin) as silent:
        client.say(with_token(hasty, request(body=LET)))
        await until_asked(hasty)
        # It has been given up by now what began to be waited for later than the body was.
        assert await silent.told() is None
        hasty.engine.let.set()
        assert await told(client) == [answer()]


@pytest.mark.parametrize("sent", [request(), GET, chunked(b"11\r\n" + BODY + b"\r\n0\r\n\r\n")])
async def test_a_request_may_come_byte_by_byte(served: Served, sent: bytes) -> None:
    """It is the same request, and it may have another behind it."""
    async with raw_http(served.origin) as client:
        for byte in with_token(served, sent):
            client.say(bytes([byte]))
            await asyncio.sleep(0)
        client.say(with_token(served, request()))
        expected = KEPT if sent == GET else answer()
        assert await told(client, 2) == [expected, answer()]


async def test_a_long_body_may_come_behind_a_short_head(served: Served) -> None:
    """The bounds of the one are none of the other's, however the bytes are cut."""
    body = BODY + b" " * 200_000
    sent = with_token(served, request(body=body))
    async with raw_http(served.origin) as client:
        client.say(sent + sent[:100])
        client.say(sent[100:] + with_token(served, request()))
        assert await told(client, 3) == [answer()] * 3


async def test_a_body_may_come_in_chunks_of_one_byte(served: Served) -> None:
    """There is more around it than in it, and that is well."""
    body = BODY + b" " * 20_000
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in body)
    async with raw_http(served.origin) as client:
        client.say(with_token(served, chunked(chunks, b"0\r\n\r\n")))
        assert await told(client) == [answer()]


async def test_what_is_wrong_is_told_in_its_turn(served: Served) -> None:
    """The request before it is still being answered."""
    served.engine.let.clear()
    async with raw_http(served.origin) as client:
        client.say(with_token(served, request(body=LET)))
        await until_asked(served)
        client.say(with_token(served, request()) + b"BAD\r\n\r\n")
        client.say(with_token(served, request()))
        served.engine.let.set()
        assert await told(client, 3) == [answer(), answer(), NOT_HTTP_AT_ALL]
        assert await client.told() is None


async def test_a_body_that_breaks_is_told_in_its_turn(served: Served) -> None:
    """The one before is answered, and nobody waits for the rest of the broken one."""
    served.engine.let.clear()
    async with raw_http(served.origin) as client:
        client.say(with_token(served, request(body=LET)))
        await until_asked(served)
        client.say(with_token(served, chunked(b"1\r\n{\r\n")))
        client.say(b"nonsense\r\n")
        served.engine.let.set()
        assert await told(client, 2) == [answer(), NOT_HTTP]
        assert await client.told() is None


async def test_what_is_refused_already_is_not_refused_again(served: Served) -> None:
    """A body that breaks behind its answer ends the connection, and nothing is said of it."""
    async with raw_http(served.origin) as client:
        client.say(chunked(b"1\r\n{\r\n").replace(TOKEN, b"nonsense"))
        assert (await told(client))[0].status == 401
        client.say(b"nonsense\r\n")
        assert await client.told() is None


async def test_only_so_many_wait_on_one_connection(served: Served) -> None:
    """Those that do are answered; who sends more is told to come back."""
    served.engine.let.clear()
    async with raw_http(served.origin) as client:
        client.say(with_token(served, request(body=LET)))
        await until_asked(served)
        client.say(with_token(served, request()) * 100)
        await until(lambda: any(map(has_refused, served.server.server_state.connections)))
        served.engine.let.set()
        answers = await told(client, 66)
        assert answers[:-1] == [answer()] * 65
        assert answers[-1].status == 503
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 4
        assert await client.told() is None


async def test_a_head_is_bounded_by_a_setting(tmp_path_factory: pytest.TempPathFactory) -> None:
    """To the byte: one that is as long as may be is answered."""
    async with serving(tmp_path_factory.mktemp("short"), head_bytes=2_000) as served:
        head = with_token(served, request()).partition(b"\r\n\r\n")[0]
        left = 2_000 - len(head) - len(b"\r\n" * 2) - len(b"\r\nX-A: ")
        for more, status in ((left, 200), (left + 100, 431)):
            async with raw_http(served.origin) as client:
                header = b"X-A: " + b"a" * more
                client.say(with_token(served, request(b"POST", b"/graphql", header)))
                assert (await told(client))[0].status == status
