"""Workers: several processes serve one port; they begin, are replaced and end as one gateway."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import httpx

from gateway.worker_place import pause_before
from tests.gateway.serve_process import ended, serve


def test_who_does_not_last_is_replaced_later_each_time() -> None:
    """Half a second at first, twice as long each time, and half a minute at most."""
    pauses = [pause_before(times) for times in (1, 2, 3, 6, 7, 8, 1_000)]
    assert pauses == [0.5, 1.0, 2.0, 16.0, 30.0, 30.0, 30.0]


class Log:
    """What a gateway has said so far, in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def told(self, event: str, field: str) -> list[int]:
        """What the lines of an event say of a number."""
        lines = re.sub(r"\x1b\[[0-9;]*m", "", self._path.read_text("utf-8")).splitlines()
        found = [re.search(rf"\b{field}=(-?\d+)", line) for line in lines if event in line]
        return [int(one[1]) for one in found if one]


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not is_so():  # noqa: ASYNC110  # What is waited for is said in a file.
            await asyncio.sleep(0.05)


async def place_of(client: httpx.AsyncClient, port: int) -> str | None:
    """Which of the workers tells figures there; None when nobody does."""
    try:
        told = await client.get(f"http://127.0.0.1:{port}/metrics")
    except httpx.ConnectError:
        return None
    (place,) = set(re.findall(r'worker="(\d+)"', told.text))
    return str(place)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    """All are ready before one says so; one that is killed is told of and replaced, while the other
    serves; SIGTERM ends all of them in good order. Each tells figures of its own, by its place.
    """
    log = Log(tmp_path / "log")
    changes = {"ENDPAGE_WORKERS": "2", "ENDPAGE_METRICS_ADDRESS": "0"}
    async with serve(tmp_path, **changes) as (process, origin):
        async with httpx.AsyncClient(timeout=60) as client:
            # The socket listens before there is a process to take what comes.
            while (await client.get(f"{origin}/readyz")).json()["status"] == "starting":
                pass
        await until(lambda: log.told("workers_ready", "workers") == [2])
        first, second = log.told("worker_started", "worker")
        os.kill(first, signal.SIGKILL)
        await until(lambda: log.told("worker_died", "worker") == [first])
        assert log.told("worker_died", "exit_code") == [-signal.SIGKILL]
        assert log.told("worker_died", "again_in_ms") == [500]
        async with httpx.AsyncClient(timeout=60) as client:
            assert (await client.get(f"{origin}/livez")).status_code == 200
        await until(lambda: len(log.told("worker_started", "worker")) == 3)
        third = log.told("worker_started", "worker")[2]
        assert third not in {first, second}
        await until(lambda: len(log.told("metrics_served", "port")) == 3)
        async with httpx.AsyncClient(timeout=60) as client:
            assert (await client.get(f"{origin}/readyz")).json()["status"] == "degraded"
            places = [await place_of(client, port) for port in log.told("metrics_served", "port")]
            assert sorted(filter(None, places)) == ["0", "1"]
            assert places.count(None) == 1
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == 0
        assert not any(map(is_there, (second, third)))
