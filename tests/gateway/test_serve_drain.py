"""`endpage serve` is told to stop while sockets are open: each process sends its clients away."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import httpx
import pytest

from gateway.development import mint_token
from tests.gateway.serve_process import ended, serve
from tests.gateway.serving import CREATOR
from tests.gateway.talking import talking
from tests.gateway.test_websocket_draining import closed_at


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_sockets_are_told_that_it_stops(tmp_path: Path, workers: str) -> None:
    """SIGTERM closes sockets with 1012 over the time that is set, unready, and ends in order."""
    changes = {"ENDPAGE_WORKERS": workers, "ENDPAGE_DRAIN_SECONDS": "3"}
    async with serve(tmp_path, **changes) as (process, origin):
        url = f"ws{origin.removeprefix('http')}/graphql"
        token = mint_token(CREATOR, secret=(tmp_path / "jwt_secret").read_bytes())
        async with httpx.AsyncClient(timeout=120) as client:
            # The sockets listen before there is a process to take what comes.
            assert (await client.get(f"{origin}/livez")).status_code == 200
            async with talking(url, token) as one, talking(url, token) as other:
                closing = asyncio.gather(closed_at(one), closed_at(other))
                process.send_signal(signal.SIGTERM)
                await closing
        # A process with sockets goes on listening after the last, for its share of the time.
        async with httpx.AsyncClient(timeout=120) as client:
            ready = await client.get(f"{origin}/readyz")
        assert (ready.status_code, ready.json()) == (503, {"status": "draining"})
        assert await ended(process) == 0
