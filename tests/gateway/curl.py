"""curl: a downloader that nobody wrote for this gateway, as a process."""

from __future__ import annotations

import asyncio
import shutil
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from tests.needed import lacking

# Its own codes: the transfer ended early, an HTTP error with --fail, a download that cannot be gone
# on with, and the connection broke.
PARTIAL, REFUSED, ANOTHER, BROKEN = 18, 22, 33, 56


async def started(*arguments: str, folder: Path | None = None) -> Process:
    """curl, which has been started with these arguments."""
    program = shutil.which("curl")
    if program is None:
        lacking("curl is not installed")
    return await asyncio.create_subprocess_exec(
        program, "-q", "-sS", "--max-time", "120", *arguments, stdout=PIPE, stderr=PIPE, cwd=folder
    )


async def curl(*arguments: str, folder: Path | None = None) -> tuple[int, bytes]:
    """Its exit code, and what it printed."""
    process = await started(*arguments, folder=folder)
    printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed
