"""Subscriptions of the real ones' face, for tests of the transports: the query says what comes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from gateway.answer import Answer
from gateway.errors import RequestError
from gateway.graphql_request import GraphQLRequest
from gateway.sink import Sink
from loaders.viewer import Viewer


@dataclass(slots=True, eq=False)
class FakeSubscriber:
    """One subscription. What cannot be sent is kept, the newest alone, until it can be."""

    request: GraphQLRequest
    viewer: Viewer
    language: str
    request_id: str
    sink: Sink
    last_event_id: str | None
    resumed: int = 0
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    kept: Answer | None = None

    def tell(self, told: int | dict[str, Any], event_id: str | None = None, **data: Any) -> bool:
        """Tell of that tick, or of that data; gives whether it could be sent at once."""
        told = {"tick": told, **data} if isinstance(told, int) else told
        self.kept = Answer(data=told, event_id=event_id)
        self._send()
        return self.kept is None

    def resume(self) -> None:
        self.resumed += 1
        self._send()

    def close(self) -> None:
        self.closed.set()

    def _send(self) -> None:
        if self.kept is not None and self.sink.is_ready():
            answer, self.kept = self.kept, None
            self.sink.send(answer)


class FakeSubscriptions:
    """``tick`` is told twice and completed, ``quiet`` never, ``two`` twice with ids and left open;
    others are told once, and then as the test likes.
    """

    def __init__(self) -> None:
        self.opened: list[FakeSubscriber] = []
        self._news = asyncio.Event()
        self._taken = 0

    def forget(self) -> None:
        """Whatever was opened so far."""
        self.opened.clear()
        self._taken = 0

    async def next_opened(self) -> FakeSubscriber:
        """The next one that is opened."""
        async with asyncio.timeout(10):
            while len(self.opened) <= self._taken:
                self._news.clear()
                await self._news.wait()
        self._taken += 1
        return self.opened[self._taken - 1]

    def open(
        self,
        request: GraphQLRequest,
        *,
        viewer: Viewer,
        language: str,
        request_id: str,
        sink: Sink,
        last_event_id: str | None = None,
    ) -> FakeSubscriber:
        """What the query says."""
        match request.query:
            case "subscription { refused }":
                raise RequestError("BAD_USER_INPUT", "It cannot be subscribed to.")
            case "subscription { invalid }":
                raise RequestError("GRAPHQL_VALIDATION_FAILED", "No such field.")
            case "subscription { boom }":
                raise RuntimeError("the password is swordfish")
        opened = FakeSubscriber(request, viewer, language, request_id, sink, last_event_id)
        self.opened.append(opened)
        self._news.set()
        match request.query:
            case "subscription { quiet }":
                pass
            case "subscription { two }":
                sink.send(Answer(data={"tick": 1}, event_id="e1"))
                opened.kept = Answer(data={"tick": 2}, event_id="e2")
            case "subscription { fails }":
                sink.fail(RequestError("BAD_USER_INPUT", "No such session."))
            case "subscription { breaks }":
                sink.fail(RequestError("INTERNAL", "Something unexpected went wrong."))
            case _:
                asyncio.get_running_loop().call_soon(self._begin, opened)
        return opened

    def _begin(self, subscriber: FakeSubscriber) -> None:
        subscriber.tell(1)
        if subscriber.request.query == "subscription { tick }":
            subscriber.tell(2)
            subscriber.sink.complete()
