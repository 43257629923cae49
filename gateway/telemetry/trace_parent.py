"""Trace parent: the header of W3C Trace Context, as clients send it and as it is sent on."""

from __future__ import annotations

import re

from opentelemetry.trace import SpanContext, TraceFlags

_FORM = re.compile(r"(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


def read_trace_parent(told: str | None) -> SpanContext | None:
    """The span that a client says it asks from; None: it says none, or what is not one."""
    found = _FORM.fullmatch(told) if told else None
    if found is None:
        return None
    trace_id, span_id, flags = (int(group, 16) for group in found.groups())
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags & 1))
    return context if context.is_valid else None


def write_trace_parent(context: SpanContext) -> str:
    """What an upstream is told of a span of ours."""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"
