"""Forms: as what each field group of a service's contract is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loaders.analytics_link import LinkRecord
from loaders.benchmarks import BenchmarkRecord
from loaders.improvements import ImprovementsRecord
from loaders.journey import (
    GOALS,
    LEVEL,
    MILESTONES,
    OPPORTUNITIES,
    PROGRESS,
    GoalsRecord,
    LevelRecord,
    MilestonesRecord,
    OpportunitiesRecord,
    ProgressRecord,
)
from loaders.keys import Group
from loaders.metric_groups import FORMS
from loaders.rewards import EARNED, TREND, WEEKLY, EarnedRecord, TrendRecord, WeeklyRecord
from loaders.shop import (
    ACCOUNT_IMPROVEMENTS,
    ANALYTICS_LINK,
    BENCHMARKS,
    FIGURES,
    ROOM_IMPROVEMENTS,
)

FORM_OF: Mapping[Group, type[Any]] = {
    **{group: FORMS[group.name].wire for group in FIGURES},
    BENCHMARKS: BenchmarkRecord,
    ROOM_IMPROVEMENTS: ImprovementsRecord,
    ANALYTICS_LINK: LinkRecord,
    ACCOUNT_IMPROVEMENTS: ImprovementsRecord,
    EARNED: EarnedRecord,
    WEEKLY: WeeklyRecord,
    TREND: TrendRecord,
    PROGRESS: ProgressRecord,
    LEVEL: LevelRecord,
    MILESTONES: MilestonesRecord,
    GOALS: GoalsRecord,
    OPPORTUNITIES: OpportunitiesRecord,
}
