"""An engine whose queries come in the parts that a test says, when it says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from gateway.errors import RequestError
from gateway.frames import Frame
from gateway.graphql_request import GraphQLRequest
from loaders.viewer import Viewer
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.frames_of import announced, completed, content, first, later

FIRST = first({"page": {"a": 1}}, announced("0", "page", text="{ b }", label="slow"))
LAST = later(content("0", {"b": 2}), completed=completed("0"), has_next=False, upstream_calls=2)


WHOLE = first({"page": None})
# What comes of a query at once; all else when a test says so.
_AT_ONCE: dict[str, tuple[Frame | Exception, ...]] = {
    "{ parts }": (FIRST,),
    "{ both parts }": (FIRST, LAST),
    "{ silent parts }": (),
    "{ whole parts }": (WHOLE,),
    "{ refused parts }": (RequestError("BAD_USER_INPUT", "No such thing."),),
    "{ broken parts }": (RuntimeError("the password is swordfish"),),
}


@dataclass(slots=True, eq=False)
class Run:
    """One query: what it was asked, and what comes of it."""

    request: GraphQLRequest
    request_id: str
    every: bool
    budgets: tuple[int, int]
    coming: asyncio.Queue[Frame | Exception] = field(default_factory=asyncio.Queue)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, *told: Frame | Exception) -> None:
        """These are ready, or it fails."""
        for each in told:
            self.coming.put_nowait(each)


class PartsEngine(FakeEngine):
    """Queries of ``parts`` defer something, ``{ minor }`` only what comes with the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: asyncio.Queue[Run] = asyncio.Queue()

    def forget(self) -> None:
        """Whatever was run so far."""
        self._runs = asyncio.Queue()

    async def next_run(self) -> Run:
        """The next query that is run."""
        async with asyncio.timeout(10):
            return await self._runs.get()

    def defers(self, request: GraphQLRequest, *, every: bool) -> bool:
        """What the query says."""
        return "parts" in request.query or (every and "minor" in request.query)

    async def run_in_frames(
        self,
        request: GraphQLRequest,
        *,
        every: bool,
        viewer: Viewer,
        language: str,
        request_id: str,
        budget_ms: int,
        deferred_ms: int,
    ) -> AsyncGenerator[Frame, None]:
        """What the test says, until it says that nothing more comes."""
        run = Run(request, request_id, every, (budget_ms, deferred_ms))
        run.tell(*_AT_ONCE.get(request.query, ()))
        self._runs.put_nowait(run)
        try:
            while True:
                told = await run.coming.get()
                if isinstance(told, Exception):
                    raise told
                yield told
                if not told.has_next:
                    return
        finally:
            run.ended.set()
