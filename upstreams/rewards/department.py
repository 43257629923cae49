"""Rewards as a department."""

from __future__ import annotations

from upstreams.company.sessions import Session
from upstreams.rewards.earned import earned
from upstreams.rewards.trend import trend
from upstreams.rewards.weekly import weekly
from upstreams.service.department import Delays, Department
from upstreams.service.times import string_seconds


def _waits(session: Session, now: float, delays: Delays) -> float | None:
    """Rewards answer at once; what is not there yet is told inside the group."""
    return None


REWARDS = Department(
    name="rewards",
    session_groups={"earned": earned},
    creator_groups={"weekly": weekly, "trend": trend},
    waits=_waits,
    time=string_seconds,
)
