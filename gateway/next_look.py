"""Next look: when something may change that no event tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

from loaders.operation import Operation

_MOST_SPREAD = 5.0


class NextLook:
    """When one subscriber's LIVE is to be looked at again.

    Once the LIVE is over that is when a selected panel says that it may change, if that is within
    ``follow_seconds``. What should have come by now is asked for after a second, then after two,
    four and so on, and then every ``poll_seconds``; so is a panel that could not be loaded, but no
    longer than ``follow_seconds`` after the end was told.
    """

    __slots__ = ("_gives_up_at", "_pause")

    def __init__(self) -> None:
        self._gives_up_at: datetime | None = None
        # The seconds that were waited last for what is overdue; 0: nothing was.
        self._pause = 0.0

    def at(
        self, operation: Operation, *, is_over: bool, has_failed: bool, follow_seconds: float
    ) -> datetime | None:
        """The moment (UTC), after what ``operation`` has shown; None: nothing will change."""
        assert operation.shown is not None
        session, derived = operation.shown
        if not is_over:
            self._gives_up_at = None
            return derived.turns_at
        now, follow = operation.now, timedelta(seconds=follow_seconds)
        self._gives_up_at = self._gives_up_at or now + follow
        looks = [at for at in operation.next_refreshes.values() if at and at <= now + follow]
        is_overdue = any(at <= now for at in looks) or (has_failed and now < self._gives_up_at)
        looks = [at for at in looks if at > now]
        poll = operation.sources.lifecycle.poll
        self._pause = min(2 * self._pause or 1.0, poll) if is_overdue else 0.0
        if is_overdue:
            looks.append(now + timedelta(seconds=self._pause))
        return _spread_out(min(looks), now, session.id) if looks else None


def _spread_out(at: datetime, now: datetime, session_id: str) -> datetime:
    """A little later than ``at``: the same for all who follow one LIVE, so that they share what is
    read, and different for different ones, so that not all are read at once.
    """
    share = crc32(session_id.encode()) / 2**32
    return at + share * min(timedelta(seconds=_MOST_SPREAD), (at - now) / 4)
