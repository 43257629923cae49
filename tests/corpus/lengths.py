"""Lengths: where a body ends, by its length or by its chunks."""

from __future__ import annotations

from tests.corpus.case import BODY, Case, answer, refusal, request
from tests.corpus.told import GET, KEPT, NOT_HTTP, NOT_HTTP_AT_ALL, NOT_JSON


def chunked(*chunks: bytes, headers: tuple[bytes, ...] = ()) -> bytes:
    """A POST whose body is these chunks."""
    head = request(
        b"POST",
        b"/graphql",
        b"Transfer-Encoding: chunked",
        *headers,
        body=b"",
        without=(b"content-length",),
    )
    return head + b"".join(chunks)


def _length(value: bytes) -> bytes:
    return request(b"POST", b"/graphql", b"Content-Length: " + value, without=(b"content-length",))


def _chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


_END = b"0\r\n\r\n"

LENGTHS = (
    Case("a body in one chunk", chunked(_chunk(BODY), _END), (answer(),)),
    Case(
        "a body in many chunks",
        chunked(*[_chunk(BODY[n : n + 1]) for n in range(len(BODY))], _END),
        (answer(),),
    ),
    Case(
        "an extension and a trailer",
        chunked(b"11;x=1\r\n" + BODY + b"\r\n0\r\nX-A: 1\r\n\r\n"),
        (answer(),),
    ),
    Case(
        "a trailer that is no header of the request",
        chunked(_chunk(BODY), b"0\r\nX-Request-Id: other\r\n\r\n"),
        (answer(),),
    ),
    Case(
        "a trailer without end",
        chunked(_chunk(BODY), b"0\r\nX-A: " + b"a" * 300_000),
        (
            refusal(
                431, "HEADERS_TOO_LARGE", "There is too much around the body.", connection="close"
            ),
        ),
        True,
    ),
    Case(
        "trailers without end",
        chunked(_chunk(BODY), b"0\r\n" + b"X-A: a\r\n" * 50_000),
        (
            refusal(
                431, "HEADERS_TOO_LARGE", "There is too much around the body.", connection="close"
            ),
        ),
        True,
    ),
    Case("no chunk at all", chunked(_END), (NOT_JSON,)),
    Case("a chunk without a size", chunked(b"x\r\n"), (NOT_HTTP,), True),
    Case("a chunk of a negative size", chunked(b"-1\r\n"), (NOT_HTTP,), True),
    Case("a chunk of more than can be", chunked(b"f" * 17 + b"\r\n"), (NOT_HTTP,), True),
    Case(
        "a chunk that is longer than it says",
        chunked(b"1\r\n" + BODY + b"\r\n", _END),
        (NOT_HTTP,),
        True,
    ),
    Case(
        "chunked, and of a length",
        chunked(_chunk(BODY), _END, headers=(b"Content-Length: 17",)),
        (NOT_HTTP,),
        True,
    ),
    Case(
        "of a length, and chunked",
        request(b"POST", b"/graphql", b"Transfer-Encoding: chunked"),
        (NOT_HTTP,),
        True,
    ),
    Case(
        "in another coding than chunks",
        chunked(headers=(b"Transfer-Encoding: gzip",)),
        (NOT_HTTP,),
        True,
    ),
    Case(
        "two lengths",
        request(b"POST", b"/graphql", b"Content-Length: 17"),
        (NOT_HTTP,),
        True,
    ),
    Case("two lengths in one", _length(b"17, 17"), (NOT_HTTP,), True),
    Case("a length below nothing", _length(b"-17"), (NOT_HTTP,), True),
    Case("a length with a sign", _length(b"+17"), (NOT_HTTP,), True),
    Case("a length in words", _length(b"many"), (NOT_HTTP,), True),
    Case("a length of more than can be", _length(b"9" * 30), (NOT_HTTP,), True),
    Case(
        "a length of more than may be",
        _length(b"9" * 12),
        (refusal(413, "PAYLOAD_TOO_LARGE", "The body is longer than 262144 bytes."),),
    ),
    Case("no length", request(without=(b"content-length",)), (NOT_JSON, NOT_HTTP_AT_ALL), True),
    Case("a length that is too short", request(length=8), (NOT_JSON, NOT_HTTP_AT_ALL), True),
    Case(
        "a GET with a body that is not looked at",
        request(
            b"GET", b"/graphql?query=%7B+a+%7D", b"Content-Length: 3", b"Content-Type: text/plain"
        )
        + b"abc"
        + GET,
        (KEPT, KEPT),
    ),
)
