"""Limits that become others while several processes serve: all of them take them, or none."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any

import httpx

from tests.gateway.documents_served import token_of
from tests.gateway.limits_file import write
from tests.gateway.serve_process import ended, serve

DEEP = "query Q { viewer { creatorId } }"


async def test_every_worker_takes_new_limits(tmp_path: Path) -> None:
    """SIGHUP reaches all of them; a file that cannot be used leaves what held, and ends none."""
    path = tmp_path / "limits.json"
    write(path, {})
    changes = {"ENDPAGE_LIMITS_FILE": str(path), "ENDPAGE_WORKERS": "2"}
    headers = {"authorization": f"Bearer {token_of()}"}
    async with serve(tmp_path, **changes) as (process, origin):

        async def codes() -> set[str | None]:
            """What some connections, each of which comes to any worker, are answered."""
            found: set[str | None] = set()
            for _ in range(6):
                async with httpx.AsyncClient(timeout=60, headers=headers) as client:
                    answer: Any = await client.post(f"{origin}/graphql", json={"query": DEEP})
                errors = answer.json().get("errors")
                found.add(errors[0]["extensions"]["code"] if errors else None)
            return found

        async def until(code: str | None) -> None:
            async with asyncio.timeout(120):
                while await codes() != {code}:
                    pass

        async def until_logged(event: str, times: int) -> None:
            async with asyncio.timeout(120):
                while (tmp_path / "log").read_text("utf-8").count(event) != times:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)

        assert await codes() == {None}
        write(path, {"document_depth": 1})
        process.send_signal(signal.SIGHUP)
        await until("DEMAND_EXCEEDED")
        await until_logged("limits_reloaded", 2)
        write(path, {"document_depth": "deep"})
        process.send_signal(signal.SIGHUP)
        await until_logged("limits_refused", 2)
        assert await codes() == {"DEMAND_EXCEEDED"}
        write(path, {})
        process.send_signal(signal.SIGHUP)
        await until(None)
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == 0
