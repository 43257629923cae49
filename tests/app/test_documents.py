"""Known documents of the whole product: the APP's own, by their ids, and through a reload."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.document_folder import read_folder
from tests.app.gateway_process import UNHURRIED, gateway_over
from tests.app.product import Product, eventually
from tests.gateway.streaming import EVENTS, PARTS
from tests.gateway.talking import talking
from tests.house.source_file import ROOT
from upstreams.launch import Running

IDS = {str(one.name): one.id for one in read_folder(ROOT / "web" / "operations")}
OF_A_PAGE = ("EndPageFull", "EndPageHeadline", "Improvements", "Recordings", "LiveStatusPoll")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the APP's operations, which a test may change."""
    copied: Path = shutil.copytree(
        ROOT / "web" / "operations", tmp_path_factory.mktemp("documents") / "operations"
    )
    return copied


@pytest.fixture
async def known(
    product: Product, running: Running, folder: Path, tmp_path: Path
) -> AsyncIterator[Product]:
    """The product over a gateway that answers these operations and no others."""
    changes = {"ENDPAGE_DOCUMENTS": str(folder), "ENDPAGE_DOCUMENTS_ONLY": "true", **UNHURRIED}
    async with gateway_over(running, tmp_path, **changes) as gateway:
        yield replace(product, gateway=gateway)


async def parts_of(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """The updates of an event stream, or of multipart."""
    async for line in response.aiter_lines():
        _, start, rest = line.partition('{"')
        if start:
            told = json.loads(start + rest)
            if told := told.get("payload", told):
                yield told["data"]["liveSession"]


async def test_documents_are_known_by_their_ids_through_a_reload(
    known: Product, folder: Path
) -> None:
    """Every query is answered by its id; a subscription that has become unknown goes on to its end
    over every transport, and nobody begins it anew.
    """
    url, kind = known.gateway.url, "settling"
    for name in OF_A_PAGE:
        asked = {"variables": json.dumps({"sessionId": known.session("ended")})}
        response = await known.client.get(
            f"{url}/{IDS[name]}", params=asked, headers=known.headers("ended")
        )
        assert "errors" not in response.json(), name
        assert response.json()["extensions"]["documentId"] == IDS[name]
    session = known.live.start(known.creator(kind))
    body = {"documentId": IDS["LiveTransition"], "variables": {"sessionId": session}}
    headers = known.headers(kind)

    async def reload(word: str) -> None:
        before = sum(word in line for line in known.gateway.logged())
        known.gateway.process.send_signal(signal.SIGHUP)

        async def said() -> int:
            return sum(word in line for line in known.gateway.logged())

        await eventually(said, until=lambda now: now > before)

    async with AsyncExitStack() as stack:
        streams = []
        for accept in (EVENTS, PARTS):
            response = await stack.enter_async_context(
                known.client.stream("POST", url, json=body, headers={**headers, "accept": accept})
            )
            assert response.status_code == 200
            streams.append(parts_of(response))
        socket = await stack.enter_async_context(talking(known.gateway.ws_url, known.token(kind)))
        await socket.say("subscribe", id="1", payload=body)
        first = [(await socket.hear())["payload"]["data"]["liveSession"]]
        first += [await anext(stream) for stream in streams]
        assert [one["session"]["state"] for one in first] == ["LIVE"] * 3

        broken = folder / "Broken.graphql"
        broken.write_text("query Broken { xyzzy }")
        await reload("documents_refused")
        poll = f"{url}/{IDS['LiveStatusPoll']}"
        asked = {"variables": json.dumps({"sessionId": session})}
        polled = await known.client.get(poll, params=asked, headers=headers)
        assert polled.json()["data"]["liveSession"]["state"] == "LIVE"
        broken.unlink()
        (folder / "LiveTransition.graphql").unlink()
        await reload("documents_reloaded")
        await socket.say("subscribe", id="2", payload=body)
        heard = await socket.hear()
        while heard["id"] != "2":  # Progress of the first one.
            heard = await socket.hear()
        assert heard["payload"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"

        known.live.end(session)
        told = heard
        async with asyncio.timeout(60):
            while heard.get("type") != "complete":
                told, heard = heard, await socket.hear()
            assert told["payload"]["data"]["liveSession"]["session"]["state"] == "ENDED"
            for stream in streams:
                last = [update async for update in stream][-1]
                assert (last["session"]["state"], last["isLast"]) == ("ENDED", True)
