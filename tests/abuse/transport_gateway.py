"""Transport gateway: the one gateway that all transport attacks are tried on, and its canary."""

from __future__ import annotations

import asyncio
import json

from tests.corpus.case import BODY, TOKEN, request
from tests.gateway.raw_http import RawHttp, Told, raw_http
from tests.gateway.serving import Served


def with_token(served: Served, sent: bytes) -> bytes:
    """The same bytes with a good token where one is to be."""
    return sent.replace(TOKEN, served.token().encode())


def code_of(told: Told) -> str:
    """The code of a refusal, which is a clean GraphQL error with the id of its request; "" for an
    answer with data.
    """
    body = json.loads(told.body)
    assert told.headers["content-type"].startswith("application/")
    assert told.headers["x-request-id"]
    if "errors" not in body:
        return ""
    [error] = body["errors"]
    assert list(body) == ["errors"]
    assert error["message"]
    assert error["extensions"]["requestId"] == told.headers["x-request-id"]
    code: str = error["extensions"]["code"]
    return code


async def answers(client: RawHttp) -> list[tuple[int, str]]:
    """All answers until the gateway closes the connection, as statuses and codes."""
    found: list[tuple[int, str]] = []
    while (told := await client.told()) is not None:
        found.append((told.status, code_of(told)))
    return found


async def is_well(served: Served) -> bool:
    """Whether somebody else is answered as ever."""
    async with asyncio.timeout(30), raw_http(served.origin) as client:
        client.say(with_token(served, request(body=BODY)))
        told = await client.told()
        assert told is not None
        return told.status == 200 and code_of(told) == ""
