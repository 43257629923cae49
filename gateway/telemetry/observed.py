"""Observed: hands what happens to the figures, and to the traces, where there are any."""

from __future__ import annotations

from contextvars import Context
from typing import Any

from gateway.operation_log import OperationLog
from gateway.prepared import Prepared
from gateway.telemetry.figures import Figures
from gateway.telemetry.log_sample import LogSample
from gateway.telemetry.telemetry import Telemetry
from gateway.telemetry.traces import Traces
from loaders.joined_call import JoinedCall
from loaders.operation import Operation
from loaders.watch import Watch


class Observed(Telemetry):
    """Either may be None: it is not asked for then."""

    def __init__(
        self,
        *,
        figures: Figures | None = None,
        traces: Traces | None = None,
        log_sample: LogSample | None = None,
    ) -> None:
        super().__init__(log_sample=log_sample)
        self.figures = figures
        self.traces = traces

    def begins(self, trace_parent: str | None, *, seconds_ago: float) -> object | None:
        """An operation is known."""
        if self.traces is None:
            return None
        return self.traces.operation_begins(trace_parent, seconds_ago=seconds_ago)

    def trace_id(self, span: object) -> str:
        """The id of its trace, as logs and headers have it."""
        assert self.traces is not None
        return self.traces.trace_id(span)

    def watch(self, prepared: Prepared) -> Watch | None:
        """A run begins."""
        if self.traces is not None and prepared.span is not None:
            return Watch(span=self.traces.run_begins(prepared))
        return None if self.figures is None else Watch()

    def ran(self, prepared: Prepared, operation: Operation) -> None:
        """A run has ended."""
        watch = operation.watch
        assert watch is not None
        if self.figures is not None:
            self.figures.ran(prepared, operation, watch)
        if self.traces is not None and watch.span is not None:
            self.traces.run_ended(prepared, watch)

    def copied(self, span: object | None) -> None:
        """An operation is answered by a copy."""
        if self.figures is not None:
            self.figures.copied()
        if self.traces is not None and span is not None:
            self.traces.copied(span)

    def ended(self, log: OperationLog, *, seconds: float) -> None:
        """An operation has ended."""
        if self.figures is not None:
            self.figures.ended(log, seconds)
        if self.traces is not None and log.span is not None:
            self.traces.operation_ended(log)

    def refused(self, code: str) -> None:
        """A request was refused."""
        if self.figures is not None:
            self.figures.refused(code)

    def delivered(self, reason: str, *, seconds: float) -> None:
        """An update was told."""
        if self.figures is not None:
            self.figures.delivered(reason, seconds)

    def call_begins(self, upstream: str, call: JoinedCall[Any, Any]) -> Context | None:
        """A call is about to leave."""
        return None if self.traces is None else self.traces.call_begins(upstream, call)

    def call_ended(
        self, upstream: str, call: JoinedCall[Any, Any], *, outcome: str, now: float
    ) -> None:
        """It has an outcome."""
        if self.figures is not None:
            self.figures.call_ended(upstream, call, outcome, now)
        if call.span is not None and self.traces is not None:
            self.traces.call_ended(call, outcome)
