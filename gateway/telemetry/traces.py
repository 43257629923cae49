"""Traces: spans of operations, of updates, and of the calls that they share.

| span | its parent | what it is linked to |
|---|---|---|
| an operation | the client's span, where its ``traceparent`` names one | |
| an update of a subscription | the subscription's operation | |
| a call that operations may share | the first of them that is traced | all of them that are |
| a call of one operation alone | that operation, or update | |

Which operations are traced is decided when it is known what they ask for; what is refused before is
in the log alone. A trace that a client has begun is decided by its id, so that all who look at the
same id decide alike; one that its client does not record is none here, either. No span has anything
in it that a client may make up, but for the ids of its own trace.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from contextvars import Context, copy_context
from typing import Any, cast

from opentelemetry.context import Context as TraceContext
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    Span,
    SpanKind,
    StatusCode,
    Tracer,
    set_span_in_context,
)

from gateway.operation_log import OperationLog
from gateway.prepared import Prepared
from gateway.telemetry.declared import OTHER
from gateway.telemetry.names import Names
from gateway.telemetry.trace_parent import read_trace_parent, write_trace_parent
from loaders.asking import UpstreamCall
from loaders.joined_call import JoinedCall
from loaders.names import MONGODB, SHARES
from loaders.trace_parent import TRACE_PARENT
from loaders.watch import Watch

# By which part of a trace's id it is decided, as other tracers do.
_ID_MASK = (1 << 64) - 1
_DATABASES = frozenset({MONGODB, SHARES})


class Traces:
    """Makes the spans; ``tracer`` sends them when they end."""

    def __init__(
        self,
        tracer: Tracer,
        names: Names,
        *,
        ratio: float,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """``ratio``: the part of all operations that is traced, 0 to 1."""
        self._tracer = tracer
        self._names = names
        self._ratio = ratio
        self._chance = chance
        self._under_way = 0

    def operation_begins(
        self, trace_parent: str | None, *, seconds_ago: float = 0.0
    ) -> Span | None:
        """The span of an operation; None: it is not traced."""
        parent = read_trace_parent(trace_parent)
        if parent is None:
            if self._chance() >= self._ratio:
                return None
            around = TraceContext()
        else:
            is_chosen = parent.trace_id & _ID_MASK < self._ratio * (_ID_MASK + 1)
            if not (is_chosen and parent.trace_flags.sampled):
                return None
            around = set_span_in_context(NonRecordingSpan(parent), TraceContext())
        self._under_way += 1
        began = time.time_ns() - int(seconds_ago * 1e9)
        return self._tracer.start_span("operation", around, SpanKind.SERVER, start_time=began)

    def operation_ended(self, log: OperationLog) -> None:
        """What is known of it now."""
        self._under_way -= 1
        span = cast("Span", log.span)
        name, kind = self._names.operation(log.plan), log.kind
        if kind is not None:
            span.update_name(kind if name == OTHER else f"{kind} {name}")
            span.set_attribute("graphql.operation.type", kind)
            span.set_attribute("graphql.operation.name", name)
        span.set_attribute("endpage.client", self._names.client(log.client_name))
        span.set_attribute("endpage.transport", log.transport_name)
        span.set_attribute("endpage.cost", log.cost)
        span.set_attribute("endpage.outcome", log.outcome)
        if log.codes:
            span.set_attribute("endpage.codes", sorted(log.codes))
            span.set_status(StatusCode.ERROR)
        span.end()

    def trace_id(self, span: object) -> str:
        """The id of the trace that it is in."""
        return f"{cast('Span', span).get_span_context().trace_id:032x}"

    def copied(self, span: object) -> None:
        """There was no run: an answer was sent again as it was."""
        cast("Span", span).set_attribute("endpage.plan", "copied")

    def run_begins(self, prepared: Prepared) -> Span:
        """The span that the calls of a run belong to: of an update its own."""
        around = cast("Span", prepared.span)
        return around if prepared.plan.shape is None else self._child("update", around)

    def run_ended(self, prepared: Prepared, watch: Watch) -> None:
        """It has made all its calls."""
        span = cast("Span", watch.span)
        span.set_attribute("endpage.plan", "compiled" if watch.is_compiled else "reference")
        for call in watch.alone:
            self._called_alone(call, span)
        if prepared.plan.shape is not None:
            span.end()

    def call_begins(self, upstream: str, call: JoinedCall[Any, Any]) -> Context | None:
        """The context in which its upstream is told of it; None: nobody who is traced asks."""
        # Mostly there is none, and then nobody is looked for.
        served = _served(call) if self._under_way else []
        if not served:
            return None
        links = [Link(each.get_span_context()) for each in served]
        span = self._child(upstream, served[0], SpanKind.CLIENT, links)
        span.set_attribute("endpage.keys", len(call.entries))
        if upstream in _DATABASES:
            span.set_attribute("db.system.name", "mongodb")
        call.span = span, served
        context = copy_context()
        context.run(TRACE_PARENT.set, write_trace_parent(span.get_span_context()))
        return context

    def call_ended(self, call: JoinedCall[Any, Any], outcome: str) -> None:
        """It is linked to those as well who have joined it on its way."""
        span, known = cast("tuple[Span, list[Span]]", call.span)
        for each in _served(call):
            if each not in known:
                span.add_link(each.get_span_context())
        _end(span, outcome)

    def _called_alone(self, call: UpstreamCall, around: Span) -> None:
        began = time.time_ns() - int((time.monotonic() - call.started_at) * 1e9)
        span = self._child(call.upstream, around, SpanKind.CLIENT, start_time=began)
        span.set_attribute("endpage.keys", call.keys)
        if call.upstream in _DATABASES:
            span.set_attribute("db.system.name", "mongodb")
        _end(span, call.outcome, end_time=began + int(call.ms * 1e6))

    def _child(
        self,
        name: str,
        around: Span,
        kind: SpanKind = SpanKind.INTERNAL,
        links: Iterable[Link] = (),
        *,
        start_time: int | None = None,
    ) -> Span:
        context = set_span_in_context(around, TraceContext())
        return self._tracer.start_span(
            name, context, kind, links=list(links), start_time=start_time
        )


def _served(call: JoinedCall[Any, Any]) -> list[Span]:
    """The spans of the operations that it is for, each once."""
    watches = [asker.whole.watch for asker in call.askers()]
    spans = [cast("Span", one.span) for one in watches if one is not None and one.span is not None]
    return list(dict.fromkeys(spans))


def _end(span: Span, outcome: str, *, end_time: int | None = None) -> None:
    span.set_attribute("endpage.outcome", outcome)
    if outcome != "OK":
        span.set_status(StatusCode.ERROR)
    span.end(end_time)
