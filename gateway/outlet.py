"""Outlet: the place for one answer between a subscription and a transport that writes when it can.

An answer that is being written still fills it. So while a reader is slow nothing queues up, and
what it is told next is how things are then, not how they were when it got stuck.
"""

from __future__ import annotations

from collections.abc import Callable

from gateway.answer import Answer
from gateway.errors import RequestError
from gateway.sink import Subscription


class Outlet:
    """A sink of one answer. ``on_news`` is called when there is something to take."""

    __slots__ = ("_answer", "_error", "_is_over", "_is_ready", "_on_news", "_subscriber")

    def __init__(self, on_news: Callable[[], None]) -> None:
        self._on_news = on_news
        self._answer: Answer | None = None
        self._error: RequestError | None = None
        self._is_over = False
        self._is_ready = True
        self._subscriber: Subscription | None = None

    def follow(self, subscriber: Subscription) -> None:
        """Whose answers these are: told when there is room, and when nobody reads any more."""
        self._subscriber = subscriber

    def is_ready(self) -> bool:
        """Whether there is room for an answer."""
        return self._is_ready

    def send(self, answer: Answer) -> None:
        """Put an answer in; called only when there is room."""
        self._answer = answer
        self._is_ready = False
        self._on_news()

    def complete(self) -> None:
        """Nothing more will come; what is in it is still taken."""
        self._is_over = True
        self._is_ready = False
        self._on_news()

    def fail(self, error: RequestError) -> None:
        """It could not be begun, or could not go on; what is in it is still taken."""
        self._error = error
        self.complete()

    @property
    def has_news(self) -> bool:
        """Whether ``take_answer`` has something to tell."""
        return self._answer is not None or self._is_over

    @property
    def has_only_its_end(self) -> bool:
        """Whether nothing is left to tell but that nothing more will come."""
        return self._is_over and self._answer is None and self._error is None

    def take_answer(self) -> Answer | None:
        """The answer, or None when nothing more will come; only when there is news.

        Raises RequestError when it failed.
        """
        answer, self._answer = self._answer, None
        if answer is None and self._error is not None:
            raise self._error
        return answer

    def make_room(self) -> None:
        """What was taken has been written: the subscription may send how things are by now."""
        if self._is_ready or self.has_news:
            return
        self._is_ready = True
        if self._subscriber is not None:
            self._subscriber.resume()

    def close(self) -> None:
        """Nobody reads any more: the subscription is let go of."""
        self._is_ready = False
        subscriber, self._subscriber = self._subscriber, None
        if subscriber is not None:
            subscriber.close()
