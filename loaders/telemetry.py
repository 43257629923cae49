"""Telemetry: what the loaders tell of their calls, to whoever wants to know.

Nobody does by default, and then a call costs that of two functions that do nothing.
"""

from __future__ import annotations

from contextvars import Context
from typing import Any

from loaders.joined_call import JoinedCall


class Telemetry:
    """Hears nothing. Whoever does must neither wait nor raise."""

    def call_begins(self, upstream: str, call: JoinedCall[Any, Any]) -> Context | None:
        """A call is about to leave. The context to make it in; None: that of the caller."""

    def call_ended(
        self, upstream: str, call: JoinedCall[Any, Any], *, outcome: str, now: float
    ) -> None:
        """It has an ``outcome``: a code, or ``OK``. ``now`` in monotonic seconds."""


SILENT = Telemetry()
"""Hears nothing."""
