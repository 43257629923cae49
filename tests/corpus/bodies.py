"""Bodies: what may stand in a POST's body, and what may not."""

from __future__ import annotations

from tests.corpus.case import BODY, NO_DOCUMENT, Case, answer, refusal, request
from tests.gateway.asking import GRAPHQL
from tests.gateway.raw_http import Told

_NOT_JSON = "The body is not JSON in UTF-8."


def _no_request(why: str) -> Told:
    return refusal(400, "BAD_REQUEST", f"The body is no GraphQL request: {why}.")


def _not_json() -> Told:
    return refusal(400, "BAD_REQUEST", _NOT_JSON)


def _unsupported(message: str, **wanted: str) -> Told:
    return refusal(415, "UNSUPPORTED_MEDIA_TYPE", message, **wanted)


def _of_type(value: bytes) -> bytes:
    return request(b"POST", b"/graphql", b"Content-Type:" + value, without=(b"content-type",))


_WRONG_TYPE = _unsupported("The body must be application/json in UTF-8.", accept="application/json")
_COMPRESSED = _unsupported("The body must not be compressed.", accept_encoding="identity")

GOOD = {
    "as plain as can be": BODY,
    "white space around it": b" \r\n\t" + BODY + b"\n",
    "keys that nobody knows": b'{"id":"1","query":"{ a }","more":{"x":[1]}}',
    "nulls for what may be left out": b'{"query":"{ a }","operationName":null,"variables":null,'
    b'"extensions":null}',
    "an empty name is none": b'{"query":"{ a }","operationName":""}',
    "escapes": b'{"qu\\u0065ry":"\\u007b a }"}',
    "the last of two keys counts": b'{"query":"{","query":"{ a }"}',
    "nested as deep as may be": b'{"query":"{ a }","extensions":{"a":'
    + b"[" * 30
    + b"]" * 30
    + b"}}",
}
WITH_VARIABLES = {
    "of two variables of one name the last counts": (b'{"a":1,"a":2}', {"a": 2}),
    "letters of all kinds": ('{"é":"\U0001f600"}'.encode(), {"é": "\U0001f600"}),
    "a number in another form": (b'{"a":1e3}', {"a": 1000.0}),
}
BAD = {
    "nothing": (b"", _not_json()),
    "a byte order mark": (b"\xef\xbb\xbf" + BODY, _not_json()),
    "UTF-16": (BODY.decode().encode("utf-16-le"), _not_json()),
    "UTF-16 with a mark": (BODY.decode().encode("utf-16"), _not_json()),
    "UTF-32": (BODY.decode().encode("utf-32"), _not_json()),
    "Latin-1": ('{"query":"{ a }","operationName":"é"}'.encode("latin-1"), _not_json()),
    "something behind it": (BODY + b"x", _not_json()),
    "another behind it": (BODY + BODY, _not_json()),
    "NUL behind it": (BODY + b"\x00", _not_json()),
    "a comment": (b'{"query":"{ a }"}//', _not_json()),
    "a comma too many": (b'{"query":"{ a }",}', _not_json()),
    "cut off": (BODY[:-1], _not_json()),
    "a line break in a text": (b'{"query":"{\na }"}', _not_json()),
    "a batch": (b"[" + BODY + b"]", _no_request("Expected `object`, got `array`")),
    "a number": (b"1", _no_request("Expected `object`, got `int`")),
    "null": (b"null", _no_request("Expected `object`, got `null`")),
    "no query": (b'{"qeury":"{ a }"}', refusal(400, "BAD_REQUEST", NO_DOCUMENT)),
    "variables in a list": (
        b'{"query":"{ a }","variables":[7]}',
        _no_request("Expected `object | null`, got `array` - at `$.variables`"),
    ),
    "nested too deep": (
        b'{"query":"{ a }","variables":{"a":' + b"[" * 40 + b"]" * 40 + b"}}",
        refusal(400, "BAD_REQUEST", "The variables or extensions are nested too deep."),
    ),
    "too long": (
        b'{"query":"{ a }"' + b" " * 262_144 + b"}",
        refusal(413, "PAYLOAD_TOO_LARGE", "The body is longer than 262144 bytes."),
    ),
}
_TYPES = {
    "of two types": b"application/json, application/json",
    "of no type": b"",
    "a form": b"application/x-www-form-urlencoded",
    "a file": b"multipart/form-data; boundary=x",
    "a text": b"text/plain;charset=utf-8",
    "a text that ends as JSON does": b"text/plain; q=9, application/json",
    "a relative of JSON": b"application/graphql+json",
    "GraphQL without JSON": b"application/graphql",
    "JSON in UTF-16": b"application/json; charset=utf-16",
    "JSON in two charsets": b"application/json; charset=utf-8; charset=utf-16",
}
_CODINGS = ("gzip", "br", "zstd", "identity, gzip", "Deflate")

BODIES = (
    *(Case(name, request(body=body), (answer(),)) for name, body in GOOD.items()),
    *(
        Case(
            name,
            request(body=b'{"query":"{ a }","variables":' + variables + b"}"),
            (answer({"variables": read, "name": None}),),
        )
        for name, (variables, read) in WITH_VARIABLES.items()
    ),
    *(Case(name, request(body=body), (told,)) for name, (body, told) in BAD.items()),
    *(Case(name, _of_type(value), (_WRONG_TYPE,)) for name, value in _TYPES.items()),
    Case("without a type", request(without=(b"content-type",)), (_WRONG_TYPE,)),
    Case("JSON in capitals", _of_type(b'Application/JSON;Charset="UTF-8"'), (answer(),)),
    Case("JSON with odd parameters", _of_type(b"application/json;v=1"), (answer(),)),
    *(
        Case(
            f"in {coding}",
            request(b"POST", b"/graphql", f"Content-Encoding: {coding}".encode()),
            (_COMPRESSED,),
        )
        for coding in _CODINGS
    ),
    Case("in no coding", request(b"POST", b"/graphql", b"Content-Encoding: Identity"), (answer(),)),
    Case(
        "a bad body under the newer type",
        request(b"POST", b"/graphql", b"Accept: " + GRAPHQL.encode(), body=b"{"),
        (refusal(400, "BAD_REQUEST", _NOT_JSON, media_type=GRAPHQL),),
    ),
    Case(
        "GraphQL that cannot be read, under the older type",
        request(body=b'{"query":"{"}'),
        (refusal(200, "GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found <EOF>."),),
    ),
    Case(
        "GraphQL that cannot be read, under the newer type",
        request(b"POST", b"/graphql", b"Accept: " + GRAPHQL.encode(), body=b'{"query":"{"}'),
        (
            refusal(
                400,
                "GRAPHQL_PARSE_FAILED",
                "Syntax Error: Expected Name, found <EOF>.",
                media_type=GRAPHQL,
            ),
        ),
    ),
)
