"""Deferred query: a query that is worked out in its turn, and told in frames.

The work waits for no reader: it has its turn until the last frame is ready, and no longer. A frame
is told when the one before is written; what becomes ready meanwhile is merged, so that no more of
it waits than a whole answer would.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from gateway.answer import Answer
from gateway.errors import RequestError
from gateway.frames import Announced, Completed, Errors, FirstFrame, Frame, FramesToTell, LaterFrame
from gateway.gateway import Gateway
from gateway.graphql_request import GraphQLRequest
from gateway.incremental_format import IncrementalFormat
from gateway.refusal import masked, refusal_errors
from gateway.sink import Sink
from loaders.viewer import Viewer


@dataclass(slots=True)
class AnswerInPart(Answer):
    """A frame as it goes over the wire; ``errors`` are those that are in it."""

    payload: dict[str, Any] = field(default_factory=dict)

    def to_wire(self) -> dict[str, Any]:
        """The payload of its format."""
        return self.payload


class DeferredQuery:
    """One of them; to its transport it is a subscription with a few answers."""

    def __init__(
        self,
        gateway: Gateway,
        request: GraphQLRequest,
        format_: IncrementalFormat,
        *,
        viewer: Viewer,
        language: str,
        request_id: str,
        budget_ms: int,
        deferred_ms: int,
    ) -> None:
        """It begins at once. ``budget_ms``: the time for its turn and the first frame;
        ``deferred_ms``: for all of it.
        """
        self._gateway = gateway
        self._every = format_.every
        self._writer = format_.writer()
        self._request_id = request_id
        self._sink: Sink | None = None
        self._first: FirstFrame | None = None
        self._frames = FramesToTell()
        self._to_come: dict[str, Announced] = {}
        self._upstream_calls = 0
        self._error: RequestError | None = None
        self._has_begun = asyncio.Event()
        self._is_first_told = self._is_last_told = self._is_done = False
        work = self._work(request, viewer, language, budget_ms, deferred_ms)
        self._task = asyncio.get_running_loop().create_task(work)

    async def first(self) -> FirstFrame:
        """The first frame, as soon as it is ready. Raises RequestError when there is none."""
        await self._has_begun.wait()
        if self._first is None:
            raise self._error or RequestError("INTERNAL", "Something unexpected went wrong.")
        return self._first

    def tell(self, sink: Sink) -> None:
        """Tell ``sink`` all frames, the first among them, or that there are none."""
        self._sink = sink
        self.resume()

    def resume(self) -> None:
        """The sink is ready, perhaps again: tell what there is."""
        try:
            self._tell_what_can_be()
        except Exception:  # noqa: BLE001  # The mask: whoever resumes it is somebody else's business.
            self._error = masked(self._request_id)
            self._end()

    def close(self) -> None:
        """Nobody reads any more: let go of everything that was asked for it."""
        self._sink = None
        self._task.cancel()

    async def ended(self) -> None:
        """Return when nothing of it runs any more."""
        await asyncio.wait([self._task])

    async def _work(
        self,
        request: GraphQLRequest,
        viewer: Viewer,
        language: str,
        budget_ms: int,
        deferred_ms: int,
    ) -> None:
        engine = self._gateway.engine
        try:
            priority = engine.priority(request)
            turn = self._gateway.admission.turn(priority, patience_ms=budget_ms)
            async with turn as waited:
                frames = engine.run_in_frames(
                    request,
                    every=self._every,
                    viewer=viewer,
                    language=language,
                    request_id=self._request_id,
                    budget_ms=max(budget_ms - waited, 1),
                    deferred_ms=max(deferred_ms - waited, 1),
                )
                async with aclosing(frames):
                    async for frame in frames:
                        self._add(frame)
        except Exception as error:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
            self._fail(error if isinstance(error, RequestError) else masked(self._request_id))
        self._is_done = True
        self._has_begun.set()
        self.resume()

    def _add(self, frame: Frame) -> None:
        if isinstance(frame, FirstFrame):
            self._first = frame
            self._has_begun.set()
        else:
            self._frames.add(frame)
            for completed in frame.completed:
                self._to_come.pop(completed.id, None)
        self._to_come |= {announced.id: announced for announced in frame.announced}
        self._upstream_calls += frame.upstream_calls
        self.resume()

    def _fail(self, error: RequestError) -> None:
        """Nothing could be run; or what is still to come has failed."""
        if self._first is None:
            self._error = error
            return
        told = refusal_errors(error, self._request_id)
        failed = [
            Completed(announced.id, [{**each, "path": announced.path} for each in told])
            for announced in self._to_come.values()
        ]
        self._frames.add(LaterFrame(completed=failed, has_next=False))

    def _tell_what_can_be(self) -> None:
        while self._sink is not None and self._sink.is_ready():
            answer = self._next()
            if answer is None:
                break
            self._sink.send(answer)
        # The end is told with the last frame, and not when the work has been put away.
        if self._is_last_told or (self._is_done and not self._has_more):
            self._end()

    @property
    def _has_more(self) -> bool:
        return bool(self._frames) or (self._first is not None and not self._is_first_told)

    def _end(self) -> None:
        sink, self._sink = self._sink, None
        if sink is not None and self._error is not None:
            sink.fail(self._error)
        elif sink is not None:
            sink.complete()

    def _next(self) -> AnswerInPart | None:
        if self._first is not None and not self._is_first_told:
            self._is_first_told = True
            return self._part(self._first, self._writer.first(self._first), self._first.errors)
        while self._frames:
            frame = self._frames.take()
            payload = self._writer.later(frame)
            if payload is not None:
                return self._part(frame, payload, frame.all_errors)
        return None

    def _part(self, frame: Frame, payload: dict[str, Any], errors: Errors) -> AnswerInPart:
        self._is_last_told = not frame.has_next
        calls, self._upstream_calls = self._upstream_calls, 0
        return AnswerInPart(data=None, errors=errors, upstream_calls=calls, payload=payload)
