"""Rate limited: what is told of a budget: what is left of it, or that nothing is.

``RateLimit`` and ``RateLimit-Policy`` are those of draft-ietf-httpapi-ratelimit-headers-11. What
their numbers count is the cost of operations, for which the draft has no unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.errors import RequestError

HeaderLines = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a budget stands: ``left`` of ``most`` a minute, which lasts ``seconds`` more."""

    name: str
    most: int
    left: int
    seconds: int
    window_seconds: int

    def lines(self) -> HeaderLines:
        """The headers that say so."""
        policy = f'"{self.name}";q={self.most};w={self.window_seconds};endpage-unit="cost"'
        return (
            (b"ratelimit-policy", policy.encode("ascii")),
            (b"ratelimit", f'"{self.name}";r={self.left};t={self.seconds}'.encode("ascii")),
        )


class RateLimited(RequestError):
    """A budget is spent. ``after`` is in how many seconds there is room for the same again."""

    def __init__(self, message: str, *, after: int, standing: Standing) -> None:
        extensions = {"code": "RATE_LIMITED", "retryAfterMs": after * 1000}
        super().__init__(
            "RATE_LIMITED", message, errors=[{"message": message, "extensions": extensions}]
        )
        self.after = after
        self.standing = standing
        self.http_headers = ((b"retry-after", b"%d" % after),)
