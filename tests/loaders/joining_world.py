"""Joining world: an upstream that follows a script, and who asks it, in simulated time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.asking import Asking
from loaders.errors import (
    SourceBadAnswer,
    SourceForbidden,
    SourceUnavailable,
)
from loaders.joining import Joining
from loaders.names import SHOP
from tests.loaders.hand_driven import HandDriven, HeldCall, Said, Spoken, asking
from tests.loaders.joined import MEDIAN, SLOTS, joining
from tests.loaders.simulated_time import now

MOST_CALLS, MOST_KEYS = 4, 3
# Timers of the loop are exact to a few milliseconds.
EXACT = 0.006


@dataclass(frozen=True)
class Step:
    """Somebody who comes after ``pause``, asks for ``keys``, and may leave after ``stays``."""

    pause: float
    keys: tuple[str, ...]
    budget_ms: int
    stays: float | None
    is_told: bool


@dataclass(frozen=True)
class Ending:
    """How a call ends: after ``seconds`` (None: never by itself), and as what."""

    seconds: float | None
    kind: str


@dataclass
class Asker:
    """Somebody, from when to when they waited, and what they were told (None: they left)."""

    step: Step
    asked: Asking
    came_at: float
    left_at: float = 0.0
    found: dict[str, Spoken] | None = None


class World:
    """An upstream that follows ``endings``, and who asks it by ``steps``."""

    def __init__(self, endings: Sequence[Ending]) -> None:
        self._endings = endings
        self.errors: dict[int, Exception] = {}
        self.upstream = HandDriven(self._begin)
        self.joined: Joining[str, Said] = joining(
            self.upstream, most_calls=MOST_CALLS, most_keys=MOST_KEYS
        )
        self.askers: list[Asker] = []
        self.limits_held = True

    async def run(self, steps: Sequence[Step]) -> None:
        """Everybody comes, waits and goes; then a little time passes."""
        tasks = []
        for step in steps:
            if step.pause:
                await asyncio.sleep(step.pause)
            asked = asking(budget_ms=step.budget_ms, not_before=now() if step.is_told else None)
            asker = Asker(step, asked, came_at=now())
            self.askers.append(asker)
            tasks.append(asyncio.create_task(self._ask(asker)))
            if step.stays is not None:
                asyncio.get_running_loop().call_later(step.stays, tasks[-1].cancel)
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(EXACT)

    async def _ask(self, asker: Asker) -> None:
        try:
            asker.found = await self.joined.read(asker.asked, asker.step.keys)
        finally:
            asker.left_at = now()

    def _begin(self, call: HeldCall) -> None:
        self._limits_hold(call)
        ending = self._endings[call.number % len(self._endings)]
        if ending.seconds is not None:
            asyncio.get_running_loop().call_later(ending.seconds, self._end, call, ending.kind)

    def _limits_hold(self, call: HeldCall) -> None:
        running = len(self.upstream.running)
        is_late = min(self._came_at(key) for key in call.keys) <= now() - MEDIAN + EXACT
        self.limits_held &= running <= MOST_CALLS and (running <= SLOTS or is_late)
        self.limits_held &= len(set(call.keys)) == len(call.keys) <= MOST_KEYS

    def _came_at(self, key: str) -> float:
        """When the first of those came who wait for ``key`` now, or did so just before."""
        just_before = now() - MEDIAN
        return min(
            asker.came_at
            for asker in self.askers
            if key in asker.step.keys and (not asker.left_at or asker.left_at >= just_before)
        )

    def _end(self, call: HeldCall, kind: str) -> None:
        unavailable, bad = SourceUnavailable(upstream=SHOP), SourceBadAnswer("", upstream=SHOP)
        whole = {"unavailable": unavailable, "bad": bad, "unexpected": ZeroDivisionError()}
        if kind in whole:
            self.errors[call.number] = whole[kind]
            call.fail(whole[kind])
        elif kind == "one bad key":
            forbidden = SourceForbidden(upstream=SHOP)
            self.errors[call.number] = forbidden
            call.answer(**{call.keys[0]: forbidden})
        else:
            call.answer()
