"""A gateway that is told to stop, and another one that takes its place."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.app.gateway_process import UNHURRIED, GatewayProcess, gateway_over
from tests.clients.app import PATIENCE_SECONDS, App
from tests.clients.kind import KINDS, Kind
from tests.clients.watched import Watched
from upstreams.launch import Running

pytestmark = pytest.mark.slow


def next_gateway(
    company: Running, listening: socket.socket, folder: Path
) -> AbstractAsyncContextManager[GatewayProcess]:
    folder.mkdir()
    changes = {"ENDPAGE_DRAIN_SECONDS": "1", **UNHURRIED}
    return gateway_over(company, folder, listening, **changes)


async def stopped(gateway: GatewayProcess) -> None:
    gateway.process.terminate()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await gateway.process.wait()


# EventSource comes back as graphql-sse does: test_cut.py.
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if not kind.says_last], indirect=True, ids=str
)
async def test_a_client_goes_on_at_the_next_gateway(
    kind: Kind, app: App, live: Watched, company: Running, tmp_path: Path
) -> None:
    """SIGTERM ends the stream in a way after which its client connects again, by itself.

    The port stays open, as with a supervisor that holds it: who comes too early waits.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        following = partial(next_gateway, company, listening)
        async with following(tmp_path / "first") as first:
            await live.by(app, url=first.url)
            await stopped(first)
        if kind.transport == "websocket":
            assert (await app.told("closed"))["code"] == 1012
        async with following(tmp_path / "second"):
            await app.told("connected", times=2)
            live.end()
            await app.over()
    if kind.comes_back:
        assert app.count("watching") == 1
        assert app.count("complete") == 1
