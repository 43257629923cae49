"""Updates of subscriptions: a few at a time, each with a time of its own, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import strawberry

from gateway.app import source_settings
from gateway.execution import Answer, Engine, GraphQLRequest
from gateway.settings import Settings
from loaders.operation import Operation
from loaders.sources import Sources
from loaders.viewer import Viewer
from tests.gateway.serving import CREATOR, environment

VIEWER = Viewer(creator_id=CREATOR, platform="app", expires_at=None)
AT_ONCE, SUBSCRIBERS, EVENTS = 3, 20, 4


class Counted:
    """How many updates were being worked out at each moment at which one began."""

    running: ClassVar[list[int]] = []
    now: ClassVar[int] = 0


@strawberry.type
class Tick:
    number: int

    @strawberry.field
    async def slow(self) -> int:
        Counted.now += 1
        Counted.running.append(Counted.now)
        await asyncio.sleep(0.001)
        Counted.now -= 1
        return self.number


@strawberry.type
class Query:
    nothing: int | None = None


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def tick(self) -> AsyncIterator[Tick]:
        for number in range(EVENTS):
            yield Tick(number=number)


def sources(folder: Path, **changes: str) -> Sources:
    """As much of the sources as an operation that loads nothing looks at."""
    settings = Settings.from_environment(environment(folder, **changes))
    told = SimpleNamespace(settings=source_settings(settings), now=lambda: datetime.now(UTC))
    return cast("Sources", told)


def test_an_update_has_a_budget_of_its_own(tmp_path: Path) -> None:
    """However little time the subscription's beginning had, an update has that of the setting."""
    operation = Operation(
        sources=sources(tmp_path, ENDPAGE_UPDATE_MS="2500"),
        viewer=VIEWER,
        language="en",
        request_id="1",
        groups={},
        budget_ms=100,
    )
    assert operation.deadline.left() <= 0.1
    assert 2.0 < operation.renewed().deadline.left() <= 2.5


async def test_updates_are_worked_out_a_few_at_a_time(tmp_path: Path) -> None:
    """Twenty subscribers whose events come at once are each told all of them, three at a time."""
    engine = Engine(
        schema=strawberry.Schema(Query, subscription=Subscription),
        sources=sources(tmp_path),
        development=False,
        updates_at_once=AT_ONCE,
    )
    request = GraphQLRequest(query="subscription { tick { slow } }")

    async def told() -> list[Any]:
        answers: AsyncIterator[Answer] = engine.subscribe(
            request, viewer=VIEWER, language="en", request_id="1"
        )
        return [answer.data and answer.data["tick"]["slow"] async for answer in answers]

    everybody = await asyncio.gather(*(told() for _ in range(SUBSCRIBERS)))
    assert everybody == [list(range(EVENTS))] * SUBSCRIBERS
    assert max(Counted.running) == AT_ONCE
