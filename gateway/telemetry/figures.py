"""Figures: what is counted as it happens, each event in a few microseconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from prometheus_client.core import Metric as Family

from gateway.operation_log import OperationLog
from gateway.own_time import own_time
from gateway.prepared import Prepared
from gateway.telemetry import declared
from gateway.telemetry.metric import Counts, Durations, Labels
from gateway.telemetry.names import Names
from loaders.asking import Asking
from loaders.joined_call import JoinedCall
from loaders.operation import Operation
from loaders.watch import FAILED, Watch


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
        self._panel_seconds = Durations(declared.PANEL_SECONDS)
        self._panel_answers = Counts(declared.PANEL_ANSWERS)
        self._panel_in_time = Counts(declared.PANEL_IN_TIME)
        self._call_seconds = Durations(declared.UPSTREAM_SECONDS)
        self._calls = Counts(declared.UPSTREAM_CALLS)
        self._keys = Counts(declared.UPSTREAM_KEYS)
        self._joined = Counts(declared.UPSTREAM_JOINED)
        self._served = Counts(declared.UPSTREAM_OPERATIONS)
        self._reads = Counts(declared.READS)
        self._deliveries = Counts(declared.DELIVERIES)
        self._delivery_seconds = Durations(declared.DELIVERY_SECONDS)
        self._all: list[Counts | Durations] = [
            table for table in vars(self).values() if isinstance(table, Counts | Durations)
        ]

    def taken(self) -> list[tuple[Counts | Durations, Mapping[Labels, Any]]]:
        """Every table with what is in it now."""
        return [(table, table.taken()) for table in self._all]

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
        for panel, status, after, is_deferred in watch.panels:
            self._panel_answers.add((name, panel, status))
            if status is not FAILED and after <= self.panel_budget:
                self._panel_in_time.add((name, panel))
            self._panel_seconds.add((name, panel, "later" if is_deferred else "first"), after)
        for call in watch.alone:
            self._called(call.upstream, call.outcome, call.ms / 1000, call.keys)
            self._served.add((call.upstream,))

    def call_ended(
        self, upstream: str, call: JoinedCall[Any, Any], outcome: str, now: float
    ) -> None:
        """A call has ended that operations may share."""
        entries = call.entries
        self._called(upstream, outcome, now - call.started_at, len(entries))
        operations, joined = _shared(call)
        self._served.add((upstream,), operations)
        if joined:
            self._joined.add((upstream,), joined)

    def has_read(self, upstream: str, state: str, keys: int) -> None:
        """So many keys were answered in that way."""
        self._reads.add((upstream, state), keys)

    def delivered(self, reason: str, seconds: float) -> None:
        """An update was told."""
        self._deliveries.add((reason,))
        self._delivery_seconds.add((), seconds)

    def _called(self, upstream: str, outcome: str, seconds: float, keys: int) -> None:
        self._call_seconds.add((upstream,), seconds)
        self._calls.add((upstream, outcome))
        self._keys.add((upstream,), keys)


def _shared(call: JoinedCall[Any, Any]) -> tuple[int, int]:
    """How many operations it has served, and for how many keys they needed no other call."""
    operations: set[Asking] = set()
    joined = 0
    for entry in call.entries:
        # Loaders of one operation may ask for the same key, which is nothing to tell.
        askers = {asker.whole for asker in entry.askers}
        joined += len(askers) - 1
        operations |= askers
    return len(operations), max(joined, 0)


def families_of(
    taken: Sequence[tuple[Counts | Durations, Mapping[Labels, Any]]],
) -> list[Family]:
    """What was taken, as it is told."""
    return [table.family(found) for table, found in taken]
