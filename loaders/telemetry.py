"""Telemetry: what the loaders tell of calls and reads, to whoever wants to know.

Nobody does by default, and then an event costs the call of a function that does nothing.
"""

from __future__ import annotations

from contextvars import Context
from typing import Any

from loaders.joined_call import JoinedCall

FRESH, STALE, STANDS_IN, ASKED = "fresh", "stale", "stands_in", "asked"
"""How a key was answered: as it is, while a newer answer is fetched, because none can be had; or
it was not, and is asked for.
"""


class Telemetry:
    """Hears nothing. Whoever does must neither wait nor raise."""

    def call_begins(self, upstream: str, call: JoinedCall[Any, Any]) -> Context | None:
        """A call is about to leave. The context to make it in; None: that of the caller."""

    def call_ended(
        self, upstream: str, call: JoinedCall[Any, Any], *, outcome: str, now: float
    ) -> None:
        """It has an ``outcome``: a code, or ``OK``. ``now`` in monotonic seconds."""

    def has_read(self, upstream: str, state: str, keys: int = 1) -> None:
        """So many keys were answered in that way."""


SILENT = Telemetry()
"""Hears nothing."""
