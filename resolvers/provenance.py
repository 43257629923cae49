"""Provenance: what a figure tells beside its value, from the measures that it is made of."""

from __future__ import annotations

from typing import Any

from loaders import measures as measures_of
from loaders.measures import Finality, Measure, Missing, Provenance
from resolvers.figure import Restatement
from resolvers.live_numbers import LiveNumbers
from resolvers.metric import Metric

_FIRMNESS = {Finality.LIVE: 0, Finality.PROVISIONAL: 1, Finality.SETTLING: 2, Finality.FINAL: 3}


def provenance_of(
    metric: Metric, numbers: LiveNumbers, *measures: Measure
) -> tuple[Missing | None, dict[str, Any]]:
    """Why the figure is missing, if it is, and what every figure tells beside its value."""
    if len(measures) == 1:
        counted = numbers.counted.get(measures[0])
        if counted is not None and counted.restatement is None:
            return None, _said(metric, numbers, counted.provenance, measures)
    why: Missing | None = None
    provenance: Provenance | None = None
    restated: list[measures_of.Restatement] = []
    for measure in measures:
        counted = numbers.counted.get(measure)
        if counted is None:
            why = why or numbers.why_missing(measure)
            continue
        provenance = _weakest(provenance, counted.provenance)
        if counted.restatement is not None:
            restated.append(counted.restatement)
    if provenance is None:
        never = why is Missing.NOT_SUPPORTED
        provenance = Provenance(numbers.as_of, Finality.FINAL if never else Finality.PROVISIONAL)
    only = restated[0] if len(measures) == 1 and restated else None
    said = _said(metric, numbers, provenance, measures)
    if restated:
        said["finality"] = Finality.RESTATED
    if only is not None:
        said["restatement"] = Restatement(from_=only.before, at=only.at, reason=only.reason)
    return why, said


def _said(
    metric: Metric, numbers: LiveNumbers, provenance: Provenance, measures: tuple[Measure, ...]
) -> dict[str, Any]:
    """What is told of a figure that was never restated."""
    return {
        "metric": metric,
        "as_of": provenance.as_of,
        "finality": _after_the_end(provenance, numbers),
        "is_estimated": Measure.ESTIMATED_COMMISSION in measures,
        "final_at": provenance.final_at,
        "restatement": None,
    }


def _after_the_end(provenance: Provenance, numbers: LiveNumbers) -> Finality:
    """A source that has not heard of the end yet still counts, but the LIVE does not go on."""
    if numbers.has_ended and provenance.finality is Finality.LIVE:
        return Finality.PROVISIONAL
    return provenance.finality


def _weakest(left: Provenance | None, right: Provenance) -> Provenance:
    """A figure of two numbers is as old as the older, and as final as the less final one."""
    if left is None or left is right:
        return right
    final = (left.final_at, right.final_at)
    return Provenance(
        as_of=min(left.as_of, right.as_of),
        finality=min(left.finality, right.finality, key=lambda f: _FIRMNESS.get(f, 2)),
        final_at=max((at for at in final if at is not None), default=None),
    )
