"""Cursor: a place in a list, made of what never changes: when an object was made, and its id."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta

from loaders.errors import BadUserInput

MOST = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TEXT = re.compile(r"([0-9]{1,15}):([A-Za-z0-9_-]{1,64})")
_MOST_CHARACTERS = 120


def cursor_of(at: datetime, identifier: str) -> str:
    """The cursor of an object that was made at ``at`` (UTC, to the millisecond)."""
    text = f"{(at - _EPOCH) // _MILLISECOND}:{identifier}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[datetime, str]:
    """When the object was made, and its id. Raises BadUserInput when it is no cursor of ours."""
    try:
        padded = cursor[:_MOST_CHARACTERS] + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        found = _TEXT.fullmatch(text)
        if found is None:
            raise ValueError("not a place")
        return _EPOCH + int(found[1]) * _MILLISECOND, found[2]
    except (binascii.Error, ValueError, OverflowError):
        raise BadUserInput("This is not a cursor of this list.") from None


def bounded(first: int) -> int:
    """``first``, when a page can be so large. Raises BadUserInput when it cannot."""
    if not 1 <= first <= MOST:
        raise BadUserInput(f"first must be 1 to {MOST}.")
    return first
