"""The journey as a department; it writes times as whole numbers, unlike the others."""

from __future__ import annotations

from upstreams.company.sessions import Session
from upstreams.journey.goals import goals
from upstreams.journey.level import level
from upstreams.journey.milestones import milestones
from upstreams.journey.opportunities import opportunities
from upstreams.journey.progress import progress
from upstreams.service.department import Delays, Department
from upstreams.service.times import whole_seconds


def _waits(session: Session, now: float, delays: Delays) -> float | None:
    """The journey answers at once."""
    return None


JOURNEY = Department(
    name="journey",
    session_groups={"progress": progress},
    historical_groups=frozenset({"progress"}),
    creator_groups={
        "level": level,
        "milestones": milestones,
        "goals": goals,
        "opportunities": opportunities,
    },
    waits=_waits,
    time=whole_seconds,
)
