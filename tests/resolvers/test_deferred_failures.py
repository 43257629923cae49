"""Deferred failures: errors, deadlines and clients that leave, in a part as in a whole answer.

This file is long because each way to fail has its own story.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from graphql import GraphQLObjectType
from structlog.testing import capture_logs

from gateway.graphql_request import GraphQLRequest
from gateway.incremental_accept import CURRENT, OLDER
from gateway.incremental_format import IncrementalFormat
from gateway.on_error import OnError
from loaders.errors import SourceUnavailable
from loaders.names import REWARDS
from resolvers.schema import schema
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE
from tests.resolvers.in_parts import Payload, all_parts, in_parts

PAGE = f'endPage(sessionId: "{LIVE}")'
EARNED = f"""{{ {PAGE} {{ metrics {{ status }}
  ... @defer(label: "earned") {{ rewards {{ status }} }} }} }}"""
SECRET = "swordfish"
MASKED = {"code": "INTERNAL", "retryable": True, "requestId": "request-1"}


def boom(*_: Any, **__: Any) -> None:
    raise RuntimeError(f"the password is {SECRET}")


@pytest.fixture
def broken_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field that must not be null cannot be worked out."""
    kind = schema._schema.type_map["LiveSession"]
    assert isinstance(kind, GraphQLObjectType)
    definition = kind.fields["history"].extensions["strawberry-definition"]
    monkeypatch.setattr(definition.base_resolver, "wrapped_func", boom)


def errors_of(payload: Payload) -> list[Payload]:
    """The errors of all that has come in a payload, in either format."""
    told = [*payload.get("incremental", []), *payload.get("completed", [])]
    return [error for each in told for error in each.get("errors", [])]


@pytest.mark.parametrize("format_", [CURRENT, OLDER], ids=["current", "older"])
async def test_an_unexpected_exception_is_masked_in_a_part(
    company: FakeCompany, format_: IncrementalFormat
) -> None:
    """Its panel is null with INTERNAL at its path; the exception's text is in the log alone."""
    company.rewards.failure = RuntimeError(f"the password is {SECRET}")
    with capture_logs() as logs:
        first, rest = await all_parts(company, EARNED, format_=format_)
    assert "errors" not in first
    (content,) = rest["incremental"]
    assert content["data"] == {"rewards": None}
    (error,) = errors_of(rest)
    assert error["message"] == "Something unexpected went wrong."
    assert (error["path"], error["extensions"]) == (["endPage", "rewards"], MASKED)
    assert SECRET not in str([first, rest])
    (line,) = logs
    assert (line["event"], line["log_level"]) == ("unexpected_error", "error")


async def test_a_source_that_is_away_is_told_with_its_code() -> None:
    """As outside: the code, whether to ask again and when."""
    # Longer than a call may take, so that nobody waits for it.
    away = SourceUnavailable(upstream=REWARDS, retry_after_ms=2_000)
    company, other = FakeCompany(cap_ms=1_000), FakeCompany(cap_ms=1_000)
    company.rewards.failure = other.rewards.failure = away
    _, rest = await all_parts(company, EARNED)
    whole = await other.ask(EARNED)
    assert errors_of(rest) == whole.errors
    assert whole.errors[0]["extensions"]["retryAfterMs"] == 2_000


HISTORY = f"""{{ liveSession(sessionId: "{LIVE}") {{ title
  ... @defer(label: "broken") {{ history {{ kind }} endPage {{ rewards {{ status }} }} }}
  ... @defer(label: "whole") {{ endPage {{ journey {{ status }} }} }} }} }}"""


@pytest.mark.usefixtures("broken_history")
async def test_what_must_not_be_null_fails_its_fragment_alone(company: FakeCompany) -> None:
    """The fragment is complete with the error; what stands beside it is not touched."""
    with capture_logs():
        first, *rest = await all_parts(company, HISTORY)
    assert first["data"] == {"liveSession": {"title": "Autumn coats"}}
    completed = {each["id"]: each for part in rest for each in part.get("completed", [])}
    (error,) = completed["0"]["errors"]
    assert error["path"] == ["liveSession", "history"]
    assert error["extensions"] == MASKED
    assert completed["1"] == {"id": "1"}
    told = [each["data"] for part in rest for each in part.get("incremental", [])]
    assert {"journey": {"status": "READY"}} in told
    assert all("rewards" not in each for each in told)


@pytest.mark.usefixtures("broken_history")
async def test_what_must_not_be_null_is_when_its_client_wishes_it(company: FakeCompany) -> None:
    """The failed field alone is null in its frame, and the rest of its fragment is told."""
    with capture_logs():
        first, *rest = await all_parts(company, HISTORY, on_error=OnError.NULL)
    assert first["data"] == {"liveSession": {"title": "Autumn coats"}}
    completed = [each for part in rest for each in part.get("completed", [])]
    assert sorted(each["id"] for each in completed) == ["0", "1"]
    assert all("errors" not in each for each in completed)
    contents = [each for part in rest for each in part.get("incremental", [])]
    told = {name: value for each in contents for name, value in each["data"].items()}
    assert told["history"] is None
    assert told["journey"] == {"status": "READY"}
    errors = [error for each in contents for error in each.get("errors", [])]
    assert [(error["path"], error["extensions"]) for error in errors] == [
        (["liveSession", "history"], MASKED)
    ]


