"""Run: a company, two gateways, and all that happens to them at the same time."""

from __future__ import annotations

import asyncio
import random
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from tests.bench.cores import load_average
from tests.faults.stage import client_of_many
from tests.gateway.tokens_of import AUDIENCE, ISSUER
from tests.soak.account import Account
from tests.soak.capacity import most_held
from tests.soak.flatness import MOST_MORE_FILES, faults_of_memory
from tests.soak.issuer import LEEWAY_SECONDS, Issuer
from tests.soak.lives import Lives
from tests.soak.pages import Pages
from tests.soak.pair import Pair, paired
from tests.soak.plan import Plan
from tests.soak.span import Span
from tests.soak.troubles import Troubles
from tests.soak.watcher import Watcher, Way
from upstreams.launch import Company

_CREATORS = 60
_MINUTE = 60.0
_QUIET_WITHIN = 30.0
_LEAST_RATE = 0.5


class Soak:
    """One run; ``say`` is told a line each minute."""

    def __init__(self, plan: Plan, *, say: Callable[[str], None]) -> None:
        self.plan = plan
        self.account = Account(in_seconds=plan.in_seconds)
        self.issuer = Issuer(token_seconds=plan.token_seconds)
        self.capacity: float | None = None
        self.rate = 0.0
        self.passed = 0.0
        self.load_at_first = load_average()
        self.was_cut = False
        self.idle_files: dict[str, tuple[int, int]] = {}
        """Open files of each place when nothing was asked: at first, and at last."""
        self.pair: Pair
        self.troubles: Troubles
        self._chance = random.Random(plan.seed)
        self._say = say

    async def go(self) -> None:
        """Start everything, measure, soak, and look what is left. Ctrl-C ends it early."""
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            running = await stack.enter_async_context(
                Company(seed=self.plan.seed % 1000, creators=_CREATORS, simulate=False)
            )
            await stack.enter_async_context(self.issuer.served())
            self.pair = await stack.enter_async_context(
                paired(running, folder, self._settings(), self.account)
            )
            self.troubles = Troubles(running.upstreams, self.plan, self._chance)
            client = await stack.enter_async_context(client_of_many())
            database = stack.enter_context(
                MongoClient[dict[str, Any]](running.mongodb_uri, tz_aware=True)
            )
            pages = Pages(
                client,
                pair=self.pair,
                issuer=self.issuer,
                sessions=running.sessions,
                chance=self._chance,
            )
            lives = Lives(
                running,
                database,
                self.plan,
                watching=self._watcher,
                account=self.account,
                chance=self._chance,
            )
            await lives.some_over()
            await self._find_rate(pages, lives)
            files_at_first = await self._quiet(None)
            await self._soak(pages, lives)
            await pages.whole_again(self.account)
            files_at_last = await self._quiet(files_at_first)
            self.idle_files = {
                name: (files, files_at_last[name]) for name, files in files_at_first.items()
            }
            self._close()

    async def _soak(self, pages: Pages, lives: Lives) -> None:
        plan, pair = self.plan, self.pair
        async with _span(plan) as span, asyncio.TaskGroup() as tasks:
            tasks.create_task(self.troubles.go_on(span))
            tasks.create_task(self.issuer.go_on(span, seconds=plan.rotate_seconds))
            tasks.create_task(
                pair.restart(span, seconds=plan.restart_seconds, kill_every=plan.kill_every)
            )
            tasks.create_task(pair.look(span, seconds=plan.sample_seconds))
            tasks.create_task(lives.go_on(span))
            tasks.create_task(
                pages.go_on(
                    span,
                    rate=self.rate,
                    lives=lives,
                    troubles=self.troubles,
                    account=self.account,
                )
            )
            tasks.create_task(self._tell(span))
        self.passed = span.passed
        self.was_cut = span.was_cut

    async def _find_rate(self, pages: Pages, lives: Lives) -> None:
        if self.plan.rate is not None:
            self.rate = self.plan.rate
            return
        self.capacity = await most_held(
            lambda rate: pages.holds(rate, seconds=self.plan.measure_seconds, lives=lives)
        )
        self.rate = max(_LEAST_RATE, self.capacity / 2)
        self._say(f"{self.capacity:.1f} pages a second at both; asked is for {self.rate:.1f}")

    async def _tell(self, span: Span) -> None:
        while await span.rest(_MINUTE):
            account, restarts = self.account, self.pair.restarts
            held = ", ".join(
                f"{place.name}{place.life.number} {place.life.samples[-1].memory / 1e6:.0f} MB"
                for place in self.pair.places
                if place.life.samples
            )
            self._say(
                f"{span.passed / 60:.0f} min: {account.asked} pages, {account.lives} LIVEs, "
                f"{account.watched['heard the end']} ends heard, {restarts['drained']} drained, "
                f"{restarts['killed']} killed, {self.issuer.rotations} rotations, {held}, "
                f"{account.wrongs} wrong"
            )

    async def _quiet(self, before: dict[str, int] | None) -> dict[str, int]:
        """The open files of both when idle connections have been closed, which takes a while."""
        until = time.monotonic() + _QUIET_WITHIN
        while True:
            files = {place.name: place.life.look().files for place in self.pair.places}
            most = before or files
            is_quiet = all(files[name] <= most[name] + MOST_MORE_FILES for name in files)
            if is_quiet or time.monotonic() > until:
                return files
            await asyncio.sleep(1.0)

    def _watcher(self, way: Way, session_id: str, creator: str) -> Watcher:
        return Watcher(
            way,
            session_id,
            creator,
            pair=self.pair,
            issuer=self.issuer,
            troubles=self.troubles,
            account=self.account,
            chance=self._chance,
        )

    def _settings(self) -> dict[str, str]:
        return {
            # As in production, which takes no shared secret.
            "ENDPAGE_ENVIRONMENT": "production",
            "ENDPAGE_JWT_SECRET_FILE": "",
            "ENDPAGE_JWKS_URL": self.issuer.url,
            "ENDPAGE_JWT_ISSUER": ISSUER,
            "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
            "ENDPAGE_JWT_LEEWAY_SECONDS": str(LEEWAY_SECONDS),
            "ENDPAGE_DRAIN_SECONDS": "2",
            "ENDPAGE_STOP_SECONDS": "5",
            # Full before the warm-up is over: see ``Plan.ended``.
            "ENDPAGE_KEPT_MEGABYTES": "1",
            "ENDPAGE_LOG_LEVEL": "warning",
            **self.plan.settings,
        }

    def _close(self) -> None:
        for place in self.pair.places:
            place.life.ended("at the end")
        for fault in faults_of_memory(self.pair.lives, warm_seconds=self.plan.warm_seconds):
            self.account.blame(fault)
        for name, (first, last) in self.idle_files.items():
            if last > first + MOST_MORE_FILES:
                self.account.blame(f"{name} has {last - first} more files open than at first")
        self.account.close()


@asynccontextmanager
async def _span(plan: Plan) -> AsyncIterator[Span]:
    """The span of a run, which Ctrl-C ends early."""
    span, loop = Span(plan.seconds, least=plan.least_restarts), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, span.cut)
    try:
        yield span
    finally:
        loop.remove_signal_handler(signal.SIGINT)


async def soaked(plan: Plan, *, say: Callable[[str], None] = lambda _: None) -> Soak:
    """A whole run."""
    soak = Soak(plan, say=say)
    await soak.go()
    return soak
