"""Alarms: many sleepers on few timers, and nobody is woken too early."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from structlog.testing import capture_logs

from gateway.alarms import Alarms


class Dozer:
    """Sleeps so many times for so long."""

    def __init__(self, *, times: int, seconds: float) -> None:
        self.alarm: int | None = None
        self.rung: list[float] = []
        self.is_done = asyncio.Event()
        self._times = times
        self._seconds = seconds

    def ring(self, now: float) -> float | None:
        self.rung.append(now)
        if len(self.rung) < self._times:
            return now + self._seconds
        self.is_done.set()
        return None


async def test_a_sleeper_is_woken_in_time_and_again() -> None:
    """Not before the time and soon after it, as often as it wants to be."""
    alarms, dozer = Alarms(), Dozer(times=3, seconds=0.05)
    began = asyncio.get_running_loop().time()
    alarms.wake(dozer, began + 0.05)
    async with asyncio.timeout(10):
        await dozer.is_done.wait()
    times = [began, *dozer.rung]
    assert all(after - before >= 0.049 for before, after in pairwise(times))
    assert dozer.alarm is None


async def test_the_earlier_time_holds() -> None:
    """A later time changes nothing, an earlier one does."""
    alarms, dozer = Alarms(), Dozer(times=1, seconds=0)
    now = asyncio.get_running_loop().time()
    alarms.wake(dozer, now + 1000)
    late = dozer.alarm
    alarms.wake(dozer, now + 2000)
    assert dozer.alarm == late
    alarms.wake(dozer, now + 0.01)
    async with asyncio.timeout(10):
        await dozer.is_done.wait()


async def test_who_is_forgotten_sleeps_on() -> None:
    """A sleeper that is gone is not woken when its neighbours are."""
    alarms = Alarms()
    gone, there = Dozer(times=1, seconds=0), Dozer(times=1, seconds=0)
    now = asyncio.get_running_loop().time()
    for dozer in (gone, there):
        alarms.wake(dozer, now + 0.01)
    alarms.forget(gone)
    alarms.forget(gone)
    async with asyncio.timeout(10):
        await there.is_done.wait()
    assert gone.rung == []


async def test_one_that_breaks_wakes_the_others_none_the_less() -> None:
    """All who are due in the same moment are woken; what went wrong is logged."""

    class Broken(Dozer):
        def ring(self, now: float) -> float | None:
            raise RuntimeError("no")

    alarms, at = Alarms(), asyncio.get_running_loop().time() + 0.05
    others = [Dozer(times=1, seconds=0) for _ in range(20)]
    with capture_logs() as logs:
        for sleeper in (*others[:10], Broken(times=1, seconds=0), *others[10:]):
            alarms.wake(sleeper, at)
        async with asyncio.timeout(10):
            await asyncio.gather(*(other.is_done.wait() for other in others))
    assert [entry["event"] for entry in logs] == ["unexpected_error"]
