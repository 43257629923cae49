"""Run: half an hour's trouble in some minutes, and what the gateway looks like afterwards."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.dev_process import DevProcess, dev_process
from tests.faults.apart import Memory
from tests.faults.page import ask
from tests.faults.stage import client_of_many
from tests.soak.account import Account
from tests.soak.lives import Lives
from tests.soak.troubles import make_trouble, mend

_PAGE_KINDS = ("ended", "final", "settling", "top_creator", "jpy", "restated", "affiliate")
_CREATORS = 60
_WARM_PART = 0.2
_MOST_GROWTH = 48 * 1024 * 1024
_MOST_MORE_FILES = 10
_QUIET_WITHIN = 30.0
_WHOLE_WITHIN = 5.0


@dataclass(frozen=True, slots=True)
class Footprint:
    """What the gateway's process holds: bytes, and open files and sockets."""

    memory: int
    files: int


class Soak:
    """One run against a whole product; ``rate`` pages a second are asked for."""

    def __init__(self, dev: DevProcess, *, rate: float, seed: int) -> None:
        self.account = Account()
        self._dev = dev
        self._rate = rate
        self._chance = random.Random(seed)
        self._gateway = Memory(dev.ready["pids"]["gateway"])
        self.warm = self.after = Footprint(0, 0)

    async def go(self, seconds: float) -> None:
        """Warm up, go through trouble, and become quiet again."""
        upstreams = self._dev.ready["upstreams"]
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(client_of_many())
            await self._load(client, seconds * _WARM_PART)
            self.warm = await self._quiet(least_files=0)
            trouble = asyncio.create_task(make_trouble(upstreams, self._chance))
            try:
                await self._load(client, seconds * (1 - _WARM_PART))
            finally:
                trouble.cancel()
                with suppress(asyncio.CancelledError):
                    await trouble
                await mend(upstreams)
            await self._whole_again(client)
        self.after = await self._quiet(least_files=self.warm.files + _MOST_MORE_FILES)
        self._compare()
        self.account.close()

    async def _load(self, client: aiohttp.ClientSession, seconds: float) -> None:
        """Pages at a steady rate, whether they are answered or not, and LIVEs beside them."""
        lives = Lives(
            url=self._dev.ready["ws_url"],
            mongodb_uri=self._dev.ready["mongodb_uri"],
            tokens=self._dev.ready["tokens"],
            account=self.account,
        )
        until = time.monotonic() + seconds
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(lives.go_on(self._chance, until=until))
                while time.monotonic() < until:
                    tasks.create_task(self._page(client, *self._some_live(lives)))
                    await asyncio.sleep(self._chance.expovariate(self._rate))
        finally:
            lives.close()

    def _some_live(self, lives: Lives) -> tuple[str, str]:
        """Half of the pages are of LIVEs that have just ended; nobody has read those before."""
        if lives.ended and self._chance.random() < 0.5:
            return self._chance.choice(list(lives.ended))
        kind = self._chance.choice(_PAGE_KINDS)
        return self._dev.token(kind), self._dev.session(kind)

    async def _page(self, client: aiohttp.ClientSession, token: str, session_id: str) -> None:
        self.account.asked += 1
        try:
            page = await ask(client, self._dev.ready["url"], token, session_id)
        except (aiohttp.ClientError, OSError) as error:
            self.account.blame(f"no answer: {error!r}")
        else:
            self.account.add(page)

    async def _whole_again(self, client: aiohttp.ClientSession) -> None:
        until = time.monotonic() + _WHOLE_WITHIN
        for kind in _PAGE_KINDS:
            token, session_id = self._dev.token(kind), self._dev.session(kind)
            while (await ask(client, self._dev.ready["url"], token, session_id)).errors:
                if time.monotonic() > until:
                    self.account.blame(f"the page of {kind} was not whole again")
                    break

    async def _quiet(self, *, least_files: int) -> Footprint:
        """The footprint when nothing is asked any more and idle connections have been closed."""
        until = time.monotonic() + _QUIET_WITHIN
        files = self._gateway.files
        while time.monotonic() < until:
            await asyncio.sleep(2.0)
            files, before = self._gateway.files, files
            if files <= least_files or (not least_files and files == before):
                break
        return Footprint(self._gateway.now, files)

    def _compare(self) -> None:
        grown = self.after.memory - self.warm.memory
        if grown > _MOST_GROWTH:
            self.account.blame(f"memory has grown by {grown / 1e6:.0f} MB")
        if self.after.files > self.warm.files + _MOST_MORE_FILES:
            self.account.blame(f"{self.after.files - self.warm.files} more files are open")


def soaked(*, seconds: float, rate: float, seed: int) -> Soak:
    """A whole run, with a product of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        dev_process(Path(folder), "--creators", str(_CREATORS)) as dev,
    ):
        soak = Soak(dev, rate=rate, seed=seed)
        asyncio.run(soak.go(seconds))
    return soak
