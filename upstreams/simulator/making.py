"""Making: the recordings of one LIVE as they come about: highlights first, and the replay."""

from __future__ import annotations

import math
from dataclasses import dataclass

from upstreams.simulator.live_service import Document
from upstreams.simulator.recordings_service import (
    FIRST_HIGHLIGHT_SECONDS,
    HIGHLIGHT_EVERY_SECONDS,
    PROCESSING_SECONDS,
    RecordingsService,
)

_NEVER = math.inf


@dataclass(slots=True)
class Making:
    """What is due next, in unix seconds. One that is done stays known, with nothing due."""

    session: Document
    replay_at: float
    highlight_at: float
    highlights: int = 0

    @classmethod
    def begun(cls, session: Document, now: float) -> Making:
        """Of a LIVE that has just ended."""
        return cls(session, now + PROCESSING_SECONDS, now + FIRST_HIGHLIGHT_SECONDS)

    def go_on(self, recordings: RecordingsService, now: float) -> None:
        """Do what is due."""
        if self.highlight_at <= now:
            has_more = recordings.add_highlight(self.session, self.highlights + 1)
            self.highlights += has_more
            self.highlight_at = now + HIGHLIGHT_EVERY_SECONDS if has_more else _NEVER
        if self.replay_at <= now:
            recordings.finish(self.session)
            self.replay_at = _NEVER
