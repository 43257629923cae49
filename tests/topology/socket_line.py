"""Socket line: one connection of a follower over WebSocket, as graphql-ws has it."""

from __future__ import annotations

import struct
from typing import Any

import msgspec

from tests.topology.follower import Follower
from tests.topology.line import Line

_NO_MASK = b"\0\0\0\0"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class SocketLine(Line):
    """The token is in ``connection_init``; there is one operation."""

    name = "WebSocket"

    def __init__(self, follower: Follower) -> None:
        super().__init__(follower)
        self._is_open = False

    def opening(self) -> bytes:
        """The handshake."""
        return (
            b"GET /graphql HTTP/1.1\r\nhost: topology\r\nupgrade: websocket\r\n"
            b"connection: upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"sec-websocket-version: 13\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n"
        )

    def read(self) -> None:
        """First the handshake, then frame by frame."""
        if not self._is_open:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.reason = f"status {head[9:12].decode()}"
                self.transport.close()
                return
            self._is_open, self.buffer = True, rest
            told = {"authorization": f"Bearer {self.follower.token}"}
            self._say({"type": "connection_init", "payload": told})
        while (frame := self._frame()) is not None:
            self._take(*frame)

    def _frame(self) -> tuple[int, bytes] | None:
        if len(self.buffer) < 2:
            return None
        begin, length = 2, self.buffer[1]
        if length == 126:
            if len(self.buffer) < 4:
                return None
            begin, length = 4, struct.unpack_from("!H", self.buffer, 2)[0]
        if len(self.buffer) < begin + length:
            return None
        frame = self.buffer[0] & 15, bytes(self.buffer[begin : begin + length])
        del self.buffer[: begin + length]
        return frame

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING:
            self._send(_PONG, payload)
        elif opcode == _CLOSE:
            self.reason = f"close {struct.unpack_from('!H', payload)[0]}" if payload else "close"
            self._send(_CLOSE, payload[:2])
            self.transport.close()
        elif opcode == _TEXT:
            self._hear(msgspec.json.decode(payload))

    def _hear(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "connection_ack":
                self._say({"type": "subscribe", "id": "1", "payload": self.operation})
            case "next":
                self.subscribed()
                self.follower.told(message["payload"], self)
            case "complete":
                self.follower.completed()
                self.transport.close()
            case "error":
                self.follower.told({"errors": message["payload"]}, self)

    def _say(self, message: dict[str, Any]) -> None:
        self._send(_TEXT, msgspec.json.encode(message))

    def _send(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        size = bytes([128 | length]) if length < 126 else b"\xfe" + struct.pack("!H", length)
        self.transport.write(bytes([128 | opcode]) + size + _NO_MASK + payload)
