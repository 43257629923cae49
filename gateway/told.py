"""Told: how an answer was made, as its extensions tell it to a developer.

| name | what |
|---|---|
| ``upstreams`` | the calls: ``keys``, ``ownKeys`` of them, ``startMs``, ``ms``, ``outcome`` |
| ``kept`` | what was read before: ``keys``, ``ageMs`` of the oldest, whether any ``isStale`` |
| ``gateway`` | ``ms`` from begin to end, ``ownMs`` of it while no call was under way |
| ``documentId`` | the known document that it answers, if it is one |

A call has keys of others, too, when they asked at the same time. Where ``startMs`` is below 0, it
was under way when the operation began, which has joined it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from gateway.own_time import own_time
from gateway.plan import Plan
from loaders.asking import Asking, UpstreamCall
from loaders.trace import KeptRead, Trace


def begin_trace(operation: Asking) -> None:
    """Have the operation keep what ``how_made`` tells, from now on."""
    operation.trace = Trace(time.monotonic())


def how_made(operation: Asking, plan: Plan) -> dict[str, Any]:
    """What is told of an operation that has its answer."""
    document = {} if plan.document_id is None else {"documentId": plan.document_id}
    trace = operation.trace
    if trace is None:
        return {"upstreams": [_call(call) for call in operation.calls], **document}
    seconds = time.monotonic() - trace.began_at
    own = own_time(operation.calls, since=trace.began_at, seconds=seconds)
    return {
        "upstreams": [
            {**_call(call), "startMs": _ms(call.started_at - trace.began_at)}
            for call in operation.calls
        ],
        "kept": _kept(trace.kept),
        "gateway": {"ms": _ms(seconds), "ownMs": _ms(own)},
        **document,
    }


def _call(call: UpstreamCall) -> dict[str, Any]:
    return {
        "upstream": call.upstream,
        "keys": call.keys,
        "ownKeys": call.keys if call.own_keys is None else call.own_keys,
        "ms": call.ms,
        "outcome": call.outcome,
    }


def _kept(reads: Iterable[KeptRead]) -> list[dict[str, Any]]:
    by_upstream: dict[str, list[KeptRead]] = {}
    for read in reads:
        by_upstream.setdefault(read.upstream, []).append(read)
    return [
        {
            "upstream": upstream,
            "keys": len(found),
            "ageMs": _ms(max(read.age for read in found)),
            "isStale": any(read.is_stale for read in found),
        }
        for upstream, found in by_upstream.items()
    ]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
