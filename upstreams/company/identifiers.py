"""Identifiers of the platform: 19 digits, strings, and readable back into what they stand for.

68 creators · 72 seeded sessions · 73 simulated sessions · 75 and 76 their recordings · 17 products.
They are larger than 2^53 on purpose: who reads one as a double gets another one's number.
"""

from __future__ import annotations

import secrets
import time

SESSIONS_PER_CREATOR = 1000
RECORDINGS_PER_SESSION = 100


def creator_id(index: int) -> str:
    """Return the id of the creator with this index, counted from zero."""
    return f"68{index:017d}"


def creator_index(identifier: str) -> int | None:
    """Return the index of a creator's id, or None when it is not one."""
    return _tail(identifier, prefix="68")


def session_id(index: int, number: int) -> str:
    """Return the id of a seeded session: a creator's index and the session's number, from 1."""
    return f"72{index * SESSIONS_PER_CREATOR + number:017d}"


def session_position(identifier: str) -> tuple[int, int] | None:
    """Return (creator index, session number) of a seeded session's id, or None."""
    tail = _tail(identifier, prefix="72")
    return None if tail is None else divmod(tail, SESSIONS_PER_CREATOR)


def is_simulated(identifier: str) -> bool:
    """Return whether this is the id of a session that the simulator started."""
    return _tail(identifier, prefix="73") is not None


def new_session_id() -> str:
    """Return an id for a session that starts now: milliseconds and four random digits."""
    return f"73{int(time.time() * 1000):013d}{secrets.randbelow(10_000):04d}"


def recording_id(session: str, position: int) -> str:
    """Return the id of a session's recording: 0 is the replay, highlights count from 1."""
    if session.startswith("72"):
        return f"75{int(session[2:]) * RECORDINGS_PER_SESSION + position:017d}"
    return f"76{session[4:]}{position:02d}"


def _tail(identifier: str, *, prefix: str) -> int | None:
    wellformed = len(identifier) == 19 and identifier.isascii() and identifier.isdigit()
    return int(identifier[2:]) if wellformed and identifier.startswith(prefix) else None
