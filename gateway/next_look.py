"""Next look: when something may change that no event tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

from loaders.operation import Operation
from loaders.session_state import SessionState

_MOST_SPREAD = 5.0


class NextLook:
    """When one subscriber's LIVE is to be looked at again.

    Once the LIVE is over that is when a selected panel says that it may change, if that is within
    ``follow_seconds``. What should have come by now is asked for after a second, then after two,
    four and so on, and then every ``poll_seconds``; so is a panel that could not be loaded, but no
    longer than ``follow_seconds`` after the end was told.
    """

    __slots__ = ("_gives_up_at", "_overdue")

    def __init__(self) -> None:
        self._gives_up_at: datetime | None = None
        self._overdue = 0

    def at(
        self,
        operation: Operation,
        derived: SessionState,
        *,
        is_over: bool,
        has_failed: bool,
        follow_seconds: float,
        poll_seconds: float,
    ) -> datetime | None:
        """The moment (UTC), after what ``operation`` has shown; None: nothing will change."""
        if not is_over:
            self._gives_up_at = None
            return derived.turns_at
        now, follow = operation.now, timedelta(seconds=follow_seconds)
        self._gives_up_at = self._gives_up_at or now + follow
        looks = [at for at in operation.next_refreshes.values() if at and at <= now + follow]
        is_overdue = any(at <= now for at in looks) or (has_failed and now < self._gives_up_at)
        self._overdue = self._overdue + 1 if is_overdue else 0
        looks = [at for at in looks if at > now]
        if is_overdue:
            pause = min(2.0 ** (self._overdue - 1), poll_seconds)
            looks.append(now + timedelta(seconds=pause))
        return _spread_out(min(looks), operation) if looks else None


def _spread_out(at: datetime, operation: Operation) -> datetime:
    """A little later than ``at``: the same for all who follow one LIVE, so that they share what is
    read, and different for different ones, so that not all are read at once.
    """
    assert operation.shown is not None
    wait = max((at - operation.now).total_seconds(), 0.0)
    share = crc32(operation.shown[0].id.encode()) / 2**32
    return at + timedelta(seconds=share * min(_MOST_SPREAD, wait / 4))
