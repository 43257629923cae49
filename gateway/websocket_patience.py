"""WebSocket patience: how long a socket waits for its client, and what is done then."""

from __future__ import annotations

from enum import Enum, auto

from gateway.settings import Settings

CLOSE_SECONDS = 5.0
"""How long a client has to answer a close frame, or to take what was sent before it."""


class Verdict(Enum):
    """What is to be done about a client."""

    WAIT = auto()
    PING = auto()
    SILENT = auto()
    STALLED = auto()
    GIVE_UP = auto()


class Patience:
    """What was last known of the client. All times are those of the event loop, in seconds."""

    __slots__ = ("_closing_since", "_heard_at", "_paused_since", "_pinged_at")

    def __init__(self, now: float) -> None:
        self._heard_at = now
        self._pinged_at: float | None = None
        self._paused_since: float | None = None
        self._closing_since: float | None = None

    @property
    def is_paused(self) -> bool:
        """Whether the client does not keep up with what it is sent."""
        return self._paused_since is not None

    @property
    def is_closing(self) -> bool:
        """Whether nothing more is said to it."""
        return self._closing_since is not None

    def heard(self, now: float) -> None:
        """It has sent something, a pong for one."""
        self._heard_at = now
        self._pinged_at = None

    def pause(self, now: float) -> None:
        """It does not keep up."""
        self._paused_since = now

    def resume(self, now: float) -> None:
        """It has caught up, which is a sign of life."""
        self._paused_since = None
        self.heard(now)

    def close(self, now: float) -> None:
        """Nothing more is said to it."""
        if self._closing_since is None:
            self._closing_since = now

    def due(self, settings: Settings) -> float:
        """When to ask for the verdict again, unless something happens before."""
        if self._closing_since is not None:
            return self._closing_since + CLOSE_SECONDS
        if self._paused_since is not None:
            return self._paused_since + settings.stall_seconds
        if self._pinged_at is not None:
            return self._pinged_at + settings.keep_alive_seconds
        return self._heard_at + settings.keep_alive_seconds

    def verdict(self, now: float, settings: Settings) -> Verdict:
        """What is to be done now. After ``PING`` the client has as long again to be heard of."""
        if now < self.due(settings):
            return Verdict.WAIT
        if self._closing_since is not None:
            return Verdict.GIVE_UP
        if self._paused_since is not None:
            return Verdict.STALLED
        if self._pinged_at is not None:
            return Verdict.SILENT
        self._pinged_at = now
        return Verdict.PING
