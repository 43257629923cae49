"""Addresses: in every form that HTTP has for them, and with what a GET asks in them."""

from __future__ import annotations

from tests.corpus.case import NEW_ID, NO_DOCUMENT, Case, answer, refusal, request
from tests.corpus.told import NOT_HTTP, NOT_HTTP_AT_ALL, QUERY

ADDRESSES = (
    Case("the absolute form", request(b"POST", b"http://other.example/graphql"), (answer(),)),
    Case(
        "the absolute form with all its parts",
        request(b"POST", b"https://user:word@other.example:99/graphql?x#y"),
        (answer(),),
    ),
    Case(
        "the absolute form without a path",
        request(b"POST", b"http://gateway"),
        (NOT_HTTP,),
        True,
    ),
    Case("no path", request(b"POST", b"graphql"), (NOT_HTTP_AT_ALL,), True),
    Case("the authority form", b"CONNECT gateway:443 HTTP/1.1\r\n\r\n", (NOT_HTTP_AT_ALL,), True),
    Case("an encoded path", request(b"POST", b"/%67raph%71l"), (answer(),)),
    Case(
        "a POST is not asked in its address", request(b"POST", b"/graphql?query=%7B"), (answer(),)
    ),
    Case(
        "a GET without a query",
        request(b"GET"),
        (refusal(400, "BAD_REQUEST", NO_DOCUMENT),),
    ),
    Case(
        "a GET of two queries",
        request(b"GET", QUERY + b"&query=%7B+b+%7D"),
        (refusal(400, "BAD_REQUEST", "A parameter is given twice."),),
    ),
    Case(
        "a GET whose variables are no object",
        request(b"GET", QUERY + b"&variables=[1]"),
        (refusal(400, "BAD_REQUEST", "The parameter variables is no JSON object."),),
    ),
    Case(
        "a GET whose variables are no JSON",
        request(b"GET", QUERY + b"&variables=%7B"),
        (refusal(400, "BAD_REQUEST", "The parameter variables is not JSON."),),
    ),
    Case(
        "an address that is too long",
        request(b"GET", QUERY + b"&x=" + b"x" * 16_384),
        (refusal(414, "URI_TOO_LONG", "The query string is longer than 16384 bytes."),),
    ),
    Case(
        "an address that is far too long",
        request(b"GET", QUERY + b"&x=" + b"x" * 40_000),
        (refusal(414, "URI_TOO_LONG", "The address is too long.", connection="close"),),
        True,
    ),
    Case(
        "an address without end",
        b"GET /graphql?query=" + b"x" * 300_000,
        (
            refusal(
                414,
                "URI_TOO_LONG",
                "The address is too long.",
                request_id=NEW_ID,
                connection="close",
            ),
        ),
        True,
    ),
)
