"""Pages in parts over every transport, from the real engine over sources that a test holds."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

import pytest
from structlog.testing import capture_logs

from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.merging import CurrentClient, OlderClient
from tests.gateway.part_clients import IN_CURRENT, IN_OLDER, Next, Payload
from tests.gateway.serving import CREATOR, serving

QUERY = f"""{{ endPage(sessionId: "{LIVE}") {{
  metrics {{ headline {{ metric }} }}
  ... @defer(label: "shop") {{ benchmarks {{ status }} analyticsLink {{ status }} }}
  ... @defer(label: "earned") {{ rewards {{ status }} recordings {{ status }} }} }} }}"""
EVERY = {**IN_CURRENT, **IN_OLDER}
TRANSPORTS = pytest.mark.parametrize("transport", EVERY)


def engine_of(company: FakeCompany) -> FakeEngine:
    """The real engine, for a gateway that is served with a fake one as a rule."""
    return cast("FakeEngine", company.engine)


def client_for(transport: str) -> CurrentClient | OlderClient:
    return OlderClient() if transport in IN_OLDER else CurrentClient()


async def rest_of(hear: Next, client: CurrentClient | OlderClient) -> list[Payload]:
    """All that comes still, which the client takes."""
    found: list[Payload] = []
    while client.has_next:
        found.append(await hear())
        client.take(found[-1])
    with pytest.raises(StopAsyncIteration):
        await hear()
    return found


@TRANSPORTS
async def test_the_headline_comes_before_the_slow_source_has_answered(
    tmp_path: Path, transport: str
) -> None:
    """It has been asked by then, in the calls that a whole answer makes; its panel comes later."""
    whole = FakeCompany()
    expected = await whole.data(QUERY)
    company, client = FakeCompany(), client_for(transport)
    company.rewards.hold()
    async with (
        serving(tmp_path, engine=engine_of(company)) as served,
        EVERY[transport](served, QUERY) as hear,
    ):
        client.take(await hear())
        page = client.data["endPage"]
        assert page["metrics"] == expected["endPage"]["metrics"]
        assert "rewards" not in page
        assert len(company.rewards.calls) == 1
        company.rewards.let_go()
        await rest_of(hear, client)
    assert (client.data, client.errors) == (expected, [])
    assert company.calls() == whole.calls() == dict.fromkeys(whole.calls(), 1)


@TRANSPORTS
async def test_a_fault_in_a_part_is_masked(tmp_path: Path, transport: str) -> None:
    """No word of it on any wire; what stands beside it is whole."""
    company, client = FakeCompany(), client_for(transport)
    company.rewards.failure = RuntimeError("the password is swordfish")
    with capture_logs():
        async with (
            serving(tmp_path, engine=engine_of(company)) as served,
            EVERY[transport](served, QUERY) as hear,
        ):
            client.take(first := await hear())
            told = [first, *await rest_of(hear, client)]
    page = client.data["endPage"]
    assert (page["rewards"], page["recordings"]) == (None, {"status": "EMPTY"})
    (error,) = client.errors
    assert error["message"] == "Something unexpected went wrong."
    assert error["path"] == ["endPage", "rewards"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["requestId"]
    assert "swordfish" not in str(told)


@TRANSPORTS
async def test_a_client_that_leaves_ends_the_calls(tmp_path: Path, transport: str) -> None:
    """In the middle: a source that only it waited for is waited for no more."""
    company = FakeCompany()
    company.rewards.hold()
    async with serving(tmp_path, engine=engine_of(company)) as served:
        async with EVERY[transport](served, QUERY) as hear:
            await hear()
        async with asyncio.timeout(10):
            await company.rewards.cancelled.wait()


@pytest.mark.parametrize("transport", ["multipart", "older multipart", "websocket"])
async def test_a_part_that_is_late_is_null_in_its_place(tmp_path: Path, transport: str) -> None:
    """At its own deadline, with its own error; nothing else is touched by it."""
    company, client = FakeCompany(), client_for(transport)
    company.rewards.hold()
    async with (
        serving(
            tmp_path, engine=engine_of(company), operation_ms=1_000, deferred_ms=1_000
        ) as served,
        EVERY[transport](served, QUERY) as hear,
    ):
        client.take(await hear())
        assert client.errors == []
        await rest_of(hear, client)
    (error,) = client.errors
    assert error["path"] == ["endPage", "rewards"]
    assert error["extensions"]["code"] == "DEADLINE_EXCEEDED"
    assert client.data["endPage"]["recordings"] == {"status": "EMPTY"}


@pytest.mark.parametrize("transport", IN_CURRENT)
async def test_one_operation_is_one_line(tmp_path: Path, transport: str) -> None:
    """However many parts it has: who asked, how often sources were asked, and what became of it."""
    company, client = FakeCompany(), client_for(transport)
    with capture_logs() as lines:
        async with (
            serving(tmp_path, engine=engine_of(company)) as served,
            EVERY[transport](served, QUERY) as hear,
        ):
            await rest_of(hear, client)
    (line,) = (line for line in lines if line["event"] == "operation" and line["kind"] == "query")
    assert (line["creator"], line["outcome"], line["codes"]) == (CREATOR, "ok", [])
    assert line["upstream_calls"] == sum(company.calls().values()) == 4
    assert line["frames"] > 1
