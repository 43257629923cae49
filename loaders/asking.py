"""Asking: what a source is told about who asks: how long they can wait, and where to record it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from loaders.deadline import Deadline


class Waiting(Protocol):
    """Something that is waited for, and that need not be."""

    def leave(self) -> None:
        """Nobody waits for it any more."""
        ...


@dataclass(frozen=True, slots=True)
class UpstreamCall:
    """One call that an operation took part in; ``ms`` is its wall time, ``outcome`` a code."""

    upstream: str
    keys: int
    ms: float
    outcome: str


class Asking:
    """The request id, the deadline, the record of calls, and what is being waited for."""

    def __init__(self, *, request_id: str, deadline: Deadline) -> None:
        self.request_id = request_id
        self.deadline = deadline
        self.calls: list[UpstreamCall] = []
        self.waiting: set[Waiting] = set()

    def close(self) -> None:
        """Let go of every read that is still under way: nobody waits for it any more."""
        for waiting in list(self.waiting):
            waiting.leave()
