"""Run: panels are tasks, each is projected when it has its data, and what fails fails alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from gateway.answer import Answer
from loaders.errors import SourceBadAnswer, SourceUnavailable
from loaders.names import JOURNEY, REWARDS, SHOP
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE

PAGE = f"""{{ endPage(sessionId: "{LIVE}") {{
  metrics {{ status sales {{ skuOrders {{ value }} }} }}
  rewards {{ diamondsReceived }}
  journey {{ level {{ level }} }}
  recordings {{ status }}
}} }}"""


@pytest.fixture
def reference() -> FakeCompany:
    """The same company over the reference."""
    return FakeCompany(is_compiled=False)


def told(answer: Answer) -> list[tuple[Any, ...]]:
    return [(error["path"], error["extensions"]["code"]) for error in answer.errors]


async def test_nothing_is_asked_twice(company: FakeCompany) -> None:
    """A page is one call to each source, and one find for its session."""
    answer = await company.ask(PAGE)
    assert answer.errors == []
    assert company.calls() == {SHOP: 1, REWARDS: 1, JOURNEY: 1, "live_sessions": 1, "recordings": 1}


async def test_a_source_that_fails_costs_its_panel_and_no_second_call(company: FakeCompany) -> None:
    """The panel is null with its own error; everything else is whole, and asked for once."""
    company.shop.failure = SourceBadAnswer("unreadable", upstream=SHOP)
    answer = await company.ask(PAGE)
    assert answer.data is not None
    assert answer.data["endPage"]["metrics"] is None
    assert answer.data["endPage"]["rewards"] == {"diamondsReceived": 120}
    assert told(answer) == [(["endPage", "metrics"], "SOURCE_BAD_ANSWER")]
    assert company.calls() == {SHOP: 1, REWARDS: 1, JOURNEY: 1, "live_sessions": 1, "recordings": 1}


async def test_every_source_fails_once(company: FakeCompany, reference: FakeCompany) -> None:
    """When all keys fail, all panels are null, with as many calls and the very same errors."""
    for each in (company, reference):
        for upstream in each.upstreams():
            for id_ in (LIVE, CREATOR):
                upstream.fail(id_, SourceUnavailable(upstream=upstream.name, retry_after_ms=700))
    answer, expected = await company.ask(PAGE), await reference.ask(PAGE)
    assert answer == expected
    assert len(answer.errors) == 3
    assert company.calls() == reference.calls()
    assert company.calls() == {SHOP: 1, REWARDS: 1, JOURNEY: 1, "live_sessions": 1, "recordings": 1}


async def test_a_panel_waits_for_nobody_else(company: FakeCompany) -> None:
    """Errors stand in the order in which sources have failed, not in that of the document."""
    company.shop.hold()
    for upstream in (company.shop, company.journey):
        for id_ in (LIVE, CREATOR):
            upstream.fail(id_, SourceUnavailable(upstream=upstream.name))
    asking = asyncio.create_task(company.ask(PAGE))
    await company.shop.entered.wait()
    await company.journey.entered.wait()
    for _ in range(100):  # Rounds of the loop, in which all but the held panel is done.
        await asyncio.sleep(0)
    company.shop.let_go()
    answer = await asking
    assert [error["path"] for error in answer.errors] == [
        ["endPage", "journey"],
        ["endPage", "metrics"],
    ]


async def test_who_leaves_is_worked_for_no_more(company: FakeCompany) -> None:
    """Cancelling the answer cancels every call, and leaves no task behind."""
    before = asyncio.all_tasks()
    for upstream in company.upstreams():
        upstream.hold()
    asking = asyncio.create_task(company.ask(PAGE))
    for upstream in company.upstreams():
        await upstream.entered.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    for upstream in company.upstreams():
        await upstream.cancelled.wait()
    for _ in range(20):
        await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_a_resolver_that_raises_runs_once(
    company: FakeCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has raised is completed by graphql-core; it is not called again for that."""
    called = 0

    def derive(*_: Any) -> None:
        nonlocal called
        called += 1
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("loaders.operation.derive_state", derive)
    answer = await company.ask(PAGE)
    assert called == 1
    assert answer.data == {"endPage": None}
    assert told(answer) == [(["endPage"], "INTERNAL")]


async def test_whole_amounts_are_no_trouble(
    company: FakeCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole number where a Float is expected is a Float, and nothing for graphql-core to mend."""
    made: list[object] = []
    monkeypatch.setattr("gateway.compiled.run.Completion", made.append)
    monkeypatch.setattr("resolvers.formula.float", int, raising=False)
    page = await company.page("metrics { traffic { airSeconds { value } } }")
    value = page["metrics"]["traffic"]["airSeconds"]["value"]
    assert (value, type(value)) == (3600.0, float)
    assert made == []
