"""Keys and askers, short to write."""

from __future__ import annotations

from loaders.asking import Asking
from loaders.deadline import Deadline
from loaders.keys import Key, Part
from tests.fakes.documents import CREATOR, live_id


def session_key(number: int, *groups: str, language: str = "en", creator: str = CREATOR) -> Key:
    """What is asked about one LIVE."""
    return Key(Part.SESSION, live_id(number), creator, language, frozenset(groups))


def creator_key(creator: str = CREATOR, *groups: str) -> Key:
    """What is asked about a creator."""
    return Key(Part.CREATOR, creator, creator, "en", frozenset(groups))


def asking(request_id: str = "request-1", *, budget_ms: int = 60_000) -> Asking:
    """Somebody who asks, with a minute's time."""
    return Asking(request_id=request_id, deadline=Deadline(budget_ms))
