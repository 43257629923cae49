"""Prepared: a request that can be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import Executor

from gateway.demand_told import CostTold
from gateway.on_error import EXECUTORS, OnError
from gateway.plan import Plan
from loaders.operation import GroupsByUpstream


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request whose document is planned, and whose variables fit it: to be run once or often.

    ``values`` are the variables as the schema reads them. ``span`` is what it is in a trace.
    """

    plan: Plan
    variables: dict[str, Any]
    values: Mapping[str, Any]
    groups: GroupsByUpstream
    on_error: OnError = OnError.PROPAGATE
    cost: CostTold | None = None
    is_anew: bool = False
    span: object | None = None

    @property
    def executor(self) -> type[Executor[Any]]:
        """What runs it. The schema has neither @defer nor @stream, which the default one is
        prepared for.

        An update of a subscription runs whole: its subscriber puts what it knows in the place of
        what has failed, and halts it after that.
        """
        is_update = self.plan.shape is not None and self.on_error is OnError.HALT
        return EXECUTORS[OnError.PROPAGATE if is_update else self.on_error]
