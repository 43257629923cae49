"""Open shares: whether what is shared is open still, as those ask who serve it."""

from __future__ import annotations

from typing import Protocol


class OpenShares(Protocol):
    """The shares there are."""

    async def is_open(self, token: str) -> bool:
        """Whether the share is open now: neither revoked nor over. Raises SourceError."""
        ...


class NoShares:
    """No share is open."""

    async def is_open(self, token: str) -> bool:
        """It is not."""
        del token
        return False
