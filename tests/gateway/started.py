"""`endpage dev` and `endpage upstreams`, started and stopped as another program does."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx


async def until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Return when the condition holds; raises TimeoutError when it does not in time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # Other processes have no event.
            await asyncio.sleep(0.02)


def is_running(pid: int) -> bool:
    """Whether the process lives; one that nobody has reaped yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@asynccontextmanager
async def started(
    folder: Path, command: str, *flags: str, **changes: str
) -> AsyncIterator[tuple[Process, dict[str, Any]]]:
    """The command in that folder, and what its ready file says."""
    ready_file = folder / "ready.json"
    ready_file.unlink(missing_ok=True)
    inherited = {name: value for name, value in os.environ.items() if "ENDPAGE" not in name}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", command, "--creators", "5"),
        *("--ready-file", str(ready_file), *flags),
        cwd=folder,
        env=inherited | changes | {"PYTHONPATH": ":".join([str(Path.cwd()), *sys.path])},
        stdout=PIPE,
        stderr=STDOUT,
    )
    try:
        await until(lambda: ready_file.exists() or process.returncode is not None)
        assert process.returncode is None, (await process.communicate())[0].decode()
        yield process, json.loads(ready_file.read_bytes())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stopped(process: Process, ready: dict[str, Any], *, by: signal.Signals) -> int:
    """The exit code, when every child has ended, too."""
    process.send_signal(by)
    async with asyncio.timeout(30):
        code = await process.wait()
    await until(lambda: not any(map(is_running, ready["pids"].values())), seconds=30)
    return code


async def asked(url: str, token: str, session_id: str) -> dict[str, Any]:
    """What one panel of the page says."""
    query = "query ($id: ID!) { endPage(sessionId: $id) { rewards { status } } }"
    async with httpx.AsyncClient(timeout=30) as client:
        response = await client.post(
            url,
            json={"query": query, "variables": {"id": session_id}},
            headers={"authorization": f"Bearer {token}"},
        )
    answer: dict[str, Any] = response.json()
    return answer
