"""Prebuilt: the three services as one small server that answers recorded bytes.

The reference services work their answers out; that would be measured with the gateways. This one
finds the bytes of each key, and puts them together once for each set of groups.

    python -m tests.bench.prebuilt FILE
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from functools import partial
from pathlib import Path
from typing import cast

import httptools
import msgspec
import uvloop

from tests.bench.copies import copied_bytes, original_of
from tests.bench.recording import RecordedItem, Recording
from upstreams.child import when_orphaned


class _Key(msgspec.Struct, frozen=True):
    groups: tuple[str, ...]
    live_id: str = ""
    creator_id: str = ""


class _Read(msgspec.Struct):
    sessions: tuple[_Key, ...] = ()
    creators: tuple[_Key, ...] = ()


class Prebuilt:
    """The bytes of every answer. A copy's are made of its original's when it is first asked for."""

    def __init__(self, recordings: dict[str, Recording]) -> None:
        self._recordings = recordings
        self._items: dict[tuple[str, _Key], bytes] = {}
        self._reads = msgspec.json.Decoder(_Read)
        self.delays: dict[str, float] = {}

    def answer(self, service: str, body: bytes) -> bytes:
        """The envelope that answers a read of a service."""
        read = self._reads.decode(body)
        sessions = b",".join([self._item(service, key) for key in read.sessions])
        creators = b",".join([self._item(service, key) for key in read.creators])
        return (
            b'{"code":0,"message":"Success","request_id":"bench","data":{"sessions":['
            + sessions
            + b'],"creators":['
            + creators
            + b"]}}"
        )

    def _item(self, service: str, key: _Key) -> bytes:
        found = self._items.get((service, key))
        if found is None:
            found = self._items[service, key] = self._made(service, key)
        return found

    def _made(self, service: str, key: _Key) -> bytes:
        recording = self._recordings[service]
        original, copy = original_of(key.live_id or key.creator_id)
        items = recording.sessions if key.live_id else recording.creators
        return copied_bytes(_joined(items[original], key.groups), copy)


def _joined(item: RecordedItem, groups: tuple[str, ...]) -> bytes:
    told = ",".join(f'"{name}":{item.groups[name]}' for name in groups if name in item.groups)
    return f'{item.head},"groups":{{{told}}}}}'.encode()


class Connection(asyncio.Protocol):
    """One connection of a gateway: requests come one after the other."""

    def __init__(self, prebuilt: Prebuilt) -> None:
        self._prebuilt = prebuilt
        self._parser = httptools.HttpRequestParser(self)
        self._url = b""
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what answers go to."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of it.

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        """A request begins."""
        self._url = url
        self._body = []

    def on_body(self, body: bytes) -> None:
        """A piece of its body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Answer: /SERVICE/v1/read; /SERVICE/slow/MILLISECONDS has it answer late from then on."""
        service, _, rest = self._url.decode().lstrip("/").partition("/")
        if rest == "v1/read":
            body = self._prebuilt.answer(service, b"".join(self._body))
            delay = self._prebuilt.delays.get(service, 0.0)
            if delay:
                asyncio.get_running_loop().call_later(delay, self._write, body)
            else:
                self._write(body)
            return
        what, _, milliseconds = rest.partition("/")
        if what == "slow":
            self._prebuilt.delays[service] = int(milliseconds) / 1000
        self._write(b'"ok"')

    def _write(self, body: bytes) -> None:
        self._transport.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
            % (len(body), body)
        )


async def _serve(content: bytes) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    when_orphaned(partial(_soon, loop, stop))
    prebuilt = Prebuilt(msgspec.json.decode(content, type=dict[str, Recording]))
    server = await loop.create_server(lambda: Connection(prebuilt), "127.0.0.1", 0)
    sys.stdout.write(json.dumps({"port": server.sockets[0].getsockname()[1]}) + "\n")
    sys.stdout.flush()
    await stop.wait()
    server.close()


def _soon(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    loop.call_soon_threadsafe(stop.set)


if __name__ == "__main__":
    uvloop.run(_serve(Path(sys.argv[1]).read_bytes()))
