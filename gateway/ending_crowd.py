"""Ending crowd: how many LIVEs end at this moment, and so how long to wait with a query."""

from __future__ import annotations

import random
from collections import OrderedDict
from datetime import datetime, timedelta

from loaders.session import Session

_RECENT = timedelta(seconds=10)
_MS_A_PAGE = 10
_MOST_MS = 10_000


class EndingCrowd:
    """The LIVEs whose end was told in the last seconds, each once however many were told."""

    def __init__(self) -> None:
        self._told: OrderedDict[str, datetime] = OrderedDict()

    def fetch_after_ms(self, session: Session, ended_at: datetime | None, now: datetime) -> int:
        """How many milliseconds somebody had better wait who is told now that it ended at
        ``ended_at`` (None: it is no end). At random, from a range that grows with the crowd.
        """
        if ended_at is None or ended_at < now - _RECENT:
            return 0
        self._told[session.id] = now
        self._told.move_to_end(session.id)
        while next(iter(self._told.values())) < now - _RECENT:
            self._told.popitem(last=False)
        return random.randint(0, min(len(self._told) * _MS_A_PAGE, _MOST_MS))
