"""Real company: what the reference services and the database say of every kind of LIVE, in memory
and at one moment, so that two executors are told the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx

from loaders.items import keeping_items
from loaders.upstream import HttpUpstream
from tests.fakes.sources import FakeSources
from upstreams.company.documents import session_document
from upstreams.company.recordings import recordings_of
from upstreams.company.running import heard_until, running_sessions
from upstreams.company.world import Seed, World
from upstreams.contracts import contract_of
from upstreams.departments import DEPARTMENTS
from upstreams.launch import SERVICES
from upstreams.service.answers import Answers
from upstreams.service.application import Application
from upstreams.service.department import Delays

ANCHOR = 1_795_360_000
_CREDENTIAL = "let me in"


class RealCompany:
    """Every kind of LIVE, at the moment ``at`` (unix seconds)."""

    def __init__(self, *, at: float = ANCHOR + 60) -> None:
        self.world = World(Seed(7, ANCHOR, 60))
        self._documents = list(self._sessions())
        self._recordings = list(self._recorded())
        self._at = at

    def sources(self) -> FakeSources:
        """Sources that keep nothing: what one operation has read, another reads again."""
        sources = FakeSources()
        sources.now = lambda: datetime.fromtimestamp(self._at, UTC)
        sources.mongo.put("live_sessions", *self._documents)
        sources.mongo.put("recordings", *self._recordings)
        for name, attribute in zip(SERVICES, ("shop", "rewards", "journey"), strict=True):
            source = sources.source(self._service(name), keeping_items())
            setattr(sources, attribute, source)
        return sources

    def _service(self, name: str) -> HttpUpstream:
        application = Application(
            answers=Answers(
                department=DEPARTMENTS[name],
                world=self.world,
                book=None,
                delays=Delays(analytics=0, diagnosis=0),
            ),
            contract=contract_of(name),
            credential=_CREDENTIAL,
            clock=lambda: self._at,
        )
        transport = httpx.ASGITransport(app=application)
        return HttpUpstream(name, "http://service", transport=transport, credential=_CREDENTIAL)

    def _sessions(self) -> Iterator[dict[str, Any]]:
        for creator in self._creators():
            for session in self.world.history(creator):
                yield session_document(session)
        for session in running_sessions(self.world):
            yield session_document(session, heard_until=heard_until(session, ANCHOR))

    def _recorded(self) -> Iterator[dict[str, Any]]:
        for creator in self._creators():
            for session in self.world.history(creator):
                yield from recordings_of(session, ANCHOR)

    def _creators(self) -> Iterator[Any]:
        ids = dict.fromkeys(creator for _, creator in self.world.kinds().values())
        return (self.world.creator_by_id(id_) for id_ in ids)
