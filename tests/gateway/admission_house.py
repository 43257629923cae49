"""Operations that come to an admission, run for a while, and remember what became of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from gateway.admission import Admission, Overloaded
from gateway.priority import Priority

OPERATIONS, QUEUE, WAIT_MS = 2, 3, 500


async def never_idle() -> bool:
    return False


async def always_idle() -> bool:
    return True


def admission(**changes: Any) -> Admission:
    given_ = {"operations": OPERATIONS, "queue": QUEUE, "wait_ms": WAIT_MS, "is_idle": never_idle}
    return Admission(**{**given_, **changes})


@dataclass
class House:
    """Operations that come to one admission, and what became of each."""

    admission: Admission
    began: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    most_running: int = 0
    most_inside: int = 0

    async def come(
        self, name: str, priority: Priority, *, seconds: float = 1.0, patience_ms: int = 10_000
    ) -> None:
        """One operation from its arrival to its end."""
        try:
            async with self.admission.turn(priority, patience_ms=patience_ms):
                self.began.append(name)
                self.most_running = max(self.most_running, self.admission.running)
                inside = self.admission.running + self.admission.waiting
                self.most_inside = max(self.most_inside, inside)
                await asyncio.sleep(seconds)
                self.ended.append(name)
        except Overloaded:
            self.refused.append(name)
