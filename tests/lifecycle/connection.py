"""Connection: one subscription over one connection of its own, whatever the transport.

What is heard is the same for both: updates, then nothing, a failure or a completion. A connection
that ends otherwise is ``Gone``, as it is for an APP.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tests.lifecycle.run import GatewayRun

Transport = Literal["websocket", "sse"]


class Gone(Exception):
    """The connection has ended before the subscription; ``code`` is a WebSocket's close code."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that was said: an update, or that it has failed, or is complete."""

    data: dict[str, Any] | None = None
    errors: list[dict[str, Any]] = field(default_factory=list)
    is_complete: bool = False


class Connection(Protocol):
    """One of them."""

    def heard(self) -> AsyncIterator[Heard]:
        """What is said, up to the completion and no further; raises Gone."""
        ...

    async def is_silent(self) -> bool:
        """Whether nothing more comes after the completion."""
        ...

    def cut(self) -> None:
        """End it without a word, as a lost network does."""
        ...


class Opener(Protocol):
    """Opens a connection and subscribes over it."""

    def __call__(
        self, run: GatewayRun, *, token: str, document: str, session_id: str
    ) -> AbstractAsyncContextManager[Connection]:
        """Raises Gone when it cannot be opened."""
        ...
