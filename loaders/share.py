"""Share: a recording that its creator has put where everybody with the link can watch it."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from enum import Enum

import msgspec

from loaders.playable import is_playable, shown_state
from loaders.recording import Recording

COLLECTION = "shares"
# For so long after its end a share is known to have been one.
KEPT_AFTER = timedelta(days=30)
LONGEST_KEY = 128
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_RANDOM_BYTES = 16
_PROCESSING = "PROCESSING"
_RESTRICTED = "RESTRICTED"


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One share, as it is kept; times in UTC, to the millisecond.

    ``token`` is its name in links and cannot be guessed. ``purge_at``: when it is forgotten.
    """

    token: str = msgspec.field(name="_id")
    creator_id: str
    live_id: str
    recording_id: str
    idempotency_key: str
    is_indexable: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    visits: int = 0
    purge_at: datetime


class ShareState(Enum):
    """Whether a share can be watched, and why it cannot."""

    ACTIVE = "ACTIVE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    RECORDING_GONE = "RECORDING_GONE"
    RECORDING_RESTRICTED = "RECORDING_RESTRICTED"


class ShareRefusal(Enum):
    """Why there is no new share."""

    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    TOO_MANY_SHARES = "TOO_MANY_SHARES"


def new_token() -> str:
    """A token that nobody has had, of 128 random bits."""
    return secrets.token_urlsafe(_RANDOM_BYTES)


def is_token(text: str) -> bool:
    """Whether ``text`` has the form of a token; only then is it worth a look."""
    return _TOKEN.fullmatch(text) is not None


def is_open(share: Share, now: datetime) -> bool:
    """Whether ``share`` itself has not ended at ``now``; its recording may have."""
    return own_state(share, now) is ShareState.ACTIVE


def own_state(share: Share, now: datetime) -> ShareState:
    """The state of ``share`` at ``now`` as far as it can tell by itself."""
    if share.revoked_at is not None:
        return ShareState.REVOKED
    return ShareState.EXPIRED if share.expires_at <= now else ShareState.ACTIVE


def share_state(share: Share, recording: Recording | None, now: datetime) -> ShareState:
    """The state of ``share`` at ``now``. ``recording`` is its own; None: it is not there any more.

    One that is being made anew has not ended: there is nothing to watch for a while.
    """
    state = own_state(share, now)
    if state is not ShareState.ACTIVE:
        return state
    if recording is None or recording.creator_id != share.creator_id:
        return ShareState.RECORDING_GONE
    if recording.state == _RESTRICTED:
        return ShareState.RECORDING_RESTRICTED
    if is_playable(recording, now) or shown_state(recording, now) == _PROCESSING:
        return ShareState.ACTIVE
    return ShareState.RECORDING_GONE
