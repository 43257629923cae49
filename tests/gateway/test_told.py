"""Told: an answer tells a developer how it was made."""

from __future__ import annotations

import time
from typing import cast

import pytest

from gateway.plan import Plan
from gateway.told import how_made
from loaders.asking import Asking, UpstreamCall
from loaders.deadline import Deadline
from loaders.trace import KeptRead, Trace
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE

BEGAN = 1000.0
METRICS = f'{{ endPage(sessionId: "{LIVE}") {{ metrics {{ status }} }} }}'


class NoPlan:
    """As much of a plan as is told: it is of no known document."""

    document_id = None


PLAN = cast("Plan", NoPlan())


@pytest.fixture
def operation(monkeypatch: pytest.MonkeyPatch) -> Asking:
    """One that began at 1000 s and has its answer 100 ms later."""
    monkeypatch.setattr(time, "monotonic", lambda: BEGAN + 0.1)
    operation = Asking(request_id="request-1", deadline=Deadline(1000))
    operation.trace = Trace(BEGAN)
    return operation


def test_own_time_is_what_no_call_was_waited_for(operation: Asking) -> None:
    """Calls side by side count once; of one that was joined under way only what was waited."""
    operation.calls = [
        UpstreamCall("mongodb", 1, 10.0, "OK", BEGAN + 0.005),
        UpstreamCall("shop_analytics", 4, 50.0, "OK", BEGAN - 0.02, own_keys=1),
        UpstreamCall("rewards", 2, 30.0, "SOURCE_UNAVAILABLE", BEGAN + 0.05),
        UpstreamCall("journey", 1, 1.0, "OK", BEGAN + 0.06),
    ]
    answer = how_made(operation, PLAN)
    assert answer["gateway"] == {"ms": 100.0, "ownMs": 40.0}
    assert [
        (call["upstream"], call["startMs"], call["ownKeys"], call["keys"])
        for call in answer["upstreams"]
    ] == [
        ("mongodb", 5.0, 1, 1),
        ("shop_analytics", -20.0, 1, 4),
        ("rewards", 50.0, 2, 2),
        ("journey", 60.0, 1, 1),
    ]


def test_what_was_kept_is_told_by_upstream(operation: Asking) -> None:
    """The keys are counted, and the oldest says how old it is."""
    assert operation.trace is not None
    operation.trace.kept += [
        KeptRead("rewards", 1.5, False),
        KeptRead("journey", 0.25, False),
        KeptRead("rewards", 62.0, True),
    ]
    assert how_made(operation, PLAN)["kept"] == [
        {"upstream": "rewards", "keys": 2, "ageMs": 62000.0, "isStale": True},
        {"upstream": "journey", "keys": 1, "ageMs": 250.0, "isStale": False},
    ]


async def test_an_answer_tells_calls_then_what_was_kept() -> None:
    """The first of two answers calls, the second is told from what the first has read."""
    company = FakeCompany(development=True, kept_bytes=1_000_000)
    first, second = [(await company.ask(METRICS)).extensions for _ in range(2)]
    assert [call["upstream"] for call in first["upstreams"]] == ["mongodb", "shop_analytics"]
    assert first["kept"] == []
    assert second["upstreams"] == []
    assert [(kept["upstream"], kept["keys"]) for kept in second["kept"]] == [
        ("mongodb", 1),
        ("shop_analytics", 1),
    ]
    assert 0 <= second["gateway"]["ownMs"] <= second["gateway"]["ms"]


async def test_in_production_nothing_is_told() -> None:
    """Neither the calls nor what was kept."""
    answer = await FakeCompany().ask(METRICS)
    assert answer.extensions == {}
