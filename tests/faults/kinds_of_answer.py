"""Kinds of answer: HTTP that is refused, malformed, endless or not what was asked for."""

from __future__ import annotations

import gzip
import zlib

from tests.faults.exchange import CHUNKED, JSON, Exchange, Headers, answer, head
from tests.faults.kind import AWAY, BAD, SECRET, Kind, of_answer
from tests.faults.proxy import AtRequest, passed_on

HUGE_BYTES = 200 * 1024 * 1024
_PIECE = b" " * 262_144
_GZIP: Headers = (*JSON, ("content-encoding", "gzip"))
_WORDS = f'{{"code": 98001001, "message": "{SECRET}", "data": null}}'.encode()


def _status(status: str, *headers: tuple[str, str]) -> AtRequest:
    async def refuse(exchange: Exchange) -> None:
        await exchange.send(answer(_WORDS, status=status, headers=(*JSON, *headers)))

    return refuse


def _with_type(media_type: str) -> AtRequest:
    async def mislabelled(exchange: Exchange) -> None:
        body = await exchange.body()
        await exchange.send(answer(body, headers=(("content-type", media_type),)))

    return mislabelled


def _raw(data: bytes) -> AtRequest:
    async def malformed(exchange: Exchange) -> None:
        await exchange.send(data)
        exchange.connection.hang_up()

    return malformed


def _with_length(difference: int) -> AtRequest:
    async def miscounted(exchange: Exchange) -> None:
        body = await exchange.body()
        await exchange.send(head(length=len(body) + difference) + body)
        exchange.connection.hang_up()

    return miscounted


