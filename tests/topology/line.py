"""Line: one connection of a follower, whatever the transport; and those over HTTP."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import ClassVar, cast

import msgspec

from tests.topology.follower import Follower

_DELIMITER, _LAST = b"\r\n--graphql", b"--\r\n"


class Line(asyncio.Protocol, ABC):
    """``told_to_wait`` are the seconds after which to come back, where the gateway has told;
    ``ends`` counts the updates that tell an end.
    """

    name: ClassVar[str]

    def __init__(self, follower: Follower) -> None:
        self.follower = follower
        self.gone = asyncio.Event()
        self.told_to_wait: float | None = None
        self.ends = 0
        self.buffer = bytearray()
        self.transport = cast("asyncio.Transport", None)
        self.is_subscribed = False
        self.reason = "cut"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask at once."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self.opening())

    def data_received(self, data: bytes) -> None:
        """Take what has come whole."""
        self.buffer += data
        self.read()

    def connection_lost(self, error: Exception | None) -> None:
        """Tell the follower how it has ended."""
        if error is not None:
            self.reason = type(error).__name__
        if self.follower.is_complete:
            self.follower.left(was_subscribed=self.is_subscribed)
        else:
            self.follower.lost(f"{self.name}: {self.reason}", was_subscribed=self.is_subscribed)
        self.gone.set()

    def subscribed(self) -> None:
        """The subscription is taken; said once."""
        if not self.is_subscribed:
            self.is_subscribed = True
            self.follower.subscribed()

    @property
    def operation(self) -> dict[str, object]:
        """What is asked, as every transport carries it."""
        variables = {"sessionId": self.follower.live.session_id}
        return {"query": self.follower.query, "variables": variables}

    @abstractmethod
    def opening(self) -> bytes:
        """The first bytes."""

    @abstractmethod
    def read(self) -> None:
        """Take from the buffer what is whole."""


class HttpLine(Line):
    """A POST, whose answer goes on."""

    accept: ClassVar[str]

    def __init__(self, follower: Follower) -> None:
        super().__init__(follower)
        self._head = b""
        self.body = bytearray()

    def opening(self) -> bytes:
        """The whole request."""
        body = msgspec.json.encode(self.operation)
        last = self.follower.event_id
        head = (
            f"POST /graphql HTTP/1.1\r\nhost: topology\r\naccept: {self.accept}\r\n"
            f"authorization: Bearer {self.follower.token}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
            f"{f'last-event-id: {last}' + chr(13) + chr(10) if last else ''}\r\n"
        )
        return head.encode() + body

    def read(self) -> None:
        """First the head; then what is in the chunks, which a proxy makes anew as it likes."""
        if not self._head:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self._head, self.buffer = bytes(head), rest
            if not head.startswith(b"HTTP/1.1 200"):
                self.reason = f"status {head[9:12].decode()}"
                self.transport.close()
                return
            self.began()
        while self._chunk():
            pass
        self.parse()

    def _chunk(self) -> bool:
        size, end, rest = self.buffer.partition(b"\r\n")
        if not end or len(rest) < (length := int(size, 16)) + 2:
            return False
        self.body += rest[:length]
        del self.buffer[: len(size) + 2 + length + 2]
        if not length:
            self.transport.close()
        return bool(length)

    def began(self) -> None:
        """The head was good."""

    @abstractmethod
    def parse(self) -> None:
        """Take from the body what is whole."""


class SseLine(HttpLine):
    """Server-sent events, as graphql-sse reads them."""

    name = "SSE"
    accept = "text/event-stream"

    def began(self) -> None:
        """It is subscribed now: where nothing has changed since the last event, nothing is told."""
        self.subscribed()

    def parse(self) -> None:
        """Event by event."""
        while True:
            block, end, rest = self.body.partition(b"\n\n")
            if not end:
                return
            self.body = rest
            self._take(dict(_field(line) for line in block.decode().split("\n")))

    def _take(self, event: dict[str, str]) -> None:
        if "retry" in event:
            self.told_to_wait = int(event["retry"]) / 1000
        if event.get("event") == "complete":
            self.follower.completed()
        elif event.get("event") == "next":
            self.follower.event_id = event.get("id", self.follower.event_id)
            self.follower.told(msgspec.json.decode(event["data"]), self)


class MultipartLine(HttpLine):
    """Multipart, as Apollo's clients read it."""

    name = "multipart"
    accept = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'

    def parse(self) -> None:
        """Part by part: one is whole with the delimiter that ends it, and the last with what makes
        that the closing one.
        """
        while True:
            if self.body.startswith(_LAST):
                self.body.clear()
                if not self._is_sent_away:
                    self.follower.completed()
                return
            part, end, rest = self.body.partition(_DELIMITER)
            if not end:
                return
            self.body = rest
            _, _, content = part.partition(b"\r\n\r\n")
            if content:
                self._take(content)

    def _take(self, content: bytes | bytearray) -> None:
        told = msgspec.json.decode(content)
        if "payload" not in told:
            return
        if told["payload"] is None:
            # The transport's word, not the operation's: it is to be had anew.
            self.reason = "sent away"
            return
        self.subscribed()
        self.follower.told(told["payload"], self)

    @property
    def _is_sent_away(self) -> bool:
        return self.reason == "sent away"


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value.removeprefix(" ")
