"""Connections: what becomes of one, and of those who come behind each other on it."""

from __future__ import annotations

from tests.corpus.case import DATA, Case, answer, bare, refusal, request
from tests.corpus.lengths import chunked
from tests.corpus.told import CLOSED, GET, KEPT, NOT_HTTP, NOT_HTTP_AT_ALL, NOT_JSON
from tests.gateway.raw_http import Told

CONNECTIONS = (
    Case(
        "100-continue",
        request(b"POST", b"/graphql", b"Expect: 100-continue"),
        (Told(100), answer()),
    ),
    Case(
        "100-continue in capitals",
        request(b"POST", b"/graphql", b"expect: 100-Continue"),
        (Told(100), answer()),
    ),
    Case(
        "100-continue for what is refused",
        request(b"POST", b"/graphql", b"Expect: 100-continue", b"Content-Encoding: gzip"),
        (
            refusal(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "The body must not be compressed.",
                accept_encoding="identity",
            ),
        ),
    ),
    Case(
        "an expectation that nobody knows",
        request(b"POST", b"/graphql", b"Expect: the-best"),
        (answer(),),
    ),
    Case("HTTP/1.0", request(version=b"HTTP/1.0"), (CLOSED,), True),
    Case(
        "HTTP/1.0 without a Host",
        request(version=b"HTTP/1.0", without=(b"host",)),
        (CLOSED,),
        True,
    ),
    Case(
        "HTTP/1.0 that would go on",
        request(b"POST", b"/graphql", b"Connection: keep-alive", version=b"HTTP/1.0"),
        (CLOSED,),
        True,
    ),
    Case(
        "the last of a connection",
        request(b"POST", b"/graphql", b"Connection: close"),
        (CLOSED,),
        True,
    ),
    Case("a version that is none", request(version=b"HTTP/1.x"), (NOT_HTTP_AT_ALL,), True),
    Case(
        "HTTP/2 without having been asked",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        (NOT_HTTP_AT_ALL,),
        True,
    ),
    Case("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (NOT_HTTP_AT_ALL,), True),
    Case(
        "an upgrade to what is not spoken",
        request(
            b"GET",
            b"/graphql?query=%7B+a+%7D",
            b"Connection: upgrade, http2-settings",
            b"Upgrade: h2c",
            b"HTTP2-Settings: AAMA",
        ),
        (KEPT,),
    ),
    Case(
        "an upgrade with a body to what is not spoken",
        request(b"POST", b"/graphql", b"Connection: upgrade", b"Upgrade: h2c"),
        (
            refusal(
                400, "BAD_REQUEST", "No protocol but WebSocket is upgraded to.", connection="close"
            ),
        ),
        True,
    ),
    Case("empty lines before a request", b"\r\n\r\n" + request(), (answer(),)),
    Case(
        "three at once",
        request() + GET + request(b"OPTIONS"),
        (
            answer(),
            KEPT,
            bare(
                204,
                allow="GET, HEAD, POST, QUERY, OPTIONS, PUT, DELETE",
                accept_query="application/json",
            ),
        ),
    ),
    Case(
        "a bad one behind two good ones",
        request() + request() + b"BAD\r\n\r\n",
        (answer(), answer(), NOT_HTTP_AT_ALL),
        True,
    ),
    Case(
        "a bad body behind two good ones",
        request() + request() + chunked(b"x\r\n"),
        (answer(), answer(), NOT_HTTP),
        True,
    ),
    Case(
        "a good one behind a bad one is not looked at",
        b"BAD\r\n\r\n" + request(),
        (NOT_HTTP_AT_ALL,),
        True,
    ),
    Case(
        "a good one behind one that is refused",
        request(body=b"{") + request(),
        (NOT_JSON, answer(DATA)),
    ),
)
