"""Gateway process: `endpage serve` as a child of `endpage dev`, tied to its life."""

from __future__ import annotations

import asyncio
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

_STOP_SECONDS = 15.0


@asynccontextmanager
async def gateway_process(
    environment: Mapping[str, str], listening: socket.socket
) -> AsyncIterator[Process]:
    """The gateway on the socket, which it takes over, with the settings of the environment.

    It stops when its standard input ends, which is when the caller is gone, however that came.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "serve"),
        *("--fd", str(listening.fileno()), "--stop-with-parent"),
        stdin=PIPE,
        pass_fds=(listening.fileno(),),
        env=environment,
        # Ctrl-C in a terminal reaches the caller alone, which then stops its children in order.
        start_new_session=True,
    )
    listening.close()
    try:
        yield process
    finally:
        await _stop(process)


async def _stop(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
