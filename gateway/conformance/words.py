"""Words: where the closed sets of words stand in the services' contracts, and what they are to us.

A word that is not known is shown as UNKNOWN and logged: nothing breaks, and nobody is told much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from loaders.measures import Finality
from loaders.names import JOURNEY, REWARDS, SHOP
from resolvers.benchmarks import ExperienceStage, TipTopic
from resolvers.cohort import CohortBasis
from resolvers.comparison import OwnBasis
from resolvers.improvement import (
    Dimension,
    EvidenceKind,
    FunnelStage,
    ImprovementOutcome,
    Severity,
)
from resolvers.journey import OpportunityType
from resolvers.metric import Metric
from resolvers.milestone import GoalPeriod, ProgressState, ProgressUnit
from resolvers.reward import RewardKind, RewardState, WeeklyRewardState

IN_SERVICES: Mapping[tuple[str, str], type[Enum]] = {
    (SHOP, "sales.finality"): Finality,
    (SHOP, "traffic.finality"): Finality,
    (SHOP, "benchmarks.stage"): ExperienceStage,
    (SHOP, "benchmarks.cohort.basis"): CohortBasis,
    (SHOP, "benchmarks.tips.topic"): TipTopic,
    (SHOP, "benchmarks.own.window"): OwnBasis,
    (SHOP, "benchmarks.own.metric"): Metric,
    (SHOP, "benchmarks.peers.metric"): Metric,
    (SHOP, "room_improvements.outcome"): ImprovementOutcome,
    (SHOP, "room_improvements.items.dimension"): Dimension,
    (SHOP, "room_improvements.items.funnel_stage"): FunnelStage,
    (SHOP, "room_improvements.items.severity"): Severity,
    (SHOP, "room_improvements.items.metric"): Metric,
    (SHOP, "room_improvements.items.evidence.kind"): EvidenceKind,
    (SHOP, "account_improvements.items.dimension"): Dimension,
    (REWARDS, "earned.items.kind"): RewardKind,
    (REWARDS, "earned.items.state"): RewardState,
    (REWARDS, "weekly.weeks.state"): WeeklyRewardState,
    (JOURNEY, "milestones.items.unit"): ProgressUnit,
    (JOURNEY, "milestones.items.state"): ProgressState,
    (JOURNEY, "goals.items.period"): GoalPeriod,
    (JOURNEY, "goals.items.unit"): ProgressUnit,
    (JOURNEY, "goals.items.state"): ProgressState,
    (JOURNEY, "opportunities.items.type"): OpportunityType,
}


def unknown_words(service: str, groups: Mapping[str, Any]) -> Iterator[str]:
    """Each word of an item's groups that is none of ours, as ``earned.items.kind=GOLD``."""
    for (owner, path), enum in IN_SERVICES.items():
        group, _, rest = path.partition(".")
        if owner == service and group in groups:
            for word in _at(groups[group], rest.split(".")):
                if word.upper() not in enum.__members__:
                    yield f"{path}={word}"


def _at(value: Any, names: list[str]) -> Iterator[str]:
    """The texts at a path; lists on the way are looked through."""
    if isinstance(value, list):
        for inner in value:
            yield from _at(inner, names)
    elif isinstance(value, dict) and names:
        yield from _at(value.get(names[0]), names[1:])
    elif isinstance(value, str) and not names:
        yield value
