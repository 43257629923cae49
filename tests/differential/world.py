"""World: what every resolver of the odd schema comes to, from a few numbers that hypothesis draws.

Whatever is asked of it, it says the same each time, so two executors see the same world. What
takes time is let go one by one when nothing else can go on, in an order that is the world's own: so
errors happen in the same order, however many steps an executor takes between two of them.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.differential.quiet import run_in_turns

T = TypeVar("T")


class Mischief(Exception):
    """What a resolver raises on purpose."""


@dataclass(slots=True)
class World:
    """``seed`` is what all hangs on. Of a hundred values ``mischief`` are odd in some way."""

    seed: int
    mischief: int
    called: list[str] = field(default_factory=list)
    _waiting: dict[str, list[asyncio.Future[None]]] = field(default_factory=dict)

    def chance(self, place: str) -> random.Random:
        """The dice of one place, which fall the same each time."""
        return random.Random(f"{self.seed}/{place}")

    async def wait(self, place: str) -> None:
        """Wait until it is this place's turn."""
        self.called.append(place)
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(place, []).append(turn)
        await turn

    async def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What it comes to, when everything that it waits for is let go."""
        return await run_in_turns(coroutine, self._let_one_go)

    def _let_one_go(self) -> None:
        first = min(self._waiting, key=lambda place: self.chance(f"turn/{place}").random())
        for turn in self._waiting.pop(first):
            if not turn.done():
                turn.set_result(None)
