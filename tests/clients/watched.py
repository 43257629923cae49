"""Watched: a LIVE that a test makes begin and end, while an APP of its creator watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.app.product import OPERATIONS, Product
from tests.clients.app import App


@dataclass(frozen=True, slots=True)
class Watched:
    """The session, and the kind by which the company knows its creator."""

    product: Product
    kind: str
    session: str

    async def by(
        self,
        app: App,
        *,
        url: str | None = None,
        document: str = OPERATIONS["LiveTransition"],
        **claims: Any,
    ) -> None:
        """The APP watches it, and has heard that it is LIVE.

        ``claims`` are of its token; it is made when the APP is ready, so that it is not old.
        """
        await app.told("ready")
        url = url or self.product.gateway.url
        await app.watch(url, self.token(**claims), document, sessionId=self.session)
        await app.state("LIVE")

    def token(self, **claims: Any) -> str:
        """A token of its creator."""
        return self.product.token(self.kind, **claims)

    def end(self) -> None:
        """It ends."""
        self.product.live.end(self.session)
