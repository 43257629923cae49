"""Look-up: from a token to what may be shown, or to why nothing may. In reading order: has this
network looked often enough, is it a token at all, is there such a share, has it ended, and is its
recording still there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from gateway.allowance import Allowance
from gateway.coming_back import coming_back_ms
from gateway.settings import Settings
from gateway.share_page.words import Notice
from loaders.asking import Asking
from loaders.deadline import Deadline
from loaders.errors import KnownError
from loaders.recording import Recording
from loaders.share import Share, ShareState, is_token, own_state, share_state
from loaders.shares import Shares
from loaders.storage import Storage

FindRecording = Callable[[Asking, str], Awaitable[Recording | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What the pages read: shares, where files are, the clock (UTC), and a recording by its id.

    ``recording`` gives None where there is none, and raises KnownError when it cannot be read.
    """

    shares: Shares
    storage: Storage
    recording: FindRecording
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Found:
    """A share that is open, and its recording, as they are ``now`` (UTC)."""

    share: Share
    recording: Recording
    now: datetime


@dataclass(frozen=True, slots=True)
class Nothing:
    """That nothing may be shown, and after how many seconds coming back makes sense, if it does."""

    notice: Notice
    retry_after: int | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return _STATUS.get(self.notice, 410)


_STATUS = {Notice.UNKNOWN: 404, Notice.TOO_MANY: 429, Notice.AWAY: 503}
_ENDED = {
    ShareState.REVOKED: Notice.REVOKED,
    ShareState.EXPIRED: Notice.EXPIRED,
    ShareState.RECORDING_GONE: Notice.RECORDING_GONE,
    ShareState.RECORDING_RESTRICTED: Notice.RECORDING_RESTRICTED,
}


class Lookup:
    """The one way to a share for who has nothing but its link."""

    def __init__(self, settings: Settings) -> None:
        self._operation_ms = settings.operation_ms
        self._views = Allowance(settings.share_visits_per_minute)
        self._misses = Allowance(settings.share_misses_per_minute)

    async def find(
        self, behind: Behind, token: str, *, address: str, request_id: str
    ) -> Found | Nothing:
        """What may be shown to who comes from ``address``. Raises nothing that is known."""
        if not self._views.take(address):
            return Nothing(Notice.TOO_MANY, self._views.seconds_until(address))
        if not is_token(token):
            return Nothing(Notice.UNKNOWN)
        # Before the look-up, and whatever it would find: who tries tokens is not to learn which.
        if not self._misses.has_left(address):
            return Nothing(Notice.TOO_MANY, self._misses.seconds_until(address))
        asking = Asking(request_id=request_id, deadline=Deadline(self._operation_ms))
        try:
            share = await behind.shares.by_token(asking, token)
            if share is None:
                self._misses.take(address)
                return Nothing(Notice.UNKNOWN)
            return await _shown(behind, asking, share)
        except KnownError:
            return Nothing(Notice.AWAY, -(-coming_back_ms() // 1000))


async def _shown(behind: Behind, asking: Asking, share: Share) -> Found | Nothing:
    now = behind.now()
    state = own_state(share, now)
    recording = None
    if state is ShareState.ACTIVE:
        recording = await behind.recording(asking, share.recording_id)
        state = share_state(share, recording, now)
    if recording is None or state is not ShareState.ACTIVE:
        return Nothing(_ENDED[state])
    return Found(share, recording, now)
