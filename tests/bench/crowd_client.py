"""Crowd client: one subscriber, by WebSocket or server-sent events, as cheap as Python allows."""

from __future__ import annotations

import asyncio
import struct
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, cast

import msgspec

_END = b'"state":"ENDED"'
_NO_MASK = b"\0\0\0\0"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What a subscriber asks for."""

    query: str
    session_id: str
    token: str

    @property
    def operation(self) -> dict[str, Any]:
        """The operation, as either protocol carries it."""
        return {"query": self.query, "variables": {"sessionId": self.session_id}}


class Subscriber(asyncio.Protocol, ABC):
    """What is counted of either kind. ``ends`` are updates that tell the end; times are unix's.

    ``is_lost``: it has lost its connection, or was told an error.
    """

    __slots__ = ("_asked", "_buffer", "_transport", "ends", "is_lost", "last_at", "updates")
    name: ClassVar[str]

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._buffer = bytearray()
        self._transport = cast("asyncio.Transport", None)
        self.updates = 0
        self.ends = 0
        self.last_at = 0.0
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask at once."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self.opening())

    def connection_lost(self, error: Exception | None) -> None:
        """Nothing more will come."""
        del error
        self.is_lost = True

    def data_received(self, data: bytes) -> None:
        """Count what has come whole."""
        self._buffer += data
        self.look()

    def close(self) -> None:
        """Leave."""
        self._transport.abort()

    def told(self, update: bytes | bytearray) -> None:
        """Count one update; one that tells an error is none."""
        if b'"errors":[' in update:
            self.is_lost = True
            return
        self.updates += 1
        self.ends += _END in update
        self.last_at = time.time()

    @abstractmethod
    def opening(self) -> bytes:
        """The first bytes."""

    @abstractmethod
    def look(self) -> None:
        """Take from the buffer what is whole."""


class WebSocketSubscriber(Subscriber):
    """By ``graphql-transport-ws``: the token in ``connection_init``, one operation."""

    __slots__ = ("_is_open",)
    name: ClassVar[str] = "WebSocket"

    def opening(self) -> bytes:
        """The handshake."""
        self._is_open = False
        return (
            b"GET /graphql HTTP/1.1\r\nhost: bench\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
            b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n"
            b"sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
        )

    def look(self) -> None:
        """First the handshake, then frame by frame."""
        if not self._is_open:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            self._is_open = True
            del self._buffer[: end + 4]
            told = {"authorization": f"Bearer {self._asked.token}"}
            self._say({"type": "connection_init", "payload": told})
        while (frame := self._frame()) is not None:
            self._take(*frame)

    def _frame(self) -> tuple[int, bytearray] | None:
        buffer = self._buffer
        if len(buffer) < 4:
            # The empty ping has two bytes.
            is_whole = len(buffer) >= 2 and len(buffer) >= 2 + buffer[1]
            if not is_whole:
                return None
        begin, length = 2, buffer[1]
        if length == 126:
            begin, length = 4, struct.unpack_from("!H", buffer, 2)[0]
        if len(buffer) < begin + length:
            return None
        frame = buffer[0] & 15, buffer[begin : begin + length]
        del buffer[: begin + length]
        return frame

    def _take(self, opcode: int, payload: bytearray) -> None:
        if opcode == _PING:
            self._send(_PONG, bytes(payload))
        elif opcode == _CLOSE:
            self._transport.close()
        elif b'"type":"connection_ack"' in payload:
            self._say({"type": "subscribe", "id": "1", "payload": self._asked.operation})
        elif payload.startswith(b'{"type":"next"'):
            self.told(payload)
        elif payload.startswith(b'{"type":"error"'):
            self.is_lost = True

    def _say(self, message: dict[str, Any]) -> None:
        self._send(_TEXT, msgspec.json.encode(message))

    def _send(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        size = bytes([128 | length]) if length < 126 else b"\xfe" + struct.pack("!H", length)
        self._transport.write(bytes([128 | opcode]) + size + _NO_MASK + payload)


class SseSubscriber(Subscriber):
    """By graphql-sse, a connection an operation."""

    __slots__ = ()
    name: ClassVar[str] = "SSE"

    def opening(self) -> bytes:
        """The whole request."""
        body = msgspec.json.encode(self._asked.operation)
        head = (
            "POST /graphql HTTP/1.1\r\nhost: bench\r\naccept: text/event-stream\r\n"
            f"authorization: Bearer {self._asked.token}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def look(self) -> None:
        """Event by event; the frames of the chunks in between have no meaning here."""
        while (end := self._buffer.find(b"}\n\n")) >= 0:
            if b"event: next" in self._buffer[:end]:
                self.told(self._buffer[:end])
            del self._buffer[: end + 3]
