"""WebSocket memory: waiting costs little, and what is over is gone at once."""

from __future__ import annotations

import asyncio
import gc
from contextlib import AsyncExitStack
from pathlib import Path

from gateway.websocket_protocol import WebSocketProtocol
from tests.gateway.serving import serving
from tests.gateway.started import until
from tests.gateway.talking import acknowledged
from tests.no_collector import no_collector

SOCKETS = 20


def sockets_held() -> int:
    # A weak proxy would be asked for its class, and may be dead: its type is its own.
    return sum(type(thing) is WebSocketProtocol for thing in gc.get_objects())


async def test_an_idle_socket_has_no_task_and_leaves_nothing(tmp_path: Path) -> None:
    """However many wait the tasks are as before, and the collector is not needed to free them."""
    async with serving(tmp_path) as served:
        with no_collector():
            held = sockets_held()
            # Other tests' fixtures live on the same loop.
            before = asyncio.all_tasks()
            async with AsyncExitStack() as stack:
                for _ in range(SOCKETS):
                    socket = await stack.enter_async_context(acknowledged(served))
                    for name in "abc":
                        await socket.subscribe(name, "subscription { wait }")
                        assert (await socket.hear())["type"] == "next"
                assert len(served.subscriptions.opened) == 3 * SOCKETS
                assert served.server.server_state.tasks == set()
                # The test's clients have a task each, by the name of their library.
                began = asyncio.all_tasks() - before
                assert [task for task in began if "websockets" not in repr(task)] == []
            await until(lambda: not served.server.server_state.connections, seconds=10)
            served.subscriptions.opened.clear()
            assert sockets_held() == held
