"""Trace: what a developer wants to know of an operation beside its calls; others keep none."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KeptRead:
    """One key that was answered from what had been read ``age`` seconds before, without a call."""

    upstream: str
    age: float
    is_stale: bool


@dataclass(slots=True)
class Trace:
    """When the operation began (monotonic seconds), and what it was told without a call."""

    began_at: float
    kept: list[KeptRead] = field(default_factory=list)
