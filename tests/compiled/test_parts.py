"""Parts: what comes as one in a part is shown by its program, and nothing is found out twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLObjectType
from graphql.execution.collect_fields import GroupedFieldSet

from gateway.compiled.parts_program import Level, PartsProgram
from gateway.compiled.programs import Programs
from gateway.deferred_plan import in_parts
from gateway.early_executor import EarlyExecutor
from gateway.incremental_accept import CURRENT, OLDER
from gateway.incremental_format import IncrementalFormat
from gateway.plan import Plan
from gateway.plans import Plans
from loaders.errors import SourceBadAnswer
from loaders.names import JOURNEY, REWARDS, SHOP
from resolvers.schema import schema
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, live_id, session
from tests.house.source_file import ROOT
from tests.resolvers.in_parts import all_parts

SHIPPED = (Path(ROOT) / "web/operations/EndPageDeferred.graphql").read_text("utf-8")
SESSION = {"sessionId": LIVE}
PAGES = """query ($slow: Boolean!) { viewer { liveSessions(first: 50) { nodes { title
  endPage { metrics { status } ... @defer(if: $slow) { rewards { status } journey { status } } }
} } } }"""


def plan_in_parts(text: str) -> Plan:
    return in_parts(Plans(schema._schema).plan(text, None), every=False)


@pytest.mark.parametrize("format_", [CURRENT, OLDER], ids=["current", "older"])
async def test_the_shipped_page_is_shown_by_its_program(
    company: FakeCompany, format_: IncrementalFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that graphql-core still reads of it is the page, which is what is deferred in."""
    read: list[str] = []
    execute = EarlyExecutor.execute_field

    def noted(self: Any, parent: GraphQLObjectType, source: Any, *others: Any) -> Any:
        read.append(f"{parent.name}.{others[1].key}")
        return execute(self, parent, source, *others)

    monkeypatch.setattr(EarlyExecutor, "execute_field", noted)
    await all_parts(company, SHIPPED, variables=SESSION, format_=format_)
    assert read == ["Query.endPage"]


async def test_a_source_that_fails_in_a_part_is_called_once(company: FakeCompany) -> None:
    """Its panel is null in its part, completed from what its resolver has raised."""
    company.rewards.failure = SourceBadAnswer("unreadable", upstream=REWARDS)
    _, *rest = await all_parts(company, SHIPPED, variables=SESSION)
    contents = [each for part in rest for each in part.get("incremental", [])]
    (failed,) = [each for each in contents if "errors" in each]
    assert failed["data"] == {"rewards": None}
    assert [error["path"] for error in failed["errors"]] == [["endPage", "rewards"]]
    calls = {name: count for name, count in company.calls().items() if name != "recordings"}
    assert calls == {SHOP: 1, REWARDS: 1, JOURNEY: 1, "live_sessions": 1}


async def test_nothing_is_found_out_twice(
    company: FakeCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run finds out of a document is there for the next one, and it is no more then."""
    company.mongo.put("live_sessions", *(session(live_id(number)) for number in range(2, 30)))
    levels: list[Level] = []
    level = PartsProgram.level

    def noted(self: PartsProgram, parent: GraphQLObjectType, fields: GroupedFieldSet) -> Level:
        levels.append(level(self, parent, fields))
        return levels[-1]

    monkeypatch.setattr(PartsProgram, "level", noted)
    once = await all_parts(company, PAGES, variables={"slow": True})
    found = {id(each) for each in levels}
    for _ in range(3):
        assert await all_parts(company, PAGES, variables={"slow": True}) == once
    assert {id(each) for each in levels} == found
    # The root, the viewer, the list, a LIVE, its page, and what is deferred in that.
    assert len(found) == 6


async def test_a_document_has_its_program_when_it_comes_again() -> None:
    """As one that comes whole has, and for each way in which its variables decide it."""
    programs, plan = Programs(schema), plan_in_parts(PAGES)
    for _ in range(2):
        assert programs.of_parts(plan, {"slow": True}) is None
        programs.finish()
    written = programs.of_parts(plan, {"slow": True})
    assert isinstance(written, PartsProgram)
    assert programs.of_parts(plan, {"slow": False}) is None
    assert programs.kept == 1


async def test_one_that_comes_whole_has_another() -> None:
    """The plan of an answer in parts is made once, and is not that of the whole one."""
    whole = Plans(schema._schema).plan(PAGES, None)
    plan = in_parts(whole, every=False)
    assert plan is in_parts(whole, every=False)
    assert len({id(each) for each in (whole, plan, in_parts(whole, every=True))}) == 3
    programs = Programs(schema, times=1)
    programs.of(whole, {"slow": True})
    programs.of_parts(plan, {"slow": True})
    programs.finish()
    assert programs.of(whole, {"slow": True}) is not None
    assert programs.of_parts(plan, {"slow": True}) is not None
    assert programs.kept == 2
