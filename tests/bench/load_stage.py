"""Load stage: the reference company on one core and the gateway, as `endpage serve`, on another."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from gateway.development import AUDIENCE, ISSUER, StateDirectory, mint_token
from tests.bench.cores import cpu_seconds, resident_bytes
from tests.bench.load_client import connected, request_of
from tests.unbounded import UNBOUNDED
from upstreams.launch import Company, Running

_GATEWAY_CORE = 0
ROOT = Path(__file__).parents[2]
_LIVES = """{ viewer { liveSessions(first: 20, states: [ENDED]) {
  edges { node { sessionId endPageState } } } } }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A LIVE that has an end page, and the token of its creator."""

    session_id: str
    token: str

    def request(self, query: str) -> bytes:
        """The request for ``query`` about it."""
        return request_of(query, {"sessionId": self.session_id}, self.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A gateway that is served by a process of its own."""

    port: int
    pid: int

    @property
    def memory(self) -> float:
        """The megabytes that the gateway holds now."""
        return resident_bytes(self.pid) / 1e6

    @property
    def processor_seconds(self) -> float:
        """What the gateway has used of the processor so far."""
        return cpu_seconds(self.pid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Served):
    """What the load runs against."""

    pages: list[Page]
    company: Running


@asynccontextmanager
async def company(creators: int, *, simulate: bool = True) -> AsyncIterator[Running]:
    """The reference company, and whoever calls this, on the last core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    async with Company(
        seed=7, creators=creators, live_ends_within=3600, simulate=simulate
    ) as running:
        yield running


@asynccontextmanager
async def stage(running: Running, settings: Mapping[str, str]) -> AsyncIterator[Stage]:
    """A gateway with these settings beside its defaults, and the pages that there are."""
    with TemporaryDirectory() as folder:
        state = StateDirectory(Path(folder))
        secret = state.jwt_secret_file.read_bytes()
        async with served(running, state, settings) as on:
            pages = await _pages(on.port, running.creators, secret)
            yield Stage(port=on.port, pid=on.pid, pages=pages, company=running)


@asynccontextmanager
async def served(
    running: Running, state: StateDirectory, settings: Mapping[str, str], *, log: int = DEVNULL
) -> AsyncIterator[Served]:
    """A gateway with these settings on a core of its own. It writes its log to the file ``log``."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as on:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "serve", "--fd", str(on.fileno())),
            env={**_environment(running, state, on.getsockname()[1]), **settings},
            pass_fds=(on.fileno(),),
            stdout=DEVNULL,
            stderr=log,
        )
        os.sched_setaffinity(process.pid, {_GATEWAY_CORE})
        try:
            yield Served(port=on.getsockname()[1], pid=process.pid)
        finally:
            process.terminate()
            await process.wait()


def _environment(running: Running, state: StateDirectory, port: int) -> dict[str, str]:
    credential = state.path / "service_credential"
    credential.write_text(running.service_credential, encoding="ascii")
    inherited = {name: value for name, value in os.environ.items() if "ENDPAGE" not in name}
    return inherited | {
        "PYTHONPATH": str(ROOT),
        **UNBOUNDED,
        "ENDPAGE_ENVIRONMENT": "development",
        "ENDPAGE_MONGODB_URI": running.gateway_mongodb_uri,
        "ENDPAGE_SHARES_MONGODB_URI": running.shares_mongodb_uri,
        "ENDPAGE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ENDPAGE_LINK_KEYS_FILE": str(state.link_keys_file),
        "ENDPAGE_MEDIA_DIRECTORY": running.media_directory,
        "ENDPAGE_SHOP_ANALYTICS_URL": running.upstreams["shop_analytics"],
        "ENDPAGE_REWARDS_URL": running.upstreams["rewards"],
        "ENDPAGE_JOURNEY_URL": running.upstreams["journey"],
        "ENDPAGE_SERVICE_CREDENTIAL_FILE": str(credential),
        "ENDPAGE_JWT_ISSUER": ISSUER,
        "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
        "ENDPAGE_JWT_SECRET_FILE": str(state.jwt_secret_file),
        "ENDPAGE_UNREADY_SECONDS": "0",
    }


async def _pages(port: int, creators: list[str], secret: bytes) -> list[Page]:
    """The LIVEs of these creators that have an end page: one of each first, then a second."""
    [client] = await connected(port, many=1)
    found: list[list[Page]] = []
    for creator in creators:
        token = mint_token(creator, secret=secret)
        told = await client.ask(request_of(_LIVES, {}, token))
        edges = msgspec.json.decode(told.body)["data"]["viewer"]["liveSessions"]["edges"]
        found.append(
            [
                Page(session_id=edge["node"]["sessionId"], token=token)
                for edge in edges
                if edge["node"]["endPageState"] == "AVAILABLE"
            ]
        )
    client.close()
    longest = max(map(len, found))
    return [pages[turn] for turn in range(longest) for pages in found if turn < len(pages)]
