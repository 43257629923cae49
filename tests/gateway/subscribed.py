"""Subscribed: one subscriber in simulated time, and all that it was told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from gateway.answer import Answer
from gateway.errors import RequestError
from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from gateway.on_error import OnError
from gateway.subscriber import Subscriber
from gateway.subscriptions import Subscriptions
from loaders.sources import Sources
from loaders.viewer import Viewer
from resolvers.schema import schema
from tests.loaders.database import CREATOR, LIVE, LittleSources
from tests.loaders.simulated_time import now

STATES = """subscription ($id: ID!) { liveSession(sessionId: $id) {
  reason changed isLast fetchAfterMs session { revision state } } }"""
RECORDINGS = """subscription ($id: ID!) { liveSession(sessionId: $id) {
  reason changed isLast session { revision state endPage { recordings {
    status isStale nextRefreshAt replay { state } } } } } }"""

Told = tuple[float, int, str]


@dataclass
class Recorder:
    """A sink that takes everything at once, unless it is told to be slow."""

    answers: list[tuple[float, Answer]] = field(default_factory=list)
    failed: RequestError | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    is_slow: bool = False
    began: float = field(default_factory=now)

    def is_ready(self) -> bool:
        """Whether it takes anything."""
        return not self.is_slow

    def send(self, answer: Answer) -> None:
        """Take one."""
        assert self.is_ready()
        assert not self.ended.is_set()
        self.answers.append((round(now() - self.began, 1), answer))

    def complete(self) -> None:
        """All is told."""
        assert not self.ended.is_set()
        self.ended.set()

    def fail(self, error: RequestError) -> None:
        """It went wrong."""
        assert not self.ended.is_set()
        self.failed = error
        self.ended.set()

    @property
    def updates(self) -> list[dict[str, Any]]:
        """The updates, none of which has an error."""
        assert all(not answer.errors for _, answer in self.answers)
        return [cast("Any", answer.data)["liveSession"] for _, answer in self.answers]

    @property
    def told(self) -> list[Told]:
        """When which revision was told in which state."""
        return [
            (at, update["session"]["revision"], update["session"]["state"])
            for (at, _), update in zip(self.answers, self.updates, strict=True)
        ]


def subscriptions_over(sources: LittleSources, *, follow_seconds: float = 900) -> Subscriptions:
    """All subscriptions of a gateway with these sources."""
    over = cast("Sources", sources)
    engine = Engine(schema=schema, sources=over, development=False)
    return Subscriptions(engine, over, follow_seconds=follow_seconds)


def subscribe(
    subscriptions: Subscriptions,
    sink: Recorder,
    *,
    document: str = STATES,
    creator: str = CREATOR,
    session_id: str = LIVE,
    last_event_id: str | None = None,
    on_error: OnError = OnError.PROPAGATE,
) -> Subscriber:
    """One subscription to one LIVE."""
    return subscriptions.open(
        GraphQLRequest(query=document, variables={"id": session_id}, on_error=on_error),
        viewer=Viewer(creator_id=creator, platform="app", expires_at=None),
        language="en",
        request_id="1",
        sink=sink,
        last_event_id=last_event_id,
    )


@asynccontextmanager
async def subscribed(
    sources: LittleSources, *, follow_seconds: float = 900, **asked: Any
) -> AsyncIterator[tuple[Recorder, Subscriber]]:
    """What the subscriber was told; everything is let go of at the end."""
    subscriptions, sink = subscriptions_over(sources, follow_seconds=follow_seconds), Recorder()
    subscriber = subscribe(subscriptions, sink, **asked)
    try:
        yield sink, subscriber
    finally:
        subscriber.close()
        assert len(subscriptions) == 0
        await subscriptions.close()
        await sources.close()
