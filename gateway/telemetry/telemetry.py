"""Telemetry: what the gateway tells of its operations; the one that is here hears nothing.

Each event is told at one place. Nothing that identifies a creator is among what is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.prepared import Prepared
from gateway.telemetry.log_sample import LogSample
from loaders.operation import Operation
from loaders.telemetry import Telemetry as LoadersTelemetry
from loaders.watch import Watch

if TYPE_CHECKING:
    from gateway.operation_log import OperationLog


class Telemetry(LoadersTelemetry):
    """Hears nothing. ``log_sample`` says of which successes there is a line in the log."""

    def __init__(self, *, log_sample: LogSample | None = None) -> None:
        self.log_sample = log_sample or LogSample(1.0)

    def begins(self, trace_parent: str | None, *, seconds_ago: float) -> object | None:
        """It is known what an operation asks for, that has begun then, and whose client says that
        it is part of that trace (``traceparent``). Its span; None: it is in no trace. Whoever has
        one is told to have ``ended``.
        """

    def trace_id(self, span: object) -> str:
        """The id of the trace that a span of ``begins`` is in. Who makes spans answers; where none
        is made, as here, there is none to ask with.
        """
        raise NotImplementedError

    def watch(self, prepared: Prepared) -> Watch | None:
        """A run begins. What its operation is to keep; None: nobody wants to know."""

    def ran(self, prepared: Prepared, operation: Operation) -> None:
        """A run that is watched has ended."""

    def copied(self, span: object | None) -> None:
        """An operation is answered by a copy of an answer, without a run."""

    def ended(self, log: OperationLog, *, seconds: float) -> None:
        """An operation has ended, after so many ``seconds``."""

    def refused(self, code: str) -> None:
        """A request was refused, before or in the place of an answer."""

    def delivered(self, reason: str, *, seconds: float) -> None:
        """An update has been handed to its transport, ``seconds`` after it was due."""


SILENT = Telemetry()
"""Hears nothing."""
