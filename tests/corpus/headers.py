"""Headers: what they ask for, alone and twice."""

from __future__ import annotations

from tests.corpus.case import Case, answer, bare, refusal, request
from tests.corpus.told import KEPT, QUERY, TAG, UNTRUSTED
from tests.gateway.asking import GRAPHQL, JSON


def _asked(*headers: bytes, without: tuple[bytes, ...] = ()) -> bytes:
    return request(b"POST", b"/graphql", *headers, without=without)


_HOST = refusal(400, "BAD_REQUEST", "The request must have one Host header.")

HEADERS = (
    Case("no Host", _asked(without=(b"host",)), (_HOST,)),
    Case("two Hosts", _asked(b"Host: other"), (_HOST,)),
    Case("two equal tokens", _asked(b"Authorization: Bearer <token>"), (UNTRUSTED,)),
    Case("another token behind the good one", _asked(b"Authorization: Bearer x"), (UNTRUSTED,)),
    Case(
        "no token",
        _asked(without=(b"authorization",)),
        (
            refusal(
                401,
                "UNAUTHENTICATED",
                "A token is needed: Authorization: Bearer <token>.",
                www_authenticate="Bearer",
            ),
        ),
    ),
    Case(
        "a second type for the body",
        _asked(b"Content-Type: text/plain"),
        (
            refusal(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "The body must be application/json in UTF-8.",
                accept=JSON,
            ),
        ),
    ),
    Case(
        "Accept in two lines",
        _asked(b"Accept: text/html", b"Accept: " + GRAPHQL.encode()),
        (answer(media_type=GRAPHQL),),
    ),
    Case(
        "nothing can be accepted",
        _asked(b"Accept: text/html"),
        (
            refusal(
                406, "NOT_ACCEPTABLE", "Answers are JSON or event streams, which Accept excludes."
            ),
        ),
    ),
    Case(
        "no coding can be accepted",
        _asked(b"Accept-Encoding: identity;q=0"),
        (
            refusal(
                406,
                "NOT_ACCEPTABLE",
                "Answers are plain, or in gzip or zstd, which Accept-Encoding excludes.",
            ),
        ),
    ),
    Case(
        "a tiny answer is not compressed", _asked(b"Accept-Encoding: gzip, br, zstd"), (answer(),)
    ),
    Case("a POST is not answered from what is known", _asked(b"If-None-Match: *"), (answer(),)),
    Case(
        "a copy that holds",
        request(b"GET", QUERY, b'If-None-Match: "a,b", ' + TAG.encode()),
        (bare(304, cache_control="private, no-cache", etag=TAG),),
    ),
    Case("a copy that does not", request(b"GET", QUERY, b'If-None-Match: W/"a"'), (KEPT,)),
    Case(
        "a copy that holds, of a QUERY",
        request(b"QUERY", b"/graphql", b"If-None-Match: *"),
        (bare(304, cache_control="private, no-cache", etag=TAG),),
    ),
    Case(
        "an odd time-out",
        _asked(b"X-Request-Timeout-Ms: 1.5"),
        (
            refusal(
                400,
                "BAD_REQUEST",
                "X-Request-Timeout-Ms must be a whole number of milliseconds from 1.",
            ),
        ),
    ),
    Case(
        "a page's form is not sent",
        _asked(
            b"Origin: https://shop.example",
            b"Content-Type: text/plain",
            without=(b"content-type", b"authorization"),
        ),
        (
            refusal(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "The body must be application/json in UTF-8.",
                accept=JSON,
            ),
        ),
    ),
    Case(
        "a page's link is not followed",
        request(b"GET", QUERY, b"Cookie: session=1", without=(b"authorization",)),
        (
            refusal(
                401,
                "UNAUTHENTICATED",
                "A token is needed: Authorization: Bearer <token>.",
                www_authenticate="Bearer",
            ),
        ),
    ),
)
