"""Moments that time zones make awkward: local midnight, and the change of daylight saving time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def last_midnight(before: int, zone: str) -> int:
    """Return the last local midnight in `zone` before the unix time `before`."""
    local = datetime.fromtimestamp(before, ZoneInfo(zone))
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


def last_clock_change(before: int, zone: str) -> int | None:
    """Return when clocks in `zone` last changed before `before`, None when not in two years."""
    late = datetime.fromtimestamp(before, UTC)
    for _ in range(732):
        early = late - timedelta(days=1)
        if _offset(early, zone) != _offset(late, zone):
            return _bisected(int(early.timestamp()), int(late.timestamp()), zone)
        late = early
    return None


def _offset(moment: datetime, zone: str) -> timedelta | None:
    return moment.astimezone(ZoneInfo(zone)).utcoffset()


def _bisected(early: int, late: int, zone: str) -> int:
    offset = _offset(datetime.fromtimestamp(early, UTC), zone)
    while late - early > 1:
        middle = (early + late) // 2
        if _offset(datetime.fromtimestamp(middle, UTC), zone) == offset:
            early = middle
        else:
            late = middle
    return late
