"""Transport socket attacks: hostile handshakes, frames and messages, and what comes of each."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from websockets.frames import Frame, Opcode

_KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
_DEEP = 5_000


@dataclass(frozen=True, slots=True)
class Handshake:
    """A request for a socket, and the status that it is refused with."""

    name: str
    sent: bytes
    status: int

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent on a socket, and the code that it is closed with. ``is_known``: after it was
    said who asks.
    """

    name: str
    sent: bytes
    code: int
    is_known: bool = True

    def __str__(self) -> str:
        return self.name


def handshake(
    *changes: bytes, without: bytes = b"-", path: bytes = b"/graphql", method: bytes = b"GET"
) -> bytes:
    """A good handshake but for the changes."""
    standard = (
        b"Host: gateway",
        b"X-Request-Id: abuse",
        b"Connection: Upgrade",
        b"Upgrade: websocket",
        b"Sec-WebSocket-Version: 13",
        b"Sec-WebSocket-Protocol: graphql-transport-ws",
        _KEY,
    )
    kept = [line for line in standard if not line.lower().startswith(without)]
    return b"\r\n".join([b"%b %b HTTP/1.1" % (method, path), *kept, *changes, b"", b""])


def _text(message: bytes) -> bytes:
    return Frame(Opcode.TEXT, message).serialize(mask=True)


def _raw(first: int, length: int, rest: bytes = b"") -> bytes:
    """A frame by its first two bytes."""
    return bytes([first, length]) + rest


_BOMB = zlib.compress(b" " * 10_000_000)
_MASKED = b"\x00\x00\x00\x00"
_SUBSCRIBE = b'{"type":"subscribe","id":"1","payload":%b}'

HANDSHAKES = (
    Handshake("no key", handshake(without=b"sec-websocket-key"), 400),
    Handshake("two keys", handshake(_KEY), 400),
    Handshake(
        "a key too short",
        handshake(b"Sec-WebSocket-Key: YQ==", without=b"sec-websocket-key"),
        400,
    ),
    Handshake(
        "a key that is no base64",
        handshake(b"Sec-WebSocket-Key: !!!!", without=b"sec-websocket-key"),
        400,
    ),
    Handshake("no version", handshake(without=b"sec-websocket-version"), 400),
    Handshake(
        "an old version",
        handshake(b"Sec-WebSocket-Version: 8", without=b"sec-websocket-version"),
        400,
    ),
    Handshake("another path", handshake(path=b"/admin"), 404),
    Handshake("a path upwards", handshake(path=b"/graphql/../admin"), 404),
    Handshake("another site", handshake(b"Origin: https://evil.example"), 403),
    Handshake("a file's site", handshake(b"Origin: null"), 403),
    Handshake("a site that begins like ours", handshake(b"Origin: http://gateway.evil"), 403),
    Handshake("two sites", handshake(b"Origin: http://gateway", b"Origin: http://evil"), 400),
    Handshake("two hosts", handshake(b"Host: other"), 400),
    Handshake("no host", handshake(without=b"host"), 400),
    Handshake("another upgrade behind it", handshake(b"Upgrade: h2c"), 401),
    Handshake("no protocol's letters", handshake(b"Sec-WebSocket-Protocol: \x01"), 400),
    Handshake("a head too long", handshake(b"X-A: " + b"a" * 40_000), 431),
    Handshake("headers too many", handshake(*[b"X-%d: a" % n for n in range(200)]), 431),
)

