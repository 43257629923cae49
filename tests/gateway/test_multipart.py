"""Apollo's multipart subscriptions, to the byte, and as a parser of others reads them."""

from __future__ import annotations

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.serving import Served
from tests.gateway.streaming import PARTS, streaming

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


async def two_answers(served: Served) -> tuple[str, bytes]:
    """The content type and body of a subscription with two answers."""
    async with streaming(served, "subscription { two }", accept=PARTS) as stream:
        opened = await served.subscriptions.next_opened()
        await stream.until(b'"tick":2}}}\r\n--graphql')
        opened.sink.complete()
        return stream.response.headers["content-type"], await stream.rest()


async def test_a_subscription_to_the_byte(served: Served) -> None:
    """Each part comes with the delimiter after it, and the first delimiter comes at once."""
    content_type, body = await two_answers(served)
    assert content_type == 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'
    assert body == (
        b"\r\n--graphql"
        b'\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"tick":1}}}\r\n--graphql'
        b'\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"tick":2}}}\r\n--graphql'
        b"--\r\n"
    )


@pytest.mark.skipif(
    shutil.which("node") is None or not (WEB / "node_modules" / "meros").exists(),
    reason="needs Node.js and the web packages",
)
async def test_another_parser_reads_it(served: Served) -> None:
    """No part is lost, in however small pieces it comes."""
    content_type, body = await two_answers(served)
    node = await asyncio.create_subprocess_exec(
        "node", "--input-type=module", "-e", MEROS, content_type, cwd=WEB, stdin=PIPE, stdout=PIPE
    )
    async with asyncio.timeout(20):
        told, _ = await node.communicate(body)
    parts = [json.loads(line) for line in told.splitlines()]
    assert parts == [{"payload": {"data": {"tick": tick}}} for tick in (1, 2)]


@pytest.mark.parametrize(
    ("query", "code", "is_fatal"),
    [
        ("subscription { fails }", "BAD_USER_INPUT", False),
        ("subscription { breaks }", "INTERNAL", True),
    ],
)
async def test_a_failure_is_the_operations_or_the_transports(
    served: Served, query: str, code: str, is_fatal: bool
) -> None:
    """What the client could do better is an answer; a fault of ours is not, and may be retried."""
    async with streaming(served, query, accept=PARTS) as stream:
        body = await stream.rest()
    await served.subscriptions.next_opened()
    told = json.loads(body.split(b"\r\n--graphql")[-2].partition(b"\r\n\r\n")[2])
    errors: list[Any] = told["errors"] if is_fatal else told["payload"]["errors"]
    assert (told["payload"] is None) == is_fatal
    assert errors[0]["extensions"]["code"] == code
    assert errors[0]["extensions"]["retryable"] == is_fatal


async def test_what_is_refused_before_is_json(served: Served) -> None:
    """A document that cannot be run never begins a stream."""
    async with streaming(served, "subscription { invalid }", accept=PARTS) as stream:
        body = json.loads(await stream.response.aread())
    assert stream.response.headers["content-type"] == "application/json; charset=utf-8"
    assert body["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
