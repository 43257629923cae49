"""Following: what an operation tells whoever will run it again when something has changed."""

from __future__ import annotations

from typing import Protocol


class Following(Protocol):
    """A subscription, as the operation of one of its updates sees it."""

    async def follow(self, session_id: str) -> None:
        """Hear of every change of this LIVE from now on.

        To be awaited before the LIVE is read, so that nothing falls between the two.
        """
        ...
