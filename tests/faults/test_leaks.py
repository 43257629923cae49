"""After all kinds of trouble nothing is left behind: no task, no socket, no call under way."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import CoroutineType

from tests.faults.apart import Memory
from tests.faults.conftest import OpenStage
from tests.faults.kinds import HARMFUL
from tests.faults.lives import ended_lives
from tests.faults.stage import Wires
from tests.gateway.started import until

_AT_ONCE = 3
# Connections of the pools, which come and go by themselves.
_MORE_FILES = 24
_PROXIES = str(Path(__file__).parent)


def _tasks() -> int:
    """How many there are, but for those by which a proxy here carries a pool's connection."""
    coroutines = (task.get_coro() for task in asyncio.all_tasks())
    return sum(
        not (isinstance(one, CoroutineType) and one.cr_code.co_filename.startswith(_PROXIES))
        for one in coroutines
    )


async def test_trouble_leaves_nothing_behind(stage: OpenStage, wires: Wires) -> None:
    """When every kind of fault has been met, tasks and sockets are as many as before."""
    async with stage() as opened:
        lives = ended_lives(opened.running, most=60)
        await opened.whole_page()
        before = _tasks()
        process = Memory(os.getpid())
        files = process.files
        for number, kind in enumerate(HARMFUL):
            await wires.misbehave(kind.misbehaviour)
            some = [lives[(number * _AT_ONCE + turn) % len(lives)] for turn in range(_AT_ONCE)]
            await asyncio.gather(*(opened.page_of(live.creator, live.id) for live in some))
        await wires.behave()
        await opened.whole_page()
        await until(lambda: _tasks() <= before and process.files <= files + _MORE_FILES)
