"""Sink: where the answers of a subscription go, and the subscription as its sink sees it."""

from __future__ import annotations

from typing import Protocol

from gateway.answer import Answer
from gateway.errors import RequestError


class Sink(Protocol):
    """A transport's view of one subscription. Nothing here waits.

    After ``complete`` or ``fail`` nothing more is called.
    """

    def is_ready(self) -> bool:
        """Whether it can take an answer now. When it has become ready again it says so to the
        subscription, by ``Subscription.resume``.
        """
        ...

    def send(self, answer: Answer) -> None:
        """Send one answer; called only when it is ready."""
        ...

    def complete(self) -> None:
        """Nothing more will come."""
        ...

    def fail(self, error: RequestError) -> None:
        """It could not be begun, or could not go on."""
        ...


class Subscription(Protocol):
    """One subscription, as its transport sees it."""

    def resume(self) -> None:
        """The sink is ready again: what has come meanwhile is sent, as it is by now."""
        ...

    def close(self) -> None:
        """The client has left, or wants no more: nothing more is sent, work is let go of."""
        ...
