"""Ending crowd: how many LIVEs end at this moment, and so how long to wait with a query."""

from __future__ import annotations

import random
from collections import OrderedDict
from datetime import UTC, datetime, timedelta

from loaders.session import Session

_RECENT = timedelta(seconds=10)
# What a page and the news of its LIVE's end take of the processor, with all that runs beside them.
_PAGE = timedelta(milliseconds=6)
_MOST = timedelta(seconds=10)
_MILLISECOND = timedelta(milliseconds=1)


class EndingCrowd:
    """The LIVEs whose end was told in the last seconds, and when it is the turn of each one's page.

    Pages have their turns one after the other, so they are asked for no faster than they can be
    made. All who are told of one LIVE have the same turn: its page is read once for all of them.
    """

    def __init__(self) -> None:
        self._turns: OrderedDict[str, datetime] = OrderedDict()
        self._next_turn = datetime.min.replace(tzinfo=UTC)

    def fetch_after_ms(self, session: Session, ended_at: datetime | None, now: datetime) -> int:
        """How many milliseconds somebody had better wait who is told now that it ended at
        ``ended_at`` (None: it is no end). Whose turn is too far away comes at random instead.
        """
        if ended_at is None or ended_at < now - _RECENT:
            return 0
        turn = self._turns.get(session.id) or self._take_turn(session.id, now)
        if turn > now + _MOST:
            return random.randint(0, _MOST // _MILLISECOND)
        return max(turn - now, timedelta()) // _MILLISECOND

    def _take_turn(self, session_id: str, now: datetime) -> datetime:
        turn = max(self._next_turn, now)
        self._next_turn = turn + _PAGE
        self._turns[session_id] = turn
        while next(iter(self._turns.values())) < now - _RECENT:
            self._turns.popitem(last=False)
        return turn
