"""Subscribers stand: LIVEs by the thousand, their creators' tokens, and gateways to ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from gateway.development import StateDirectory
from tests.bench import crowd_lives
from tests.bench.crowd_client import Asked
from tests.bench.crowd_lives import Live
from tests.bench.identity import AUDIENCE, ISSUER, Issuer, new_issuer
from tests.bench.load_stage import ROOT, Served, served
from tests.unbounded import UNBOUNDED
from upstreams.launch import Running

_QUERY = (ROOT / "web/operations/LiveTransition.graphql").read_text(encoding="utf-8")
T = TypeVar("T")


@dataclass(slots=True)
class Stand:
    """``tokens`` are by creator; each LIVE has a creator of its own, as it is in an APP."""

    running: Running
    writer: ProcessPoolExecutor
    issuer: Issuer
    most: int
    folder: Path
    tokens: dict[str, str] = field(default_factory=dict)
    series: int = 0

    @property
    def log(self) -> Path:
        """The log of the gateway that was served last."""
        return self.folder / "gateway.log"

    @asynccontextmanager
    async def gateway(self) -> AsyncIterator[Served]:
        """A new gateway, as in production, with room for all of them."""
        settings = {
            **UNBOUNDED,
            "ENDPAGE_ENVIRONMENT": "production",
            "ENDPAGE_JWT_SECRET_FILE": "",
            "ENDPAGE_JWT_PUBLIC_KEY_FILE": str(self.issuer.public_key_file),
            "ENDPAGE_JWT_ISSUER": ISSUER,
            "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
            "ENDPAGE_STREAMS": str(2 * self.most),
            "ENDPAGE_UNREADY_SECONDS": "0",
            "ENDPAGE_DRAIN_SECONDS": "0",
            # So that it says when it has heard of what was written.
            "ENDPAGE_LOG_LEVEL": "debug",
        }
        with self.log.open("wb") as log:
            state = StateDirectory(self.folder)
            async with served(self.running, state, settings, log=log.fileno()) as on:
                yield on

    @asynccontextmanager
    async def lives(self, many: int) -> AsyncIterator[list[Live]]:
        """So many new LIVEs that are on air."""
        self.series += 1
        begun = crowd_lives.lives(many, series=self.series)
        await self.write(crowd_lives.begin, self.running.sessions["live"]["id"], begun)
        try:
            yield begun
        finally:
            await self.write(crowd_lives.remove, begun)

    async def write(self, work: Callable[..., T], *given: object) -> T:
        """Have the writer do it."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.writer, work, self.running.mongodb_uri, *given)

    def asked(self, wanted: Sequence[Live]) -> list[Asked]:
        """What the creators of these LIVEs ask."""
        return [Asked(_QUERY, live.session_id, self.tokens[live.creator_id]) for live in wanted]


@asynccontextmanager
async def stand(
    running: Running, writer: ProcessPoolExecutor, *, most: int
) -> AsyncIterator[Stand]:
    """Everything but the LIVEs and the gateways, for at most so many subscribers."""
    with TemporaryDirectory() as folder:
        issuer = new_issuer(Path(folder))
        creators = [live.creator_id for live in crowd_lives.lives(most, series=0)]
        tokens = {creator: issuer.token(creator, 0) for creator in creators}
        yield Stand(running, writer, issuer, most, Path(folder), tokens)
