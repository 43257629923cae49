"""Deferred query: its turn, its reader, and what waits between the two."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from gateway.admission import Admission
from gateway.answer import Answer
from gateway.deferred_query import DeferredQuery
from gateway.errors import RequestError
from gateway.gateway import Gateway
from gateway.graphql_request import GraphQLRequest
from gateway.incremental_accept import CURRENT
from gateway.priority import Priority
from loaders.viewer import Viewer
from tests.gateway.frames_of import completed, content, later
from tests.gateway.parts_engine import LAST, PartsEngine
from tests.gateway.serving import CREATOR


class Reader:
    """A sink that takes an answer when it is ready for one."""

    def __init__(self, *, takes: int = 1_000) -> None:
        """``takes``: so many answers before it is slow."""
        self.takes = takes
        self.told: list[Answer] = []
        self.failed: RequestError | None = None
        self.ended = asyncio.Event()

    def is_ready(self) -> bool:
        return len(self.told) < self.takes

    def send(self, answer: Answer) -> None:
        assert self.is_ready()
        assert not self.ended.is_set()
        self.told.append(answer)

    def complete(self) -> None:
        assert not self.ended.is_set()
        self.ended.set()

    def fail(self, error: RequestError) -> None:
        self.failed = error
        self.complete()

    @property
    def payloads(self) -> list[Any]:
        return [answer.to_wire() for answer in self.told]


@pytest.fixture
def engine() -> PartsEngine:
    return PartsEngine()


@pytest.fixture
def admission() -> Admission:
    return Admission(operations=1, queue=1, wait_ms=10_000)


def ask(engine: PartsEngine, admission: Admission, query: str = "{ parts }") -> DeferredQuery:
    """A query that is worked out."""
    gateway = SimpleNamespace(engine=engine, admission=admission)
    return DeferredQuery(
        cast("Gateway", gateway),
        GraphQLRequest(query),
        CURRENT,
        viewer=Viewer(CREATOR, "app"),
        language="en",
        request_id="r-1",
        budget_ms=1_000,
        deferred_ms=2_000,
    )


async def test_it_has_its_turn_until_the_last_frame(
    engine: PartsEngine, admission: Admission
) -> None:
    """Nobody else runs meanwhile; the end is told with the last frame."""
    query, reader = ask(engine, admission), Reader()
    query.tell(reader)
    run = await engine.next_run()
    assert (await query.first()).has_next
    assert (admission.running, len(reader.told)) == (1, 1)
    run.tell(LAST)
    await query.ended()
    assert (admission.running, len(reader.told)) == (0, 2)
    assert reader.ended.is_set()
    assert run.budgets == (1_000, 2_000)
    assert [answer.upstream_calls for answer in reader.told] == [1, 2]


async def test_a_slow_reader_holds_no_turn(engine: PartsEngine, admission: Admission) -> None:
    """The work goes on and ends; what has become ready meanwhile is told in one when it reads."""
    query, reader = ask(engine, admission), Reader(takes=0)
    query.tell(reader)
    run = await engine.next_run()
    run.tell(later(content("0", {"b": 1})), later(content("0", {"c": 2})))
    run.tell(later(completed=completed("0"), has_next=False))
    await query.ended()
    assert (admission.running, reader.told) == (0, [])
    assert not reader.ended.is_set()
    reader.takes = 1
    query.resume()
    assert [payload["hasNext"] for payload in reader.payloads] == [True]
    reader.takes = 2
    query.resume()
    query.resume()
    assert reader.payloads[1] == {
        "incremental": [{"id": "0", "data": {"b": 1}}, {"id": "0", "data": {"c": 2}}],
        "completed": [{"id": "0"}],
        "hasNext": False,
    }
    assert reader.ended.is_set()


async def test_it_waits_for_its_turn(engine: PartsEngine, admission: Admission) -> None:
    """The time that it has waited is no longer there to run."""
    async with admission.turn(Priority.PAGE, patience_ms=1):
        query = ask(engine, admission)
        await asyncio.sleep(0)
        assert admission.waiting == 1
        crowded, reader = ask(engine, admission), Reader()
        crowded.tell(reader)
        await crowded.ended()
        assert reader.failed is not None
        assert reader.failed.code == "OVERLOADED"
        with pytest.raises(RequestError, match="more to do"):
            await crowded.first()
    await engine.next_run()
    assert (await query.first()).has_next
    query.close()
    await query.ended()


async def test_closing_it_ends_the_work_and_tells_nothing(
    engine: PartsEngine, admission: Admission
) -> None:
    """Its turn is another's at once."""
    query, reader = ask(engine, admission), Reader()
    query.tell(reader)
    run = await engine.next_run()
    await query.first()
    query.close()
    await query.ended()
    assert run.ended.is_set()
    assert (admission.running, len(reader.told), reader.ended.is_set()) == (0, 1, False)


async def test_a_frame_that_cannot_be_told_fails_it(
    engine: PartsEngine, admission: Admission
) -> None:
    """A bug of ours in the middle is masked, logged and the end of it."""
    query, reader = ask(engine, admission), Reader()
    query.tell(reader)
    run = await engine.next_run()
    await query.first()
    reader.send = None  # type: ignore[method-assign, assignment]
    with capture_logs() as lines:
        run.tell(LAST)
        await query.ended()
    assert reader.failed is not None
    assert reader.failed.code == "INTERNAL"
    assert [line["event"] for line in lines] == ["unexpected"]
