"""In parts: a query whose payloads a test takes one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any

from gateway.frames import FirstFrame, Frame, FramesToTell
from gateway.graphql_request import GraphQLRequest
from gateway.incremental_accept import CURRENT
from gateway.incremental_format import IncrementalFormat
from gateway.on_error import OnError
from loaders.viewer import Viewer
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE

PAGE = f'endPage(sessionId: "{LIVE}")'
SLOW = f"""{{ {PAGE} {{ metrics {{ status }}
  ... @defer(label: "earned") {{ rewards {{ status }} }}
  ... @defer(label: "way") {{ journey {{ status }} }} }} }}"""
MINOR = f"""{{ {PAGE} {{ rewards {{ ... @defer(label: "minor") {{ status }} }}
  ... @defer(label: "major") {{ journey {{ status ... @defer {{ isStale }} }} }} }} }}"""

Payload = dict[str, Any]
_NO_HURRY_MS = 60_000


class Parts:
    """The payloads as they become ready. ``frames`` are those that were taken."""

    def __init__(self, frames: AsyncIterator[Frame], format_: IncrementalFormat) -> None:
        self._coming = frames
        self._writer = format_.writer()
        self._waiting = FramesToTell()
        self.frames: list[Frame] = []

    async def next(self) -> Payload:
        """The next one; raises StopAsyncIteration when there is none."""
        while True:
            while self._waiting:
                told = self._writer.later(self._waiting.take())
                if told is not None:
                    return told
            async with asyncio.timeout(10):
                frame = await anext(self._coming)
            self.frames.append(frame)
            if isinstance(frame, FirstFrame):
                return self._writer.first(frame)
            self._waiting.add(frame)

    async def rest(self) -> list[Payload]:
        """All that come."""
        found: list[Payload] = []
        try:
            while True:
                found.append(await self.next())
        except StopAsyncIteration:
            return found


@asynccontextmanager
async def in_parts(
    company: FakeCompany,
    query: str,
    variables: Mapping[str, Any] | None = None,
    *,
    format_: IncrementalFormat = CURRENT,
    budget_ms: int = _NO_HURRY_MS,
    deferred_ms: int = _NO_HURRY_MS,
    on_error: OnError = OnError.PROPAGATE,
) -> AsyncIterator[Parts]:
    """Ask it; when the body ends, its client leaves."""
    frames = company.engine.run_in_frames(
        GraphQLRequest(query, variables=variables or {}, on_error=on_error),
        every=format_.every,
        viewer=Viewer(CREATOR, "app"),
        language="en",
        request_id="request-1",
        budget_ms=budget_ms,
        deferred_ms=deferred_ms,
    )
    async with aclosing(frames):
        yield Parts(frames, format_)


async def all_parts(company: FakeCompany, query: str, **more: Any) -> list[Payload]:
    """Every payload of it."""
    async with in_parts(company, query, **more) as parts:
        return await parts.rest()