SENT = (
    Sent("a frame without a mask", Frame(Opcode.TEXT, b"{}").serialize(mask=False), 1002),
    Sent("a reserved bit, as of deflate", _raw(0xC1, 0x80, _MASKED), 1002),
    Sent("a second reserved bit", _raw(0xA1, 0x80, _MASKED), 1002),
    Sent("a third reserved bit", _raw(0x91, 0x80, _MASKED), 1002),
    Sent("an opcode that is none", _raw(0x83, 0x80, _MASKED), 1002),
    Sent("a control opcode that is none", _raw(0x8B, 0x80, _MASKED), 1002),
    Sent("a ping in pieces", _raw(0x09, 0x80, _MASKED), 1002),
    Sent("a ping too long", _raw(0x89, 0xFE, b"\x00\x80" + _MASKED + b"a" * 128), 1002),
    Sent("a continuation of nothing", _raw(0x80, 0x80, _MASKED), 1002),
    Sent("a text within a text", _raw(0x01, 0x80, _MASKED) * 2, 1002),
    Sent("a close of one byte", _raw(0x88, 0x81, _MASKED + b"a"), 1002),
    Sent("a close with a code that is none", _raw(0x88, 0x82, _MASKED + b"\x00\x01"), 1002),
    Sent("a close whose reason is no UTF-8", _raw(0x88, 0x83, _MASKED + b"\x03\xe8\xff"), 1007),
    Sent(
        "a frame of all lengths",
        _raw(0x81, 0xFF, b"\x7f" + b"\xff" * 7 + _MASKED),
        1009,
    ),
    Sent("a frame too long", _raw(0x81, 0xFF, (300_000).to_bytes(8) + _MASKED), 1009),
    Sent(
        "pieces that are too long together",
        Frame(Opcode.TEXT, b"a" * 200_000, fin=False).serialize(mask=True)
        + Frame(Opcode.CONT, b"a" * 100_000).serialize(mask=True),
        1009,
    ),
    Sent(
        "a bomb of deflate",
        _raw(0xC1, 0xFE, len(_BOMB).to_bytes(2) + _MASKED + _BOMB),
        1002,
    ),
    Sent("text that is no UTF-8", _text(b"\xff\xfe"), 1007),
    Sent("half of a pair", _text(b'{"type":"\xed\xa0\x80"}'), 1007),
    Sent("binary", Frame(Opcode.BINARY, b'{"type":"ping"}').serialize(mask=True), 4400),
    Sent("nothing", _text(b""), 4400),
    Sent("no JSON", _text(b"hello"), 4400),
    Sent("a list", _text(b"[]"), 4400),
    Sent("a batch", _text(b'[{"type":"ping"},{"type":"ping"}]'), 4400),
    Sent("a number", _text(b"7"), 4400),
    Sent("NUL behind it", _text(b'{"type":"ping"}\x00'), 4400),
    Sent("no type", _text(b'{"id":"1"}'), 4400),
    Sent("a type that is none", _text(b'{"type":"next","id":"1"}'), 4400),
    Sent("the old protocol's words", _text(b'{"type":"start","id":"1","payload":{}}'), 4400),
    Sent("a type in a list", _text(b'{"type":["ping"]}'), 4400),
    Sent("brackets without end", _text(b"[" * 100_000), 4400),
    Sent("objects without end", _text(b'{"type":"ping","payload":' + b'{"a":' * _DEEP), 4400),
    Sent(
        "objects to the end",
        _text(b'{"type":"ping","payload":' + b'{"a":' * _DEEP + b"1" + b"}" * _DEEP + b"}"),
        4400,
    ),
    Sent("a payload that is a list", _text(_SUBSCRIBE % b"[]"), 4400),
    Sent("no document", _text(_SUBSCRIBE % b"{}"), 4400),
    Sent("an id that is a number", _text(b'{"type":"complete","id":1}'), 4400),
    Sent("an id that is empty", _text(b'{"type":"complete","id":""}'), 4400),
    Sent("an id too long", _text(b'{"type":"complete","id":"' + b"a" * 200 + b'"}'), 4400),
    Sent("a number beyond all numbers", _text(b'{"type":"ping","payload":{"a":1e999}}'), 4400),
    Sent("a second beginning", _text(b'{"type":"connection_init"}'), 4429),
    Sent("a token that is none", _text(b'{"type":"ping","payload":{"authorization":3}}'), 4401),
    Sent(
        "a token that is nobody's",
        _text(b'{"type":"ping","payload":{"authorization":"Bearer a.b.c"}}'),
        4401,
    ),
    Sent(
        "an operation before it is known who asks",
        _text(_SUBSCRIBE % b'{"query":"{ a }"}'),
        4401,
        is_known=False,
    ),
    Sent("a beginning without a token", _text(b'{"type":"connection_init"}'), 4401, is_known=False),
    Sent(
        "a beginning with NoSQL for a token",
        _text(b'{"type":"connection_init","payload":{"authorization":{"$ne":""}}}'),
        4401,
        is_known=False,
    ),
    Sent("a flood of pings", Frame(Opcode.PING, b"").serialize(mask=True) * 3_000, 1013),
    Sent("a flood of pongs", Frame(Opcode.PONG, b"").serialize(mask=True) * 3_000, 1013),
    Sent("a flood of messages", _text(b'{"type":"pong"}') * 3_000, 1013),
    Sent(
        "a flood of empty pieces",
        Frame(Opcode.TEXT, b"", fin=False).serialize(mask=True)
        + Frame(Opcode.CONT, b"", fin=False).serialize(mask=True) * 3_000,
        1013,
    ),
    Sent("a flood before it is known who asks", _text(b'{"type":"pong"}') * 3_000, 1013, False),
)
