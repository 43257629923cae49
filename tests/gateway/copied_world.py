"""Copied world: one company twice, asked the same; one of them may answer by copies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from gateway.answer import Answer
from gateway.documents import Documents
from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from gateway.http_answer import of_answer
from gateway.negotiation import JSON
from gateway.status_policy import COMPAT
from loaders.sources import Sources
from loaders.viewer import Viewer
from resolvers.schema import schema
from tests.differential.quiet import run_in_turns
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, recording, session
from tests.fakes.programs import ReadyPrograms
from tests.fakes.times import NOW

DOCUMENTS = Documents(schema._schema)
_PROGRAMS = ReadyPrograms(schema)


class Clock:
    """Seconds that pass when a test says so, for whoever asks for them and for the time of day."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        """Some seconds."""
        return 1_000.0 + self.seconds

    def now(self) -> datetime:
        """The same as a time (UTC)."""
        return NOW + timedelta(seconds=self.seconds)


class Told(NamedTuple):
    """What a client and the log are told, and whether it was known without running anything."""

    content: bytes
    good_for: float
    upstream_calls: int
    is_copied: bool = False


class Company(FakeCompany):
    """A company whose sources keep what they have read, with one LIVE that has long ended."""

    def __init__(self, clock: Clock, *, kept_bytes: int = 10_000_000) -> None:
        super().__init__(kept_bytes=kept_bytes, monotonic=clock.monotonic, now=clock.now)
        self.engine = Engine(
            schema=schema,
            sources=cast("Sources", self.sources),
            development=False,
            documents=DOCUMENTS,
            programs=_PROGRAMS,
        )
        ended_ago(self, timedelta(days=20))
        self.mongo.put("recordings", recording("1"))

    async def told(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        creator: str = CREATOR,
        language: str = "en",
        may_copy: bool = True,
        **more: Any,
    ) -> Told:
        """What is answered over HTTP. ``more`` is of the request."""
        viewer = Viewer(creator, "app")
        asked = GraphQLRequest(query, variables=variables or {}, **more)
        request = self.engine.planned(asked, viewer=viewer, client=None)
        copied = self.engine.copied(request, viewer=viewer, language=language)
        if copied is not None and may_copy:
            return _told(copied, is_copied=True)
        running = self.engine.run(request, viewer=viewer, language=language, request_id="request-1")
        # What is fetched behind the back of who is shown a stale answer is there, too, by then.
        answer = await run_in_turns(running, lambda: None)
        if not may_copy:
            answer.content = None
        return _told(answer)


def ended_ago(company: FakeCompany, ago: timedelta, *, live: str = LIVE) -> None:
    """Have a LIVE end so long before the present."""
    at = company.sources.now() - ago
    happened = (("STARTED", at - timedelta(hours=1)), ("ENDED", at, "HOST_ENDED"))
    company.mongo.put("live_sessions", session(live, *happened, last_seen_at=at))


def _told(answer: Answer, *, is_copied: bool = False) -> Told:
    reply = of_answer(answer, media_type=JSON, policy=COMPAT, kind="query")
    return Told(reply.content, answer.good_for, answer.upstream_calls, is_copied)
