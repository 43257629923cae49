"""Standing: what stands at the moment, looked at when it is asked for, so that it costs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import groupby
from operator import attrgetter

from prometheus_client.core import Metric as Family

from gateway.compiled.programs import Programs
from gateway.gateway import Gateway
from gateway.telemetry import declared
from gateway.telemetry.metric import Metric
from loaders.changes import Changes
from loaders.source_state import SourceState

_upstream = attrgetter("upstream")


def standing(
    gateway: Gateway, reachable: Mapping[str, bool], *, panel_budget: float
) -> list[Family]:
    """How the gateway stands; ``reachable`` says which of its sources answer."""
    admission = gateway.admission
    return [
        declared.RUNNING.family([((), admission.running)]),
        declared.WAITING.family([((), admission.waiting)]),
        declared.SHED.family(((reason,), shed) for reason, shed in admission.shed.items()),
        declared.SUBSCRIBERS.family([((), len(gateway.subscriptions))]),
        declared.STREAMS.family([((), len(gateway.streams))]),
        declared.READY.family([((), _is_ready(gateway))]),
        declared.KNOWN_DOCUMENTS.family([((), len(gateway.engine.known_documents))]),
        declared.PROGRAMS.family(_programs(gateway.engine.programs)),
        declared.PANEL_BUDGET.family([((), panel_budget)]),
        declared.REACHABLE.family(((name,), answers) for name, answers in reachable.items()),
        *_of_sources(gateway.sources.states()),
        *_of_changes(gateway.sources.changes),
    ]


def _is_ready(gateway: Gateway) -> bool:
    """As ``/readyz`` says it."""
    readiness = gateway.readiness
    return not (readiness.is_leaving or readiness.waits_for or gateway.streams.is_draining)


def _programs(programs: Programs | None) -> list[tuple[tuple[str], float]]:
    if programs is None:
        return []
    return [(("written",), programs.kept), (("not_covered",), programs.not_covered)]


def _of_sources(states: list[SourceState]) -> list[Family]:
    """One upstream may have several sources: what is counted of them is told as one."""
    ordered = sorted(states, key=_upstream)
    by_upstream = {name: list(found) for name, found in groupby(ordered, key=_upstream)}

    def summed(metric: Metric, figure: Callable[[SourceState], float]) -> Family:
        return metric.family(
            ((name,), sum(map(figure, found))) for name, found in by_upstream.items()
        )

    is_open = declared.BREAKER_OPEN.family(
        ((name,), any(state.is_open for state in found)) for name, found in by_upstream.items()
    )
    return [
        is_open,
        summed(declared.BREAKER_OPENED, lambda state: state.times_opened),
        summed(declared.UPSTREAM_RETRIES, lambda state: state.retries),
        summed(declared.UPSTREAM_SPLITS, lambda state: state.splits),
        summed(declared.UPSTREAM_UNDER_WAY, lambda state: state.under_way),
        summed(declared.UPSTREAM_WAITING, lambda state: state.waiting),
        summed(declared.KEPT_BYTES, lambda state: state.kept),
        _reads(states),
    ]


def _reads(states: list[SourceState]) -> Family:
    reads: Counter[tuple[str, str]] = Counter()
    for state in states:
        reads.update({(state.upstream, how): keys for how, keys in state.reads.items()})
    return declared.READS.family(reads.items())


def _of_changes(changes: Changes) -> list[Family]:
    return [
        declared.STREAM_OPEN.family([((), changes.is_open)]),
        declared.STREAM_LAG.family([((), changes.lag)]),
        declared.STREAM_EVENTS.family([((), changes.heard)]),
        declared.STREAM_RESUMES.family([((), changes.resumes)]),
        declared.STREAM_GAPS.family([((), changes.gaps)]),
    ]
