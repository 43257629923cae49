"""Frame rate: how many frames come on one socket, so that a flood of little ones is noticed.

A frame of six bytes costs as much as a long one, so bytes do not bound what a socket costs.
"""

from __future__ import annotations

_SECONDS = 10.0


class FrameRate:
    """The frames of ten seconds."""

    __slots__ = ("_frames", "_until", "is_flood")

    def __init__(self) -> None:
        self._until = 0.0
        self._frames = 0
        self.is_flood = False
        """Whether too many have come, after which nothing counts any more."""

    def add(self, now: float, *, most: int) -> bool:
        """One more has come at ``now`` (seconds). False: that was one too many."""
        if now >= self._until:
            self._until = now + _SECONDS
            self._frames = 0
        self._frames += 1
        self.is_flood = self.is_flood or self._frames > most
        return not self.is_flood
