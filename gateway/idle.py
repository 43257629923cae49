"""Idle: whether the event loop has nothing to do but wait."""

from __future__ import annotations

import asyncio

_ROUNDS = 3
_ROUND_SECONDS = 0.0003


async def is_idle() -> bool:
    """Whether nobody needs the processor in this process now.

    A round of the loop does all that is ready. A few rounds that take next to no time, in which
    what has come over sockets is taken in and handed on too, have found nothing to do. How busy
    other processes are does not matter, as it would to how late a timer comes.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(_ROUNDS):
        await asyncio.sleep(0)
    return loop.time() - began < _ROUNDS * _ROUND_SECONDS
