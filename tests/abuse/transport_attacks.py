"""Transport attacks: what hostile clients send below GraphQL, and what comes of each.

The file is long, because the attacks are many and each is a line or two.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from tests.corpus.case import BODY, request
from tests.corpus.lengths import chunked

_DEEP = 5_000
_GET = b"/graphql?query=%7B+a+%7D"


@dataclass(frozen=True, slots=True)
class Attack:
    """``told`` are the statuses and codes of the answers, "" for one that is no error."""

    name: str
    sent: bytes
    told: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        return self.name


BAD = (400, "BAD_REQUEST")
BAD_TYPE = (415, "UNSUPPORTED_MEDIA_TYPE")
TOO_LARGE = (413, "PAYLOAD_TOO_LARGE")
HEADERS = (431, "HEADERS_TOO_LARGE")
TOO_LONG = (414, "URI_TOO_LONG")
NO_METHOD = (405, "METHOD_NOT_ALLOWED")


def _post(body: bytes) -> bytes:
    return request(body=body)


def _with(*headers: bytes, body: bytes = BODY) -> bytes:
    return request(b"POST", b"/graphql", *headers, body=body)


def _typed(media_type: bytes, *, body: bytes = BODY) -> bytes:
    line = b"Content-Type: " + media_type
    return request(b"POST", b"/graphql", line, body=body, without=(b"content-type",))


def _smuggled(*lines: bytes) -> bytes:
    """A request with these lines, and another hidden behind it."""
    return _with(*lines) + b"GET /secret HTTP/1.1\r\nHost: gateway\r\n\r\n"


_SMUGGLING = {
    "a length and chunks": _smuggled(b"Transfer-Encoding: chunked"),
    "chunks, and chunks in another word": _smuggled(b"Transfer-Encoding: xchunked"),
    "chunks twice": chunked(b"0\r\n\r\n", headers=(b"Transfer-Encoding: chunked",)),
    "chunks behind a tab": _smuggled(b"Transfer-Encoding:\tchunked"),
    "chunks behind a space before the colon": _smuggled(b"Transfer-Encoding : chunked"),
    "chunks with a vertical tab": _smuggled(b"Transfer-Encoding: \x0bchunked"),
    "chunks in a folded line": _smuggled(b"Transfer-Encoding:\r\n chunked"),
    "chunks, identity": _smuggled(b"Transfer-Encoding: chunked, identity"),
    "identity": _smuggled(b"Transfer-Encoding: identity"),
    "gzip, chunks": _smuggled(b"Transfer-Encoding: gzip, chunked"),
    "two lengths that differ": _smuggled(b"Content-Length: 0"),
    "two lengths that are the same": _smuggled(b"Content-Length: %d" % len(BODY)),
    "a length in hexadecimal": _smuggled(b"Content-Length: 0x11"),
    "a length in a list": _smuggled(b"Content-Length: 17, 0"),
    "a length with a space in it": _smuggled(b"Content-Length: 1 7"),
    "a chunk of a negative size": chunked(b"-5\r\nhello\r\n0\r\n\r\n"),
    "a chunk with a sign": chunked(b"+5\r\nhello\r\n0\r\n\r\n"),
    "a chunk of 2 to the 64": chunked(b"10000000000000000\r\n"),
    "a chunk size in words": chunked(b"five\r\nhello\r\n0\r\n\r\n"),
    "a chunk that does not end": chunked(b"5\r\nhelloX\r\n0\r\n\r\n"),
    "a chunk with 0x before its size": chunked(b"0x5\r\nhello\r\n0\r\n\r\n"),
    "a folded header": _with(b"X-A: b\r\n c"),
    "a line that ends in CR alone": _with(b"X-A: b\rX-B: c"),
    "NUL in a header's value": _with(b"X-A: a\x00b"),
    "NUL in a header's name": _with(b"X\x00A: b"),
    "a header without a name": _with(b": b"),
    "a header without a colon": _with(b"nonsense"),
    "a name with a space": _with(b"X A: b"),
    "a name with brackets": _with(b"X(A): b"),
    "DEL in a value": _with(b"X-A: \x7f"),
    "a bell in a value": _with(b"X-A: \x07"),
    "a line feed in an address": request(b"GET", b"/graphql?query=\n{a}"),
    "NUL in an address": request(b"GET", b"/graphql?query=\x00"),
    "a tab for a space": b"GET\t/graphql\tHTTP/1.1\r\nHost: a\r\n\r\n",
    "no version": b"GET /graphql\r\nHost: a\r\n\r\n",
    "a version of the future": request(version=b"HTTP/3.7"),
    "a version in small letters": request(version=b"http/1.1"),
    "a method of no letters": b"G@T /graphql HTTP/1.1\r\nHost: a\r\n\r\n",
    "HTTP/2 by force": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    "TLS by mistake": b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + b"a" * 64,
    "a proxy's own protocol": b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + request(),
    "another service's protocol": b"EHLO there\r\n",
    "bytes of nothing": b"\x00" * 64,
    "an upgrade to h2c with a body": _with(b"Connection: upgrade", b"Upgrade: h2c"),
}

_HOSTS = {
    "no host": request(without=(b"host",)),
    "two hosts": _with(b"Host: other"),
    "two hosts that are the same": _with(b"Host: gateway"),
    "a list of hosts": request(b"POST", b"/graphql", b"Host: a, b", without=(b"host",)),
}

_HEADS = {
    "a header too long": (_with(b"X-A: " + b"a" * 40_000), HEADERS),
    "too many headers": (_with(*[b"X-%d: a" % n for n in range(200)]), HEADERS),
    "a flood of cookies": (_with(*[b"Cookie: a=b"] * 200), HEADERS),
    "a cookie too long": (_with(b"Cookie: " + b"a=b;" * 10_000), HEADERS),
    "a name too long": (_with(b"X-" + b"a" * 40_000 + b": b"), HEADERS),
    "an address too long": (request(b"GET", b"/graphql?query=" + b"a" * 40_000), TOO_LONG),
    "a query string too long": (request(b"GET", b"/graphql?query=" + b"a" * 20_000), TOO_LONG),
    "too many parameters": (request(b"GET", _GET + b"&a=b" * 40), BAD),
    "a token too long": (_with(b"Authorization: Bearer " + b"a" * 40_000), HEADERS),
    "extensions of chunks without end": (chunked(b"5;" + b"a" * 400_000), HEADERS),
    "trailers without end": (chunked(b"0\r\n" + b"X-A: a\r\n" * 60_000), HEADERS),
    "a length beyond all bounds": (request(length=999_999_999_999), TOO_LARGE),
}

_METHODS = {
    "TRACE": (request(b"TRACE", b"/graphql"), NO_METHOD),
    "CONNECT": (request(b"CONNECT", b"gateway:443"), BAD),
    "PATCH": (request(b"PATCH", b"/graphql"), NO_METHOD),
    "a GET that says it is a POST": (
        request(b"GET", b"/graphql?query=mutation+%7B+a+%7D", b"X-HTTP-Method-Override: POST"),
        NO_METHOD,
    ),
    "a GET that says so in the address": (
        request(b"GET", b"/graphql?query=mutation+%7B+a+%7D&_method=POST"),
        NO_METHOD,
    ),
    "a GET that says so in another header": (
        request(b"GET", b"/graphql?query=mutation+%7B+a+%7D", b"X-Method-Override: POST"),
        NO_METHOD,
    ),
    "a mutation by GET": (request(b"GET", b"/graphql?query=mutation+%7B+a+%7D"), NO_METHOD),
    "a mutation by HEAD's sibling QUERY": (
        request(b"QUERY", b"/graphql", body=b'{"query":"mutation { a }"}'),
        NO_METHOD,
    ),
}

_CSRF = {
    "text/plain": _typed(b"text/plain"),
    "a form": _typed(b"application/x-www-form-urlencoded", body=b"query=%7B+a+%7D"),
    "multipart": _typed(b"multipart/form-data; boundary=x", body=b"--x--"),
    "no type": request(without=(b"content-type",)),
    "an empty type": _typed(b""),
    "two types": _with(b"Content-Type: text/plain"),
    "text/plain that says it is JSON": _typed(b"text/plain; application/json"),
    "JSON in UTF-7": _typed(b"application/json; charset=utf-7"),
    "JSON that is a patch": _typed(b"application/json-patch+json"),
    "XML": _typed(b"application/xml", body=b"<query/>"),
    "a beacon": _typed(b"text/plain;charset=UTF-8"),
}

_COMPRESSED = {
    "gzip": (b"gzip", zlib.compress(BODY, wbits=31)),
    "a gzip bomb": (b"gzip", zlib.compress(b" " * 50_000_000, wbits=31)),
    "deflate": (b"deflate", zlib.compress(BODY)),
    "brotli": (b"br", b"\x0b\x08\x80"),
    "zstd": (b"zstd", b"\x28\xb5\x2f\xfd"),
    "gzip twice": (b"gzip, gzip", zlib.compress(zlib.compress(BODY, wbits=31), wbits=31)),
    "an unknown coding": (b"snappy", b"xx"),
}

_JSON = {
    "nothing": b"",
    "a batch": b"[" + BODY + b"]",
    "a batch of a thousand": b"[" + b",".join([BODY] * 1_000) + b"]",
    "an empty batch": b"[]",
    "a number": b"3",
    "null": b"null",
    "a text": b'"{ a }"',
    "true": b"true",
    "NUL": b'{"query":"{ a }"}\x00',
    "invalid UTF-8": b'{"query":"{ \xff }"}',
    "overlong UTF-8": b'{"query":"{ \xc0\xaf }"}',
    "half of a pair": b'{"query":"{ \xed\xa0\x80 }"}',
    "half of a pair, escaped": b'{"query":"{ a }","operationName":"\\ud800"}',
    "UTF-16": BODY.decode().encode("utf-16"),
    "a mark of byte order": b"\xef\xbb\xbf" + BODY,
    "NaN": b'{"query":"{ a }","variables":{"a":NaN}}',
    "Infinity": b'{"query":"{ a }","variables":{"a":Infinity}}',
    "minus Infinity": b'{"query":"{ a }","variables":{"a":-Infinity}}',
    "a number with zeros before it": b'{"query":"{ a }","variables":{"a":007}}',
    "a number in hexadecimal": b'{"query":"{ a }","variables":{"a":0x7}}',
    "a number beyond all numbers": b'{"query":"{ a }","variables":{"a":1e999}}',
    "single quotes": b"{'query':'{ a }'}",
    "a control character in a text": b'{"query":"{ \x01a }"}',
    "objects without end": b'{"query":"{ a }","variables":' + b'{"a":' * _DEEP,
    "objects to the end": b'{"query":"{ a }","variables":'
    + b'{"a":' * _DEEP
    + b"1"
    + b"}" * _DEEP
    + b"}",
    "arrays to the end": b'{"query":"{ a }","variables":{"a":'
    + b"[" * _DEEP
    + b"]" * _DEEP
    + b"}}",
    "arrays beside the request": b'{"query":"{ a }","x":' + b"[" * 100_000,
    "brackets alone": b"[" * 200_000,
    "variables in a list": b'{"query":"{ a }","variables":[1]}',
    "variables in a text": b'{"query":"{ a }","variables":"{}"}',
    "a query in a list": b'{"query":["{ a }"]}',
    "a query in an object": b'{"query":{"$gt":""}}',
    "a name in a list": b'{"query":"{ a }","operationName":["a"]}',
    "extensions in a number": b'{"query":"{ a }","extensions":3}',
    "no query": b'{"variables":{}}',
    "two ids": b'{"documentId":"a","doc_id":"b"}',
    "an id too long": b'{"documentId":"' + b"a" * 300 + b'"}',
    "an id with a line break": b'{"documentId":"a\\nb"}',
    "a hash too short": b'{"documentId":"sha256:abc"}',
    "a hash in a list": b'{"extensions":{"persistedQuery":{"version":1,"sha256Hash":["a"]}}}',
    "a hash of another version": b'{"extensions":{"persistedQuery":{"version":9,'
    b'"sha256Hash":"a"}}}',
    "an operation's name too long": b'{"query":"{ a }","operationName":"' + b"a" * 2_000 + b'"}',
    "too many variables": json.dumps(
        {"query": "{ a }", "variables": {f"v{n}": n for n in range(2_000)}}
    ).encode(),
    "an integer of a hundred thousand digits": b'{"query":"{ a }","variables":{"a":'
    + b"9" * 100_000
    + b"}}",
}

ATTACKS = (
    *(Attack(name, sent, (BAD,)) for name, sent in {**_SMUGGLING, **_HOSTS}.items()),
    *(Attack(name, _post(body), (BAD,)) for name, body in _JSON.items()),
    *(Attack(name, sent, (told,)) for name, (sent, told) in {**_HEADS, **_METHODS}.items()),
    *(Attack(name, sent, (BAD_TYPE,)) for name, sent in _CSRF.items()),
    *(
        Attack(name, _with(b"Content-Encoding: " + coding, body=body), (BAD_TYPE,))
        for name, (coding, body) in _COMPRESSED.items()
    ),
)
