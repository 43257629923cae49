"""Traces: spans as a real collector takes them over a real socket, with their links."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Span

from gateway.telemetry.names import Names
from gateway.telemetry.observed import Observed
from gateway.telemetry.traces import Traces
from gateway.telemetry.tracing import tracing_to
from loaders.asking import Asking
from loaders.envelope import Item
from loaders.guarded import Guarded
from loaders.joining import Joining
from loaders.keys import Key
from loaders.upstream import HttpUpstream
from loaders.watch import Watch
from tests.loaders.asking import asking, session_key
from tests.loaders.little_service import envelope
from tests.telemetry.otlp_collector import Collector, Taken, collector
from tests.telemetry.test_trace_parent import SPAN, TRACE


@pytest.fixture(scope="module")
async def collecting() -> AsyncIterator[Collector]:
    async with collector() as running:
        yield running


@pytest.fixture(scope="module")
async def provider(collecting: Collector) -> AsyncIterator[TracerProvider]:
    made = tracing_to(collecting.url)
    yield made
    await asyncio.to_thread(made.shutdown)


def traces(provider: TracerProvider, *, ratio: float = 1.0, chance: float = 0.0) -> Traces:
    return Traces(provider.get_tracer("test"), Names(), ratio=ratio, chance=lambda: chance)


def begun(made: Traces, trace_parent: str | None = None) -> Span:
    span = made.operation_begins(trace_parent)
    assert span is not None
    return span


def asking_in(span: Span | None, *, budget_ms: int = 60_000) -> Asking:
    """Somebody who asks for an operation with that span."""
    one = asking(budget_ms=budget_ms)
    one.watch = Watch(span=span)
    return one


def id_of(span: Span) -> tuple[str, str]:
    context = span.get_span_context()
    return f"{context.trace_id:032x}", f"{context.span_id:016x}"


class Service:
    """Answers when it is let, and keeps the headers that it was sent."""

    def __init__(self) -> None:
        self.trace_parents: list[str | None] = []
        self.asked, self.let = asyncio.Event(), asyncio.Event()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.trace_parents.append(request.headers.get("traceparent"))
        self.asked.set()
        await self.let.wait()
        body = httpx.ByteStream(envelope(sessions=[], creators=[]))
        return httpx.Response(200, stream=body, headers={"content-type": "application/json"})

    def joined(self, made: Traces) -> Joining[Key, Item]:
        upstream = HttpUpstream(
            "rewards", "http://r/", transport=httpx.MockTransport(self.answer), credential="secret"
        )
        # Time stands still: what is under way is never too old to be joined.
        return Joining(
            Guarded(upstream), cap=60.0, monotonic=lambda: 0.0, telemetry=Observed(traces=made)
        )


async def sent(provider: TracerProvider, collecting: Collector, count: int) -> list[Taken]:
    """The spans of this test, which are exactly so many."""
    before = len(collecting.spans)
    await asyncio.to_thread(provider.force_flush)
    found = collecting.spans[before:]
    assert len(found) == count
    return found


async def test_a_joined_call_is_linked_to_all_whom_it_serves(
    provider: TracerProvider, collecting: Collector
) -> None:
    """To those who left with it, and to who joined it on its way; not to who is in no trace. It is
    in the trace of the first of them, and its upstream is told so.
    """
    made, service = traces(provider), Service()
    joined = service.joined(made)
    first, second, third = (begun(made) for _ in range(3))
    key, other = session_key(1), session_key(2)
    waiting = [
        asyncio.create_task(joined.read(asking_in(first), [key])),
        asyncio.create_task(joined.read(asking_in(second), [other, key])),
        asyncio.create_task(joined.read(asking_in(None), [key])),
    ]
    await service.asked.wait()
    # Who has less time than those before can do with their call.
    joining = joined.read(asking_in(third, budget_ms=30_000), [key])
    waiting.append(asyncio.create_task(joining))
    await asyncio.sleep(0)  # It has begun to wait.
    service.let.set()
    await asyncio.gather(*waiting)
    (call,) = await sent(provider, collecting, 1)
    assert (call.name, call.kind, call.is_error) == ("rewards", "CLIENT", False)
    assert (call.trace_id, call.parent_id) == id_of(first)
    assert call.links == (id_of(first), id_of(second), id_of(third))
    assert call.attributes == {"endpage.keys": 2, "endpage.outcome": "OK"}
    # Recorded, and the id is random in all its length.
    assert service.trace_parents == [f"00-{call.trace_id}-{call.span_id}-03"]


async def test_a_call_for_nobody_who_is_traced_is_in_no_trace(
    provider: TracerProvider, collecting: Collector
) -> None:
    """There is no span, and the upstream is told of none."""
    made, service = traces(provider), Service()
    service.let.set()
    await service.joined(made).read(asking_in(None), [session_key(1)])
    await sent(provider, collecting, 0)
    assert service.trace_parents == [None]


async def test_a_call_that_fails_says_so(provider: TracerProvider, collecting: Collector) -> None:
    """By its code, and by the span's status."""
    made = traces(provider)

    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("the address is secret.internal")

    upstream = HttpUpstream(
        "rewards", "http://r/", transport=httpx.MockTransport(refuse), credential="secret"
    )
    joined: Joining[Key, Item] = Joining(
        Guarded(upstream), cap=0.2, telemetry=Observed(traces=made)
    )
    await joined.read(asking_in(begun(made)), [session_key(1)])
    (call,) = await sent(provider, collecting, 1)
    assert call.is_error
    assert call.attributes == {"endpage.keys": 1, "endpage.outcome": "SOURCE_UNAVAILABLE"}
    assert b"secret" not in collecting.content


def test_who_is_traced_is_decided_by_chance(provider: TracerProvider) -> None:
    """Where the client has begun no trace: the part that the setting says."""
    assert traces(provider, ratio=0.1, chance=0.0999).operation_begins(None) is not None
    assert traces(provider, ratio=0.1, chance=0.1).operation_begins(None) is None
    assert traces(provider, ratio=0.0, chance=0.0).operation_begins(None) is None
    assert traces(provider, ratio=1.0, chance=0.9999).operation_begins("nonsense") is not None


def test_a_trace_that_a_client_has_begun_is_decided_by_its_id(provider: TracerProvider) -> None:
    """So all who look at it decide alike; one that is not recorded there is not here either."""
    low, high = "0" * 31 + "1", "f" * 32
    made = traces(provider, ratio=0.5, chance=0.99)
    span = begun(made, f"00-{low}-{SPAN}-01")
    assert made.trace_id(span) == low
    assert made.operation_begins(f"00-{high}-{SPAN}-01") is None
    assert made.operation_begins(f"00-{low}-{SPAN}-00") is None
    assert made.trace_id(begun(traces(provider), f"00-{TRACE}-{SPAN}-01")) == TRACE
