"""A real little OpenTelemetry collector: it takes OTLP over HTTP, and remembers the spans."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

_TAKEN = ExportTraceServiceResponse().SerializeToString()


@dataclass(frozen=True, slots=True)
class Taken:
    """One span as it came, with the attributes of the process that sent it."""

    name: str
    kind: str
    trace_id: str
    span_id: str
    parent_id: str
    links: tuple[tuple[str, str], ...]
    attributes: dict[str, Any]
    is_error: bool
    resource: dict[str, Any] = field(hash=False)


class Collector:
    """``url`` is its address, ``content`` every byte that it was sent."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.spans: list[Taken] = []
        self.content = b""
        self.paths: set[str] = set()
        self._news = asyncio.Condition()

    async def take(self, path: str, body: bytes) -> None:
        """What one request brought."""
        self.paths.add(path)
        self.content += body
        for sent in ExportTraceServiceRequest.FromString(body).resource_spans:
            resource = _attributes(sent.resource.attributes)
            for scope in sent.scope_spans:
                self.spans += [_taken(span, resource) for span in scope.spans]
        async with self._news:
            self._news.notify_all()

    async def until(self, is_so: Callable[[list[Taken]], bool]) -> list[Taken]:
        """The spans so far, as soon as they are as the function says. Raises TimeoutError."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: is_so(self.spans))
        return list(self.spans)


@asynccontextmanager
async def collector() -> AsyncIterator[Collector]:
    """One on a free loopback port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                length = int(head.partition("content-length:")[2].split("\r\n")[0])
                body = await reader.readexactly(length)
                assert "content-type: application/x-protobuf" in head
                await collecting.take(head.split()[1], body)
                answer = "HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\n"
                writer.write(f"{answer}content-length: {len(_TAKEN)}\r\n\r\n".encode() + _TAKEN)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The gateway has ended.
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    collecting = Collector(f"http://{host}:{port}")
    async with server:
        yield collecting


def _taken(span: Span, resource: dict[str, Any]) -> Taken:
    return Taken(
        name=span.name,
        kind=Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        links=tuple((link.trace_id.hex(), link.span_id.hex()) for link in span.links),
        attributes=_attributes(span.attributes),
        is_error=span.status.code == 2,
        resource=resource,
    )


def _attributes(told: Any) -> dict[str, Any]:
    return {one.key: _value(one.value) for one in told}


def _value(value: Any) -> Any:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [_value(one) for one in value.array_value.values]
    return getattr(value, kind)
