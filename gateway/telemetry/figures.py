"""Figures: what is counted as it happens, each event in a few microseconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prometheus_client.core import Metric as Family

from gateway.operation_log import OperationLog
from gateway.own_time import own_time
from gateway.prepared import Prepared
from gateway.telemetry import declared
from gateway.telemetry.call_rows import CallRows, families_of_calls
from gateway.telemetry.metric import Counts, Durations
from gateway.telemetry.names import Names
from gateway.telemetry.panel_rows import PanelRows
from loaders.joined_call import JoinedCall
from loaders.operation import Operation
from loaders.watch import Watch


class Figures:
    """Of one process, since it began. ``panel_budget`` is how soon a panel is to be there."""

    def __init__(
        self,
        names: Names,
        *,
        panel_budget: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.panel_budget = panel_budget
        self._names = names
        self._monotonic = monotonic
        self._operations = Counts(declared.OPERATIONS)
        self._operation_seconds = Durations(declared.OPERATION_SECONDS)
        self._cost = Counts(declared.OPERATION_COST)
        self._errors = Counts(declared.ERRORS)
        self._refused = Counts(declared.REFUSED)
        self._own_seconds = Durations(declared.OWN_SECONDS)
        self._runs = Counts(declared.RUNS)
        self._deliveries = Counts(declared.DELIVERIES)
        self._delivery_seconds = Durations(declared.DELIVERY_SECONDS)
        self._tables: list[Counts | Durations] = [
            table for table in vars(self).values() if isinstance(table, Counts | Durations)
        ]
        self._panels = PanelRows(budget=panel_budget)
        self._calls = CallRows()

    def taken(self) -> Taken:
        """What there is now, to be told by somebody who has time."""
        tellings = [table.taken() for table in self._tables]
        panels, calls = self._panels.taken(), self._calls.taken()

        def families() -> list[Family]:
            counted = [tell() for tell in tellings]
            return [*counted, *self._panels.families(panels), *families_of_calls(calls)]

        return Taken(families)

    def ended(self, log: OperationLog, seconds: float) -> None:
        """An operation has ended."""
        operation = self._names.operation(log.plan)
        client = self._names.client(log.client_name)
        kind = log.kind or "unknown"
        self._operations.add((operation, client, kind, log.outcome))
        if kind != "subscription":
            # A subscription takes as long as its LIVE: its updates have figures of their own.
            self._operation_seconds.add((operation, client), seconds)
        if log.cost:
            self._cost.add((operation, client), log.cost)
        for code in log.codes:
            self._errors.add((operation, code))

    def refused(self, code: str) -> None:
        """A request was refused."""
        self._refused.add((code,))

    def ran(self, prepared: Prepared, operation: Operation, watch: Watch) -> None:
        """A run has ended."""
        name = self._names.operation(prepared.plan)
        seconds = self._monotonic() - watch.began_at
        own = own_time(operation.calls, since=watch.began_at, seconds=seconds)
        self._own_seconds.add((name,), own)
        self._runs.add(("compiled",) if watch.is_compiled else ("reference",))
        self._panels.add(name, watch.panels)
        for call in watch.alone:
            self._calls.add(call.upstream, call.outcome, call.ms / 1000, keys=call.keys)

    def copied(self) -> None:
        """An answer was sent again as it was."""
        self._runs.add(("copied",))

    def call_ended(
        self, upstream: str, call: JoinedCall[Any, Any], outcome: str, now: float
    ) -> None:
        """A call has ended that operations may share."""
        operations, keys = call.served, len(call.entries)
        joined = _joined(call) if operations > 1 else 0
        seconds = now - call.started_at
        self._calls.add(upstream, outcome, seconds, keys=keys, joined=joined, operations=operations)

    def delivered(self, reason: str, seconds: float) -> None:
        """An update was told."""
        self._deliveries.add((reason,))
        self._delivery_seconds.add((), seconds)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was counted until then. ``families`` makes of it what is told, in any thread."""

    families: Callable[[], list[Family]]


def _joined(call: JoinedCall[Any, Any]) -> int:
    """For how many keys an operation has needed no call, since another one asked for them, too."""
    # Loaders of one operation may ask for the same key, which is nothing to tell.
    return sum(max(len({asker.whole for asker in entry.askers}) - 1, 0) for entry in call.entries)
