"""The closed sets of words: each word of a contract is a value of ours."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest

from loaders.measures import Finality
from loaders.session import EventKind
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
from resolvers.recording import RecordingKind, RecordingState
from resolvers.reward import RewardKind, RewardState, WeeklyRewardState
from upstreams.company.collections import schema_of
from upstreams.contracts import contract_of

# Where a set of words stands in a contract, and what it is to us.
IN_SERVICES: dict[tuple[str, str], type[Enum]] = {
    ("shop_analytics", "sales.finality"): Finality,
    ("shop_analytics", "traffic.finality"): Finality,
    ("shop_analytics", "benchmarks.stage"): ExperienceStage,
    ("shop_analytics", "benchmarks.cohort.basis"): CohortBasis,
    ("shop_analytics", "benchmarks.tips.topic"): TipTopic,
    ("shop_analytics", "benchmarks.own.window"): OwnBasis,
    ("shop_analytics", "benchmarks.own.metric"): Metric,
    ("shop_analytics", "benchmarks.peers.metric"): Metric,
    ("shop_analytics", "room_improvements.outcome"): ImprovementOutcome,
    ("shop_analytics", "room_improvements.items.dimension"): Dimension,
    ("shop_analytics", "room_improvements.items.funnel_stage"): FunnelStage,
    ("shop_analytics", "room_improvements.items.severity"): Severity,
    ("shop_analytics", "room_improvements.items.metric"): Metric,
    ("shop_analytics", "room_improvements.items.evidence.kind"): EvidenceKind,
    ("shop_analytics", "account_improvements.items.dimension"): Dimension,
    ("rewards", "earned.items.kind"): RewardKind,
    ("rewards", "earned.items.state"): RewardState,
    ("rewards", "weekly.weeks.state"): WeeklyRewardState,
    ("journey", "milestones.items.unit"): ProgressUnit,
    ("journey", "milestones.items.state"): ProgressState,
    ("journey", "goals.items.period"): GoalPeriod,
    ("journey", "goals.items.unit"): ProgressUnit,
    ("journey", "goals.items.state"): ProgressState,
    ("journey", "opportunities.items.type"): OpportunityType,
}
IN_DATABASE: dict[tuple[str, str], type[Enum]] = {
    ("live_sessions", "events.kind"): EventKind,
    ("recordings", "kind"): RecordingKind,
    ("recordings", "state"): RecordingState,
    ("recordings", "segments.state"): RecordingState,
}


def words_at(schema: dict[str, Any], path: str) -> set[str]:
    """The words that a JSON Schema allows at a path; lists and nullability are looked through."""
    found = [schema]
    for name in path.split("."):
        found = [inner["properties"][name] for one in found for inner in _objects(one, name)]
    words = {word for one in found for inner in _all(one) for word in inner.get("enum", [])}
    assert words, path
    return {word for word in words if word is not None}


def _all(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _all(choice)
    if isinstance(schema.get("items"), dict):
        yield from _all(schema["items"])


def _objects(schema: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [inner for inner in _all(schema) if name in inner.get("properties", {})]


@pytest.mark.parametrize("where", IN_SERVICES, ids=" ".join)
def test_each_word_of_a_service_is_known(where: tuple[str, str]) -> None:
    """A word that a service's document allows is a value of our enum, so none becomes UNKNOWN."""
    name, path = where
    schemas = contract_of(name)["components"]["schemas"]
    group = path.partition(".")[0]
    part = "SessionGroups" if group in schemas["SessionGroups"]["properties"] else "CreatorGroups"
    words = words_at(schemas[part], path)
    assert {word.upper() for word in words} <= IN_SERVICES[where].__members__.keys()


@pytest.mark.parametrize("where", IN_DATABASE, ids=" ".join)
def test_each_word_of_the_database_is_known(where: tuple[str, str]) -> None:
    """A word that a collection's validator allows is a value of our enum."""
    collection, path = where
    words = words_at(schema_of(collection), path)
    assert words <= IN_DATABASE[where].__members__.keys()
