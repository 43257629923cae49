"""Queries in parts over HTTP, as multipart and as events, to the byte."""

from __future__ import annotations

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from gateway.current_format import CurrentFormat
from gateway.deferred_multipart import DeferredMultipart
from tests.gateway.asking import GRAPHQL, JSON
from tests.gateway.merging import CurrentClient, OlderClient
from tests.gateway.part_clients import CURRENT, OLDER, payloads
from tests.gateway.parts_engine import LAST, PartsEngine
from tests.gateway.serving import Served
from tests.gateway.streaming import EVENTS, events_of, streaming

PARTS = "multipart/mixed"
QUERY = "{ parts }"
DELIMITER = b"\r\n--graphql"
BOTH = pytest.mark.parametrize("accept", [CURRENT, OLDER], ids=["current", "older"])

WEB = Path(__file__).parents[2] / "web"
MEROS = """
import { meros } from "meros/node";
import { Readable } from "node:stream";
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const answer = Readable.from(Buffer.concat(chunks).toString().match(/[^]{1,7}/g).map(Buffer.from));
answer.headers = { "content-type": process.argv[1] };
for await (const part of await meros(answer)) console.log(JSON.stringify(part.body));
"""


@pytest.mark.parametrize(
    ("accept", "spec", "opening", "closing"),
    [
        (
            CURRENT,
            "incrementalSpec=v0.2",
            b'{"data":{"page":{"a":1}},"pending":[{"id":"0","path":["page"],"label":"slow"}],%b}'
            % b'"hasNext":true',
            b'{"incremental":[{"id":"0","data":{"b":2}}],"completed":[{"id":"0"}],"hasNext":false}',
        ),
        (
            OLDER,
            "deferSpec=20220824",
            b'{"data":{"page":{"a":1}},"hasNext":true}',
            b'{"incremental":[{"data":{"b":2},"path":["page"],"label":"slow"}],"hasNext":false}',
        ),
    ],
    ids=["current", "older"],
)
async def test_a_query_to_the_byte(
    in_parts: Served, engine: PartsEngine, accept: str, spec: str, opening: bytes, closing: bytes
) -> None:
    """The first part comes, with its delimiter, while there is no second; nothing comes between."""
    head = DELIMITER + b"\r\ncontent-type: application/json\r\n\r\n"
    async with streaming(in_parts, QUERY, accept=accept, **{"x-request-id": "r-7"}) as stream:
        run = await engine.next_run()
        assert await stream.until(b"true}" + DELIMITER) == head + opening + DELIMITER
        run.tell(LAST)
        body = await stream.rest()
    assert body == head + opening + head + closing + DELIMITER + b"--\r\n"
    headers = stream.response.headers
    assert stream.response.status_code == 200
    assert headers["content-type"] == f'multipart/mixed;boundary="graphql";{spec}'
    assert headers["cache-control"] == "no-store"
    assert headers["vary"] == "authorization, accept, accept-language"
    assert headers["x-accel-buffering"] == "no"
    assert headers["x-request-id"] == run.request_id == "r-7"
    assert "content-length" not in headers


def test_nothing_is_told_while_nothing_has_come() -> None:
    """Clients take each part for a payload: there is no heartbeat."""
    assert DeferredMultipart(CurrentFormat()).heartbeat == b""


@BOTH
async def test_parts_are_told_as_they_come(
    in_parts: Served, engine: PartsEngine, accept: str
) -> None:
    """A part that is ready does not wait for the next one, whatever came before it."""
    client = CurrentClient() if accept is CURRENT else OlderClient()
    async with streaming(in_parts, "{ both parts }", accept=accept) as stream:
        run = await engine.next_run()
        body = await stream.rest()
    for payload in payloads(body):
        client.take(payload)
    assert (client.data, client.errors) == ({"page": {"a": 1, "b": 2}}, [])
    assert run.every == (accept is OLDER)


@pytest.mark.skipif(
    shutil.which("node") is None or not (WEB / "node_modules" / "meros").exists(),
    reason="needs Node.js and the web packages",
)
@BOTH
async def test_another_parser_reads_it(in_parts: Served, engine: PartsEngine, accept: str) -> None:
    """No part is lost, in however small pieces it comes."""
    async with streaming(in_parts, "{ both parts }", accept=accept) as stream:
        await engine.next_run()
        body = await stream.rest()
    node = await asyncio.create_subprocess_exec(
        *("node", "--input-type=module", "-e", MEROS, stream.response.headers["content-type"]),
        cwd=WEB,
        stdin=PIPE,
        stdout=PIPE,
    )
    async with asyncio.timeout(20):
        told, _ = await node.communicate(body)
    assert [json.loads(line) for line in told.splitlines()] == payloads(body)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_events_carry_the_same_payloads(
    in_parts: Served, engine: PartsEngine, method: str
) -> None:
    """Each as a ``next``, then ``complete``; the current format where none is named."""
    async with streaming(in_parts, QUERY, accept=EVENTS, method=method) as stream:
        run = await engine.next_run()
        await stream.until(b'"hasNext":true}\n\n')
        run.tell(LAST)
        *told, complete = events_of(await stream.rest())
    client = CurrentClient()
    for event in told:
        client.take(event.data)
    assert client.data == {"page": {"a": 1, "b": 2}}
    assert [event.name for event in told] == ["next", "next"]
    assert (complete.name, complete.data) == ("complete", None)


async def test_events_in_the_older_format(in_parts: Served, engine: PartsEngine) -> None:
    """A parameter of the event stream names it, also where JSON is liked as much."""
    accept = f"{EVENTS};deferSpec=20220824, {JSON}"
    async with streaming(in_parts, "{ both parts }", accept=accept) as stream:
        await engine.next_run()
        _, told, _ = events_of(await stream.rest())
    fragment = {"data": {"b": 2}, "path": ["page"], "label": "slow"}
    assert told.data == {"incremental": [fragment], "hasNext": False}


@pytest.mark.parametrize("accept", [JSON, f"{GRAPHQL}, {PARTS};deferSpec=20220824;q=0.9", "*/*"])
async def test_who_takes_no_parts_has_one_answer(in_parts: Served, accept: str) -> None:
    """As for any other query: the engine answers it whole."""
    async with streaming(in_parts, QUERY, accept=accept) as stream:
        await stream.response.aread()
    assert stream.response.json() == {"data": {"variables": {}, "name": None}}


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (CURRENT, f"{GRAPHQL}; charset=utf-8"),
        (OLDER, f"{GRAPHQL}; charset=utf-8"),
        (f"{PARTS}, {JSON}", f"{JSON}; charset=utf-8"),
        (EVENTS, f"{EVENTS}; charset=utf-8"),
        (f"{PARTS};deferSpec=20220824", f'{PARTS};boundary="graphql";deferSpec=20220824'),
    ],
)
async def test_an_answer_that_is_whole_is_plain(
    in_parts: Served, engine: PartsEngine, accept: str, content_type: str
) -> None:
    """Where nothing comes later after all, it is one answer; as parts, where no other is taken."""
    async with streaming(in_parts, "{ whole parts }", accept=accept) as stream:
        await engine.next_run()
        body = await stream.rest()
    assert stream.response.headers["content-type"] == content_type
    if content_type.startswith(PARTS):
        assert payloads(body) == [{"data": {"page": None}, "hasNext": False}]
    elif content_type.startswith(EVENTS):
        assert events_of(body)[0].data == {"data": {"page": None}}
    else:
        assert stream.response.headers["content-length"] == str(len(body))
        assert json.loads(body) == {"data": {"page": None}}
