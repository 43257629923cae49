"""Trace parent: which span of which trace the call in this task is, as its upstream is told."""

from __future__ import annotations

from contextvars import ContextVar

TRACE_PARENT: ContextVar[str | None] = ContextVar("trace_parent", default=None)
"""The header ``traceparent`` of W3C Trace Context; None: the call is in no trace."""
