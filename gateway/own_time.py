"""Own time: what of a run's time is the gateway's own, as no call of it was under way."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from loaders.asking import UpstreamCall

_begin = attrgetter("started_at")


def own_time(calls: Iterable[UpstreamCall], *, since: float, seconds: float) -> float:
    """For how many of the ``seconds`` from ``since`` (monotonic) on no call was under way."""
    waited = reached = 0.0
    for call in sorted(calls, key=_begin):
        begun = max(call.started_at - since, reached)
        ended = min(call.started_at - since + call.ms / 1000, seconds)
        if ended > begun:
            waited += ended - begun
            reached = ended
    return seconds - waited
