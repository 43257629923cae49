"""Recording lives: which LIVE a recording is of, since its deletion no longer says so."""

from __future__ import annotations

from collections import OrderedDict


class RecordingLives:
    """The LIVEs of the recordings that were seen last, at most ``most`` of them."""

    def __init__(self, *, most: int = 50_000) -> None:
        self._most = most
        self._lives: OrderedDict[str, str] = OrderedDict()

    def __len__(self) -> int:
        return len(self._lives)

    def learn(self, recording_id: str, live_id: str) -> str | None:
        """The recording is of this LIVE; returned is the one that it was known to be of so far."""
        known = self._lives.get(recording_id)
        self._lives[recording_id] = live_id
        self._lives.move_to_end(recording_id)
        if len(self._lives) > self._most:
            self._lives.popitem(last=False)
        return known

    def of(self, recording_id: str) -> str | None:
        """The LIVE of a recording, None where it is not known."""
        return self._lives.get(recording_id)
