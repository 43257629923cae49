"""Until stopped: Ctrl-C and SIGTERM are the ordinary end of a command that goes on."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine


def run_until_stopped(command: Coroutine[None, None, None]) -> None:
    """Run the command. The first signal cancels it and waits for its children to end.

    A second one does not wait: the children end by themselves when this process is gone.
    """
    asyncio.run(_run(command))


async def _run(command: Coroutine[None, None, None]) -> None:
    task = asyncio.create_task(command)
    is_stopping = False

    def stop() -> None:
        nonlocal is_stopping
        if is_stopping:
            os._exit(1)
        is_stopping = True
        task.cancel()

    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not is_stopping:
            raise
