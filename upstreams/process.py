"""A child process as its parent sees it: configured over stdin, ready by a line on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

# Where `python -m upstreams...` finds the package when it is not installed.
_ROOT = Path(__file__).resolve().parent.parent
_STOP_SECONDS = 8.0


class ChildFailed(Exception):
    """A child ended or stayed silent instead of becoming ready; the message has its last words."""


class Child:
    """One child process. It ends when its stdin does, so it cannot outlive this process."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self.name = name
        self.pid = process.pid
        self._process = process
        self._log = log
        self._drain: asyncio.Task[None] | None = None

    @classmethod
    async def started(cls, name: str, module: str, *arguments: str, logs: Path) -> Child:
        """Start `python -m module arguments`; its stderr goes to a file in `logs`."""
        path = logs / f"{name}.log"
        with path.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                module,
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=_ROOT,
                # Ctrl-C is the parent's to handle: it ends its children in the right order.
                start_new_session=True,
            )
        return cls(name, process, path)

    async def configured(self, told: dict[str, Any], *, within: float) -> dict[str, Any]:
        """Tell the child its configuration and return what it announces; raises ChildFailed."""
        self.tell(told)
        return await self.ready(within=within)

    def tell(self, told: dict[str, Any]) -> None:
        """Tell the child its configuration without waiting."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told).encode() + b"\n")

    async def ready(self, *, within: float) -> dict[str, Any]:
        """Return what the child announces; raises ChildFailed."""
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), within)
        except TimeoutError:
            raise ChildFailed(
                f"{self.name} was not ready in {within:g} s; see {self._log}"
            ) from None
        if not line:
            raise ChildFailed(f"{self.name} ended before it was ready: {self._last_words()}")
        announced: dict[str, Any] = json.loads(line)
        self._drain = asyncio.ensure_future(self._drained())
        return announced

    def is_running(self) -> bool:
        """Return whether the process has not ended."""
        return self._process.returncode is None

    def kill(self) -> None:
        """End the process the hard way, as a crash would."""
        if self.is_running():
            self._process.kill()

    async def ended(self) -> None:
        """Wait until the process has ended."""
        await self._process.wait()

    async def stop(self) -> None:
        """Ask the process to end by closing its stdin, and insist after some seconds."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
        except TimeoutError:
            self.kill()
            await self._process.wait()
        if self._drain is not None:
            self._drain.cancel()

    async def _drained(self) -> None:
        """Read whatever else the child prints, or it would block on a full pipe."""
        assert self._process.stdout is not None
        while await self._process.stdout.read(4096):
            pass

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return " / ".join(lines[-3:]) or "it said nothing"
