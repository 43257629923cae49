"""Load: asks one gateway for a list of requests, so many at once, and says what it cost.

A process of its own, so that it shares no interpreter with what it measures. It takes a job as JSON
on standard input and writes what it measured on standard output.

    python -m tests.bench.load < JOB
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator

import msgspec
import uvloop

from tests.bench.cores import cpu_seconds, resident_bytes
from tests.bench.scenarios import Request

_ANSWER_SECONDS = 60.0


class Job(msgspec.Struct):
    """``warm_up`` requests are not measured; no request begins ``seconds`` after the first."""

    port: int
    pid: int
    in_flight: int
    seconds: float
    warm_up: list[Request]
    requests: list[Request]


class Measured(msgspec.Struct):
    """What was measured. Times in milliseconds, memory in MiB; ``faults`` are bad answers."""

    requests: int
    seconds: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    memory_mib: float
    faults: int

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


class _Run:
    """One stretch of load: the workers share one stream of requests."""

    def __init__(self, job: Job, requests: list[Request], seconds: float) -> None:
        self.took: list[float] = []
        self.faults = 0
        self._job = job
        self._pending: Iterator[bytes] = iter([_as_http(request) for request in requests])
        self._until = time.perf_counter() + seconds

    async def run(self) -> None:
        """Ask until the requests or the time are over."""
        await asyncio.gather(*(self._work() for _ in range(self._job.in_flight)))

    async def _work(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._job.port, limit=2**20)
        for request in self._pending:
            began = time.perf_counter()
            if began > self._until:
                break
            writer.write(request)
            async with asyncio.timeout(_ANSWER_SECONDS):
                is_good = await _is_good(reader)
            self.took.append(time.perf_counter() - began)
            self.faults += not is_good
        writer.close()


async def measured(job: Job) -> Measured:
    """Warm up, then measure."""
    await _Run(job, job.warm_up, job.seconds).run()
    run = _Run(job, job.requests, job.seconds)
    cpu, began = cpu_seconds(job.pid), time.perf_counter()
    await run.run()
    seconds, cpu = time.perf_counter() - began, cpu_seconds(job.pid) - cpu
    took = sorted(run.took)
    return Measured(
        requests=len(took),
        seconds=seconds,
        cpu_ms=cpu / len(took) * 1000,
        p50_ms=took[len(took) // 2] * 1000,
        p99_ms=took[int(len(took) * 0.99)] * 1000,
        memory_mib=resident_bytes(job.pid) / 2**20,
        faults=run.faults,
    )


def _as_http(request: Request) -> bytes:
    body = request.body.encode()
    method = "POST" if body else "GET"
    content = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n" if body else ""
    head = (
        f"{method} {request.path} HTTP/1.1\r\nhost: bench\r\naccept: application/json\r\n"
        f"authorization: Bearer {request.token}\r\n{content}\r\n"
    )
    return head.encode() + body


async def _is_good(reader: asyncio.StreamReader) -> bool:
    """Whether the next answer is one with data and without errors."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, rest = head.partition(b"content-length:")
    body = await reader.readexactly(int(rest.partition(b"\r\n")[0]))
    return head.startswith(b"http/1.1 200") and b'"errors"' not in body


if __name__ == "__main__":
    told = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(measured(told))))
