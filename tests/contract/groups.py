"""The field groups that the gateway knows, found where they are declared, and how each is read."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import loaders
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

FORM_OF: dict[Group, type[Any]] = {
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


def all_groups() -> set[Group]:
    """Every group that a module of the loaders declares."""
    modules = [
        importlib.import_module(f"loaders.{module.name}")
        for module in pkgutil.iter_modules(loaders.__path__)
    ]
    return {
        value for module in modules for value in vars(module).values() if isinstance(value, Group)
    }
