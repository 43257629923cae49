"""Log sample: of which operations that went well there is a line in the log."""

from __future__ import annotations


class LogSample:
    """Of every ``1 / ratio`` successes the first one is written, so that none are bunched."""

    __slots__ = ("_due", "_ratio")

    def __init__(self, ratio: float) -> None:
        """``ratio``: 0 writes none of them, 1 all."""
        self._ratio = ratio
        self._due = 1.0 - ratio if ratio else 0.0

    def takes(self) -> bool:
        """Whether this one is written."""
        self._due += self._ratio
        # Tenths do not add up to one: what is so near is meant to be.
        if self._due < 1.0 - 1e-9:
            return False
        self._due -= 1.0
        return True
