"""What happened in a LIVE, in the LIVE service's words, and the air time that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# On air begins and ends with these; pauses and lost connections are not air time.
ON_AIR = frozenset({"STARTED", "RESUMED", "RECONNECTED"})
OFF_AIR = frozenset({"PAUSED", "DISCONNECTED", "ENDED", "SUSPENDED"})
CLOSING = frozenset({"ENDED", "SUSPENDED", "CANCELLED"})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `at` in unix seconds, `revision` of the session that it made."""

    kind: str
    at: float
    reason: str | None = None
    revision: int = 0


def air_seconds(events: Sequence[Event], until: float) -> float:
    """Return the seconds on air up to `until`; pauses and disconnections are left out."""
    total, since = 0.0, None
    for event in events:
        if event.at > until:
            break
        if event.kind in ON_AIR and since is None:
            since = event.at
        elif event.kind in OFF_AIR and since is not None:
            total += event.at - since
            since = None
    if since is not None:
        total += max(0.0, until - since)
    return total
