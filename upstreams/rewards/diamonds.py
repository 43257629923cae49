"""Diamonds of a LIVE: zero in most shoppable ones, and a very long tail."""

from __future__ import annotations

from upstreams.company.sessions import Session

# A drawn total is what an hour on air brings; a shorter LIVE has had less of it.
_FULL_AFTER_SECONDS = 3600.0


def diamonds(session: Session, now: float) -> int:
    """Return the diamonds received up to `now`; they never fall while the LIVE runs."""
    forced = session.stratum is not None and session.stratum.highlights is not None
    if session.is_practice or (not forced and session.dice.chance("no diamonds", 0.6)):
        return 0
    total = session.dice.lognormal("diamonds", median=40, sigma=2.0, low=1, high=500_000)
    return int(total * min(1.0, session.air_seconds(now) / _FULL_AFTER_SECONDS))
