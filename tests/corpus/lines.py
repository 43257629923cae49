"""Lines: heads that are too long, or are none."""

from __future__ import annotations

from tests.corpus.case import Case, refusal, request
from tests.corpus.told import NOT_HTTP, NOT_HTTP_AT_ALL


def _asked(*headers: bytes, without: tuple[bytes, ...] = ()) -> bytes:
    return request(b"POST", b"/graphql", *headers, without=without)


LINES = (
    Case(
        "a header that is too long",
        _asked(b"X-A: " + b"a" * 40_000),
        (
            refusal(
                431,
                "HEADERS_TOO_LARGE",
                "Address and headers are longer than 32768 bytes.",
                connection="close",
            ),
        ),
        True,
    ),
    Case(
        "a header without end",
        b"GET /graphql HTTP/1.1\r\nX-Request-Id: corpus\r\nX-A: " + b"a" * 300_000,
        (
            refusal(
                431,
                "HEADERS_TOO_LARGE",
                "Address and headers are longer than 32768 bytes.",
                connection="close",
            ),
        ),
        True,
    ),
    Case(
        "too many headers",
        _asked(*[b"a: b"] * 130),
        (
            refusal(
                431, "HEADERS_TOO_LARGE", "There are more than 128 headers.", connection="close"
            ),
        ),
        True,
    ),
    Case("a header in two lines", _asked(b"X-A: 1\r\n 2"), (NOT_HTTP,), True),
    Case("NUL in a header", _asked(b"X-A: \x00"), (NOT_HTTP,), True),
    Case("a space before the colon", _asked(b"X-A : 1"), (NOT_HTTP,), True),
    Case("a header without a name", _asked(b": 1"), (NOT_HTTP,), True),
    Case("a header without a colon", _asked(b"X-A"), (NOT_HTTP,), True),
    Case("lines without CR", request().replace(b"\r\n", b"\n"), (NOT_HTTP_AT_ALL,), True),
)