@pytest.mark.parametrize(("on_error", "comes"), [("NULL", True), ("HALT", False)])
async def test_who_halts_is_answered_whole(
    company: FakeCompany, on_error: str, comes: bool
) -> None:
    """What was told could not be taken back; what is null in its place comes in parts as ever."""
    request = GraphQLRequest(EARNED, on_error=OnError(on_error))
    assert company.engine.defers(request, every=False) is comes


@pytest.mark.usefixtures("broken_history")
async def test_in_the_older_format_a_fragment_that_failed_is_null(company: FakeCompany) -> None:
    """With the error, by its label and path."""
    with capture_logs():
        _, *rest = await all_parts(company, HISTORY, format_=OLDER)
    told = {each["label"]: each for part in rest for each in part["incremental"]}
    broken = told["broken"]
    assert (broken["data"], broken["path"]) == (None, ["liveSession"])
    assert broken["errors"][0]["extensions"] == MASKED
    assert told["whole"]["data"] == {"endPage": {"journey": {"status": "READY"}}}


async def test_what_is_deferred_below_a_null_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no place for it any more: nothing is announced, and its call is ended."""
    # A program reads the attribute, and would not see the resolver that is put in its place.
    company = FakeCompany(is_compiled=False)
    company.rewards.hold()

    async def late(*_: Any) -> None:
        await company.rewards.entered.wait()
        boom()

    kind = schema._schema.type_map["EndPage"]
    assert isinstance(kind, GraphQLObjectType)
    monkeypatch.setattr(kind.fields["servedAt"], "resolve", late)
    query = f"{{ {PAGE} {{ servedAt ... @defer {{ rewards {{ status }} }} }} }}"
    with capture_logs():
        (only,) = await all_parts(company, query)
    assert (only["data"], only["hasNext"]) == ({"endPage": None}, False)
    assert [error["path"] for error in only["errors"]] == [["endPage", "servedAt"]]
    assert "pending" not in only
    async with asyncio.timeout(5):
        await company.rewards.cancelled.wait()


async def test_the_first_part_has_its_own_deadline(company: FakeCompany) -> None:
    """A panel of it that is late is null in it, and what is deferred has more time."""
    company.shop.hold()
    company.rewards.hold()
    async with in_parts(company, EARNED, budget_ms=300) as parts:
        first = await parts.next()
        assert first["data"] == {"endPage": {"metrics": None}}
        assert first["errors"][0]["extensions"]["code"] == "DEADLINE_EXCEEDED"
        company.rewards.let_go()
        (rest,) = await parts.rest()
    assert rest["incremental"] == [{"id": "0", "data": {"rewards": {"status": "READY"}}}]


async def test_what_is_deferred_is_null_at_its_deadline(company: FakeCompany) -> None:
    """With DEADLINE_EXCEEDED in its part; the call that nobody waits for any more is ended."""
    company.rewards.hold()
    async with in_parts(company, EARNED, budget_ms=400, deferred_ms=400) as parts:
        first = await parts.next()
        assert "errors" not in first
        (rest,) = await parts.rest()
    (content,) = rest["incremental"]
    assert content["data"] == {"rewards": None}
    assert content["errors"][0]["path"] == ["endPage", "rewards"]
    assert content["errors"][0]["extensions"]["code"] == "DEADLINE_EXCEEDED"
    async with asyncio.timeout(5):
        await company.rewards.cancelled.wait()


async def test_what_both_need_is_late_for_both(company: FakeCompany) -> None:
    """A panel that the first part needs, too, is read once, within the first part's time."""
    company.shop.hold()
    query = f"""{{ {PAGE} {{ metrics {{ status }}
      ... @defer {{ metrics {{ isStale }} benchmarks {{ status }} }} }} }}"""
    async with in_parts(company, query, budget_ms=300) as parts:
        first = await parts.next()
        assert first["data"] == {"endPage": {"metrics": None}}
        company.shop.let_go()
        (rest,) = await parts.rest()
    (content,) = rest["incremental"]
    assert content["data"] == {"benchmarks": None}
    assert content["errors"][0]["extensions"]["code"] == "DEADLINE_EXCEEDED"
    assert len(company.shop.calls) == 1


async def test_a_client_that_leaves_in_the_middle_is_worked_for_no_more(
    company: FakeCompany,
) -> None:
    """Every call under way is ended, and no task is left."""
    before = asyncio.all_tasks()
    company.rewards.hold()
    async with in_parts(company, EARNED) as parts:
        await parts.next()
    async with asyncio.timeout(5):
        await company.rewards.cancelled.wait()
        while asyncio.all_tasks() - before:  # noqa: ASYNC110  # Tasks that end tell nobody.
            await asyncio.sleep(0)


async def test_a_client_that_leaves_before_the_first_part_is_worked_for_no_more(
    company: FakeCompany,
) -> None:
    """What is deferred was begun with the rest, and ends with it."""
    before = asyncio.all_tasks()
    company.shop.hold()
    company.rewards.hold()
    asking = asyncio.create_task(all_parts(company, EARNED))
    await company.rewards.entered.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    async with asyncio.timeout(5):
        await company.rewards.cancelled.wait()
        await company.shop.cancelled.wait()
        while asyncio.all_tasks() - before:  # noqa: ASYNC110  # Tasks that end tell nobody.
            await asyncio.sleep(0)
