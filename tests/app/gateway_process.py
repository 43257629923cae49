"""A real gateway over a real company, in a process of its own, whose log can be read."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from loaders.shares_schema import migrate
from tests.gateway.serving import environment
from tests.house.source_file import ROOT
from tests.unbounded import UNBOUNDED
from upstreams.launch import Running

# Time enough on a machine that is busy with other things: what a deadline does has its own tests.
UNHURRIED = {
    "ENDPAGE_OPERATION_MS": "20000",
    "ENDPAGE_QUEUE_MS": "20000",
    "ENDPAGE_SHOP_ANALYTICS_MS": "10000",
    "ENDPAGE_REWARDS_MS": "10000",
    "ENDPAGE_JOURNEY_MS": "10000",
    "ENDPAGE_MONGODB_MS": "10000",
}


@dataclass(frozen=True)
class GatewayProcess:
    """Where it answers, what it has logged so far, and its process."""

    origin: str
    log: Path
    process: Process

    @property
    def url(self) -> str:
        """The address of GraphQL over HTTP."""
        return f"http://{self.origin}/graphql"

    @property
    def ws_url(self) -> str:
        """The address of GraphQL over WebSocket."""
        return f"ws://{self.origin}/graphql"

    def logged(self) -> list[str]:
        """The lines of its log so far."""
        return self.log.read_text(encoding="utf-8").splitlines()


@asynccontextmanager
async def gateway_over(
    running: Running,
    folder: Path,
    listening: socket.socket | None = None,
    root: Path = ROOT,
    /,
    **changes: str,
) -> AsyncIterator[GatewayProcess]:
    """`endpage serve` over that company, with `changes` of its environment; ended at the end.

    `listening` is a socket that others may listen on before and after; by default it has its own.
    `root` is where its rooms are.
    """
    credential = folder / "service_credential"
    credential.write_text(running.service_credential, encoding="ascii")
    told = {
        "ENDPAGE_MONGODB_URI": running.gateway_mongodb_uri,
        "ENDPAGE_SHARES_MONGODB_URI": running.shares_mongodb_uri,
        "ENDPAGE_COMPANY_DATABASE": running.company_database,
        "ENDPAGE_SHARES_DATABASE": running.own_database,
        "ENDPAGE_MEDIA_DIRECTORY": running.media_directory,
        "ENDPAGE_SHOP_ANALYTICS_URL": running.upstreams["shop_analytics"],
        "ENDPAGE_REWARDS_URL": running.upstreams["rewards"],
        "ENDPAGE_JOURNEY_URL": running.upstreams["journey"],
        "ENDPAGE_SERVICE_CREDENTIAL_FILE": str(credential),
        "ENDPAGE_DRAIN_SECONDS": "0",
        "ENDPAGE_STOP_SECONDS": "1",
        # What a test asks twice is asked twice.
        "ENDPAGE_KEPT_MEGABYTES": "0",
        # A few creators ask for what all tests need, within a minute.
        **UNBOUNDED,
        **changes,
    }
    if running.owner_mongodb_uri:
        await asyncio.to_thread(migrate, running.owner_mongodb_uri, running.own_database)
        told.setdefault("ENDPAGE_SHARES_MONGODB_URI", running.shares_mongodb_uri)
    inherited = {name: value for name, value in os.environ.items() if "ENDPAGE" not in name}
    log = folder / "gateway.log"
    own = listening.dup() if listening else socket.create_server(("127.0.0.1", 0))
    with own as listener, log.open("wb") as written:
        host, port = listener.getsockname()
        told.setdefault("ENDPAGE_PUBLIC_URL", f"http://{host}:{port}")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "serve"),
            *("--fd", str(listener.fileno()), "--stop-with-parent"),
            cwd=root,
            env={**inherited, **environment(folder, **told)},
            # It stops when this ends, so that it cannot outlive the tests.
            stdin=PIPE,
            stdout=DEVNULL,
            stderr=written,
            pass_fds=(listener.fileno(),),
            # Ctrl-C is for whoever started it, who ends it.
            start_new_session=True,
        )
    try:
        yield GatewayProcess(f"{host}:{port}", log, process)
    finally:
        await _stopped(process)


async def _stopped(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(10):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