async def _huge_plain(exchange: Exchange) -> None:
    await exchange.send(head(length=HUGE_BYTES))
    for _ in range(HUGE_BYTES // len(_PIECE)):
        await exchange.send(_PIECE)


async def _huge_chunked(exchange: Exchange) -> None:
    await exchange.send(head(headers=CHUNKED))
    for _ in range(HUGE_BYTES // len(_PIECE)):
        await exchange.send(_chunk(_PIECE))
    await exchange.send(_chunk(b""))


async def _huge_in_one_chunk(exchange: Exchange) -> None:
    await exchange.send(head(headers=CHUNKED) + b"%x\r\n" % HUGE_BYTES)
    for _ in range(HUGE_BYTES // len(_PIECE)):
        await exchange.send(_PIECE)


async def _gzip_bomb(exchange: Exchange) -> None:
    packer = zlib.compressobj(wbits=31)
    begin = packer.compress(_PIECE) + packer.flush(zlib.Z_FULL_FLUSH)
    # Behind a full flush the same bytes may come again and again.
    again = packer.compress(_PIECE) + packer.flush(zlib.Z_FULL_FLUSH)
    await exchange.send(answer(begin + again * (HUGE_BYTES // len(_PIECE)), headers=_GZIP))


async def _honest_gzip(exchange: Exchange) -> None:
    await exchange.send(answer(gzip.compress(await exchange.body()), headers=_GZIP))


async def _honest_chunks(exchange: Exchange) -> None:
    body = await exchange.body()
    pieces = [body[start : start + 1_000] for start in range(0, len(body), 1_000)]
    await exchange.send(head(headers=CHUNKED) + b"".join(map(_chunk, [*pieces, b""])))


async def _until_the_end(exchange: Exchange) -> None:
    """Honest, in the way of HTTP/1.0: the body ends where the connection does."""
    body = await exchange.body()
    await exchange.send(head().replace(b"HTTP/1.1", b"HTTP/1.0") + body)
    exchange.connection.hang_up()


async def _informs_first(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 103 Early Hints\r\nlink: </style>\r\n\r\n")
    await passed_on(exchange)


async def _endless_headers(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    many = b"x-header: %s\r\n" % SECRET.encode() * 5_000
    for _ in range(HUGE_BYTES // len(many)):
        await exchange.send(many)


async def _endless_header(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nx: ")
    for _ in range(HUGE_BYTES // len(_PIECE)):
        await exchange.send(b"y" * len(_PIECE))


async def _answers_twice(exchange: Exchange) -> None:
    """Honest, with an answer behind it that nobody has asked for."""
    await passed_on(exchange)
    await exchange.send(answer(_WORDS))


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


_GARBAGE = bytes(range(256)) * 8
_HTML = f"<html>{SECRET}: bad gateway</html>".encode()

KINDS_OF_ANSWER: tuple[Kind, ...] = (
    of_answer("400", {BAD}, _status("400 Bad Request")),
    of_answer("401", {BAD}, _status("401 Unauthorized")),
    of_answer("404", {BAD}, _status("404 Not Found")),
    of_answer("418", {BAD}, _status(f"418 {SECRET}")),
    of_answer("429", {AWAY}, _status("429 Too Many Requests")),
    of_answer("429-retry-after", {AWAY}, _status("429 Too Many Requests", ("retry-after", "7"))),
    of_answer("500", {AWAY}, _status("500 Internal Server Error")),
    of_answer("503-retry-after", {AWAY}, _status("503 Service Unavailable", ("retry-after", "7"))),
    of_answer("503-retry-after-odd", {AWAY}, _status("503 No", ("retry-after", "9" * 99))),
    of_answer("204", {BAD}, _raw(b"HTTP/1.1 204 No Content\r\n\r\n")),
    of_answer(
        "redirect", {BAD}, _status("302 Found", ("location", f"http://127.0.0.1:1/{SECRET}"))
    ),
    of_answer("redirect-nowhere", {BAD}, _status("301 Moved", ("location", "http://[::bad"))),
    of_answer("upgrade", {BAD}, _raw(b"HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n" + _GARBAGE)),
    of_answer("html", {BAD}, _raw(answer(_HTML, headers=(("content-type", "text/html"),)))),
    of_answer("wrong-content-type", {BAD}, _with_type("text/plain; charset=utf-8")),
    of_answer("odd-content-type", {BAD}, _with_type("\xff\xfe;;=")),
    of_answer("garbage-bytes", {AWAY}, _raw(_GARBAGE)),
    of_answer("garbage-status", {AWAY}, _raw(b"HTTP/1.1 abc OK\r\n\r\n")),
    of_answer("status-out-of-range", {AWAY}, _raw(answer(_WORDS, status="999 Odd"))),
    of_answer("garbage-header", {AWAY}, _raw(b"HTTP/1.1 200 OK\r\n\x00\x01: \xff\r\n\r\n")),
    of_answer("bad-chunk-size", {AWAY}, _raw(head(headers=CHUNKED) + b"xyz\r\n{}\r\n0\r\n\r\n")),
    of_answer("negative-length", {AWAY}, _raw(head(length=-5) + b"{}")),
    of_answer("odd-length", {AWAY}, _raw(head(length="many") + b"{}")),
    of_answer(
        "two-lengths", {AWAY}, _raw(head(headers=(("content-length", "1"),), length=2) + b"{}")
    ),
    of_answer("length-too-large", {AWAY}, _with_length(+500)),
    of_answer("length-too-small", {AWAY, BAD}, _with_length(-500)),
    of_answer("huge-plain", {BAD}, _huge_plain),
    of_answer("huge-chunked", {BAD}, _huge_chunked),
    of_answer("huge-in-one-chunk", {BAD}, _huge_in_one_chunk),
    of_answer("gzip-bomb", {BAD}, _gzip_bomb),
    of_answer("gzip-unasked", {BAD}, _honest_gzip),
    of_answer("endless-headers", {AWAY}, _endless_headers),
    of_answer("endless-header", {AWAY}, _endless_header),
    of_answer("chunked", set(), _honest_chunks),
    of_answer("until-the-end", set(), _until_the_end),
    of_answer("informs-first", set(), _informs_first),
    of_answer("answers-twice", set(), _answers_twice),
)
