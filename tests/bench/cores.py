"""Cores: what runs where, and what a process has cost, from the operating system."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
# Before a bench keeps to some of them.
_USABLE = len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Cores:
    """Where the gateways run, and where all else does: apart, where there are two cores."""

    gateway: frozenset[int]
    others: frozenset[int]

    @property
    def are_apart(self) -> bool:
        """Whether a gateway has its core for itself."""
        return not self.gateway & self.others


def split_cores() -> Cores:
    """One core for the gateways and the others for all else; with one core they share it."""
    usable = sorted(os.sched_getaffinity(0))
    first, rest = frozenset(usable[:1]), frozenset(usable[1:])
    return Cores(first, rest or first)


@contextmanager
def running_on(cores: frozenset[int]) -> Iterator[None]:
    """Run on these cores; children that are started meanwhile stay there."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid: int) -> float:
    """The seconds that a process has run so far, all of its threads, user and system together.

    To the nanosecond where the system tells; in ticks of a hundredth of a second elsewhere.
    """
    told = [
        path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/schedstat")
    ]
    if told:
        return sum(int(one.split()[0]) for one in told) / 1e9
    # The name stands in brackets and may hold anything; what follows it is numbers.
    numbers = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / _TICKS_A_SECOND


def resident_bytes(pid: int) -> int:
    """The memory that a process holds now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * _PAGE_BYTES


def machine() -> str:
    """The processor, its usable cores and the Python, in one line."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{model}, {_USABLE} cores, Python {platform.python_version()}, {platform.system()}"


def load_average() -> float:
    """How many tasks wanted to run, over the last minute."""
    return os.getloadavg()[0]
