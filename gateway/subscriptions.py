"""Subscriptions: all of a process, what lives with them, and who is worked for next."""

from __future__ import annotations

from datetime import datetime

from gateway.ending_crowd import EndingCrowd
from gateway.errors import RequestError
from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from gateway.line import Line
from gateway.sink import Sink
from gateway.subscriber import Subscriber
from gateway.telemetry.telemetry import SILENT, Telemetry
from loaders.changes import Changes
from loaders.operation import Operation
from loaders.sources import Sources
from loaders.viewer import Viewer

# They wait for their sources most of the time, and the more of them wait, the more is read at once.
_AT_ONCE = 80


class Subscriptions:
    """Opens subscriptions, and works out their updates, a bounded number at a time."""

    def __init__(
        self,
        engine: Engine,
        sources: Sources,
        *,
        follow_seconds: float = 900,
        telemetry: Telemetry = SILENT,
    ) -> None:
        """``follow_seconds``: a subscription goes on after the end of the LIVE while a panel that
        it selects may change within this time.
        """
        self.engine = engine
        self.follow_seconds = follow_seconds
        self.telemetry = telemetry
        self._sources = sources
        self.crowd = EndingCrowd()
        self._line = Line(_AT_ONCE)
        self._open: set[Subscriber] = set()

    def __len__(self) -> int:
        return len(self._open)

    @property
    def changes(self) -> Changes:
        """What the database tells of LIVEs and recordings."""
        return self._sources.changes

    def monotonic(self) -> float:
        """Seconds of the clock by which sources know what they were asked when."""
        return self._sources.monotonic()

    def seconds_until(self, moment: datetime) -> float:
        """How long it is from now to that moment (UTC); negative when it has passed."""
        return (moment - self._sources.now()).total_seconds()

    def open(
        self,
        request: GraphQLRequest,
        *,
        viewer: Viewer,
        language: str,
        request_id: str,
        sink: Sink,
        last_event_id: str | None = None,
    ) -> Subscriber:
        """Begin one. It returns at once, and the first answer comes soon after.

        ``last_event_id``: the ``Answer.event_id`` that the client has seen last; an answer that
        would tell the same again is not sent.

        Raises RequestError when the document cannot be subscribed to.
        """
        prepared = self.engine.prepared(request)
        if prepared.plan.shape is None:
            raise RequestError("BAD_REQUEST", "This is no subscription.")
        subscriber = Subscriber(
            self,
            prepared,
            prepared.plan.shape,
            viewer=viewer,
            language=language,
            request_id=request_id,
            sink=sink,
            last_event_id=last_event_id,
        )
        self._open.add(subscriber)
        subscriber.be_due()
        return subscriber

    def forget(self, subscriber: Subscriber) -> None:
        """It has ended."""
        self._open.discard(subscriber)

    async def close(self) -> None:
        """End all that is under way, and tell nobody."""
        for subscriber in list(self._open):
            subscriber.close()
        await self._line.close()

    def line_up(self, subscriber: Subscriber) -> None:
        """Have it work out an update when it is its turn."""
        self._line.join(subscriber.work)

    def operation_for(self, subscriber: Subscriber, *, not_before: float) -> Operation:
        """The operation of one update, which shows nothing that was read before ``not_before``."""
        return Operation(
            sources=self._sources,
            viewer=subscriber.viewer,
            language=subscriber.language,
            request_id=subscriber.request_id,
            groups=subscriber.prepared.groups,
            budget_ms=self._sources.settings.update_ms,
            not_before=not_before,
            following=subscriber,
        )
