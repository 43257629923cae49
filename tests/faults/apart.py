"""Apart: a gateway in a process of its own, whose memory and sockets can be looked at."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.stage import Stage, Wires, client_of_many, connected, settings_of
from tests.gateway.serve_process import serve
from upstreams.launch import Running

_RESETS_THE_PEAK = "5"


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of one process, in bytes."""

    pid: int

    @property
    def now(self) -> int:
        """What it holds now."""
        return self._of("VmRSS")

    @property
    def peak(self) -> int:
        """The most that it has held since the peak was forgotten."""
        return self._of("VmHWM")

    @property
    def files(self) -> int:
        """How many files and sockets it has open."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))  # noqa: PTH208  # names alone are wanted

    def forget_peak(self) -> None:
        """From now on the peak is counted anew."""
        Path(f"/proc/{self.pid}/clear_refs").write_text(_RESETS_THE_PEAK, encoding="ascii")

    def _of(self, name: str) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith(name + ":"))
        return int(line.split()[1]) * 1024


@asynccontextmanager
async def apart(
    wires: Wires, running: Running, folder: Path, **changes: str
) -> AsyncIterator[tuple[Stage, Memory]]:
    """A new `endpage serve` behind the proxies; ``changes`` are of its environment."""
    environment = {**settings_of(wires, running, folder), **changes}
    secret = _bytes_of(environment["ENDPAGE_JWT_SECRET_FILE"])
    async with serve(folder, **environment) as (process, origin), client_of_many() as client:
        await connected(client, f"{origin}/readyz")
        yield Stage(f"{origin}/graphql", client, wires, running, secret), Memory(process.pid)


def _bytes_of(file: str) -> bytes:
    return Path(file).read_bytes()
