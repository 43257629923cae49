"""The calls that a service was asked, so that a test can count them and read their keys."""

from __future__ import annotations

from collections import deque
from typing import Any

from upstreams.service.reading import Read

_REMEMBERED_CALLS = 1000


class Calls:
    """How many reads there were since the last clearing, and the newest 1,000 of them."""

    def __init__(self) -> None:
        self.count = 0
        self._recent: deque[dict[str, Any]] = deque(maxlen=_REMEMBERED_CALLS)

    def record(self, read: Read, headers: dict[str, str]) -> None:
        """Record one read with the headers that matter."""
        self.count += 1
        self._recent.append(
            {
                "sessions": [
                    {
                        "live_id": key.live_id,
                        "on_behalf_of": key.on_behalf_of,
                        "language": key.language,
                        "groups": list(key.groups),
                    }
                    for key in read.sessions
                ],
                "creators": [
                    {
                        "creator_id": key.creator_id,
                        "on_behalf_of": key.on_behalf_of,
                        "language": key.language,
                        "groups": list(key.groups),
                    }
                    for key in read.creators
                ],
                "request_id": headers.get("x-request-id"),
                "time_left_ms": headers.get("x-time-left-ms"),
            }
        )

    def clear(self) -> None:
        """Forget everything."""
        self.count = 0
        self._recent.clear()

    def told(self) -> dict[str, Any]:
        """Return the count and the remembered calls, oldest first."""
        return {"count": self.count, "calls": list(self._recent)}
