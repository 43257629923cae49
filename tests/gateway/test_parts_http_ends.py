"""How queries in parts end over HTTP: refused, broken, left, or told to the last part."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from structlog.testing import capture_logs

from tests.gateway.asking import GRAPHQL
from tests.gateway.frames_of import ERROR, content, later
from tests.gateway.part_clients import CURRENT, OLDER, payloads
from tests.gateway.parts_engine import LAST, PartsEngine
from tests.gateway.serving import Served
from tests.gateway.started import until
from tests.gateway.streaming import EVENTS, streaming

QUERY = "{ parts }"
DELIMITER = b"\r\n--graphql"
BOTH = pytest.mark.parametrize("accept", [CURRENT, OLDER], ids=["current", "older"])


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [("{ refused parts }", 400, "BAD_USER_INPUT"), ("{ broken parts }", 500, "INTERNAL")],
)
async def test_what_cannot_be_begun_is_refused_as_ever(
    in_parts: Served, engine: PartsEngine, query: str, status: int, code: str
) -> None:
    """While nothing has been sent, the status tells."""
    with capture_logs():
        async with streaming(in_parts, query, accept=CURRENT) as stream:
            await engine.next_run()
            await stream.response.aread()
    assert stream.response.status_code == status
    assert stream.response.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    (error,) = stream.response.json()["errors"]
    assert error["extensions"]["code"] == code
    assert "swordfish" not in stream.response.text


@BOTH
async def test_a_fault_in_the_middle_fails_what_was_to_come(
    in_parts: Served, engine: PartsEngine, accept: str
) -> None:
    """Each fragment that was announced has failed, in words that tell nothing, and that is all."""
    with capture_logs() as lines:
        async with streaming(in_parts, QUERY, accept=accept) as stream:
            (await engine.next_run()).tell(RuntimeError("the password is swordfish"))
            body = await stream.rest()
        await until(lambda: len(lines) == 2, seconds=10)
    _, last = payloads(body)
    (told,) = last["completed"] if accept is CURRENT else last["incremental"]
    (error,) = told["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["page"], "INTERNAL")
    assert error["extensions"]["requestId"] == stream.response.headers["x-request-id"]
    assert last["hasNext"] is False
    assert b"swordfish" not in body
    assert [line["event"] for line in lines] == ["unexpected", "operation"]


async def test_what_cannot_be_written_ends_the_answer(
    in_parts: Served, engine: PartsEngine
) -> None:
    """Text that is no Unicode, for one: the errors are the last part."""
    with capture_logs():
        async with streaming(in_parts, QUERY, accept=CURRENT) as stream:
            (await engine.next_run()).tell(later(content("0", {"b": "\ud800"})))
            body = await stream.rest()
    _, last = payloads(body)
    assert (last["hasNext"], last["errors"][0]["extensions"]["code"]) == (False, "INTERNAL")


@pytest.mark.parametrize("accept", [CURRENT, EVENTS])
@pytest.mark.parametrize("has_first", [False, True])
async def test_who_leaves_is_worked_for_no_more(
    in_parts: Served, engine: PartsEngine, accept: str, has_first: bool
) -> None:
    """Before the first part and between two: the work is cancelled, and the log says so."""
    with capture_logs() as lines:
        if has_first:
            async with streaming(in_parts, QUERY, accept=accept) as stream:
                run = await engine.next_run()
                await stream.until(DELIMITER if accept is CURRENT else b"}\n\n")
        else:
            asking = asyncio.create_task(stream_of(in_parts, accept))
            run = await engine.next_run()
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        async with asyncio.timeout(10):
            await run.ended.wait()
        await until(lambda: any(line["event"] == "operation" for line in lines), seconds=10)
    (line,) = (line for line in lines if line["event"] == "operation")
    assert (line["outcome"], line["http_status"]) == ("closed", 200 if has_first else 499)


async def stream_of(served: Served, accept: str) -> None:
    async with streaming(served, "{ silent parts }", accept=accept) as stream:
        await stream.rest()


async def test_an_operation_is_one_line(in_parts: Served, engine: PartsEngine) -> None:
    """It is written at the end, with all calls, and the codes of all parts."""
    with capture_logs() as lines:
        async with streaming(in_parts, QUERY, accept=CURRENT) as stream:
            run = await engine.next_run()
            await stream.until(DELIMITER)
            assert lines == []
            run.tell(later(content("0", {"b": None}, errors=[ERROR])), LAST)
            await stream.rest()
        await until(lambda: len(lines) == 1, seconds=10)
    (line,) = lines
    told = ("transport", "http_status", "kind", "frames", "upstream_calls", "outcome", "codes")
    frames = line.pop("frames")
    assert frames in {2, 3}  # The last two may be merged.
    assert {name: line[name] for name in told if name != "frames"} == {
        "transport": "multipart",
        "http_status": 200,
        "kind": "query",
        "upstream_calls": 3,
        "outcome": "error",
        "codes": ["X"],
    }


@pytest.mark.parametrize(
    ("given", "budgets"), [(None, (1500, 3000)), ("2000", (1500, 2000)), ("700", (700, 700))]
)
async def test_a_client_may_have_less_patience(
    in_parts: Served, engine: PartsEngine, given: str | None, budgets: tuple[int, int]
) -> None:
    """The time that it says is for all parts; the first has no more than it would have alone."""
    headers = {"accept": CURRENT, **({"x-request-timeout-ms": given} if given else {})}
    headers |= in_parts.authorization
    async with httpx.AsyncClient(headers=headers) as client:
        response = await client.post(in_parts.url, json={"query": "{ whole parts }"})
    assert response.status_code == 200
    assert (await engine.next_run()).budgets == budgets
