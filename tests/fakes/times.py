"""One afternoon that all tests of the inner rings play on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

STARTED_AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
ENDED_AT = STARTED_AT + timedelta(hours=1)
COUNTED_AT = ENDED_AT + timedelta(minutes=1)
NOW = ENDED_AT + timedelta(minutes=10)
SOON = NOW + timedelta(minutes=1)


def unix(moment: datetime) -> str:
    """``moment`` as shop analytics and rewards write it: seconds, in digits."""
    return str(int(moment.timestamp()))


def wire(moment: datetime) -> str:
    """``moment`` as the gateway's clients read it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
