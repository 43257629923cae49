"""Words: the enums and scalars of the product's schema, which every peer's answer is made of.

They are names and forms on the wire. Nothing that works is taken from the product.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import resolvers.schema  # noqa: F401  # It gives the enums of the loaders their names in GraphQL.
from loaders.measures import Finality, Missing
from loaders.session_state import PageState, State
from loaders.session_tale import EndReason
from resolvers.benchmarks import ExperienceStage, TipTopic
from resolvers.cohort import CohortBasis
from resolvers.comparison import Band, OwnBasis
from resolvers.global_id import global_id
from resolvers.improvement import Dimension, FunnelStage, ImprovementOutcome, Severity
from resolvers.journey import OpportunityType
from resolvers.metric import Metric
from resolvers.milestone import GoalPeriod, ProgressState, ProgressUnit
from resolvers.panel import PanelStatus
from resolvers.recording import RecordingKind, RecordingState
from resolvers.reward import RewardKind, RewardState, WeeklyRewardState
from resolvers.scalars import SCALARS, URL, CurrencyCode, Long

__all__ = [
    "SCALARS",
    "URL",
    "Band",
    "CohortBasis",
    "CurrencyCode",
    "Dimension",
    "EndReason",
    "ExperienceStage",
    "Finality",
    "FunnelStage",
    "GoalPeriod",
    "ImprovementOutcome",
    "Long",
    "Metric",
    "Missing",
    "OpportunityType",
    "OwnBasis",
    "PageState",
    "PanelStatus",
    "ProgressState",
    "ProgressUnit",
    "RecordingKind",
    "RecordingState",
    "RewardKind",
    "RewardState",
    "Severity",
    "State",
    "TipTopic",
    "WeeklyRewardState",
    "global_id",
    "moment",
]


def moment(told: Any) -> datetime | None:
    """A UTC time from unix seconds, as text or number; None for none."""
    return None if told is None else datetime.fromtimestamp(int(told), UTC)
