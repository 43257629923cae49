"""`endpage serve` as a process of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.gateway.serving import environment


@asynccontextmanager
async def serve(folder: Path, *flags: str, **changes: str) -> AsyncIterator[tuple[Process, str]]:
    """The process, started in the folder, and where it serves. What it logs is in ``log`` there."""
    inherited = {name: value for name, value in os.environ.items() if "ENDPAGE" not in name}
    given = (
        inherited
        | environment(folder, **changes)
        | {"PYTHONPATH": ":".join([str(Path.cwd()), *sys.path])}
    )
    listening = socket.create_server(("127.0.0.1", 0))
    with listening as listener, (folder / "log").open("ab") as log:
        host, port = listener.getsockname()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "serve", "--fd", str(listener.fileno()), *flags),
            cwd=folder,
            env=given,
            stdin=PIPE,
            stderr=log,
            pass_fds=(listener.fileno(),),
        )
    try:
        yield process, f"http://{host}:{port}"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: Process) -> int:
    """The exit code, when it has ended."""
    async with asyncio.timeout(60):
        return await process.wait()
