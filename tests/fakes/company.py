"""A whole company in memory, and a gateway over it that answers queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from gateway.answer import Answer
from gateway.documents import Documents
from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from gateway.on_error import OnError
from loaders.keys import Group
from loaders.operation import Operation, groups_by_upstream
from loaders.sources import Sources
from loaders.viewer import Viewer
from resolvers.schema import schema
from tests.fakes.documents import CREATOR, LIVE, session
from tests.fakes.programs import ReadyPrograms
from tests.fakes.sources import FakeSources
from tests.fakes.upstream import FakeUpstream


class FakeCompany:
    """One ended LIVE, all upstreams in good order, and the real engine over the real schema."""

    def __init__(
        self,
        *,
        development: bool = False,
        documents: Documents | None = None,
        is_compiled: bool = True,
        **times: Any,
    ) -> None:
        """``documents`` are those of the engine; None: any. ``is_compiled``: documents are run by
        programs where they can be. ``times`` are those of FakeSources.
        """
        self.sources = FakeSources(**times)
        self.mongo = self.sources.mongo
        self.shop = self.sources.shop_upstream
        self.rewards = self.sources.rewards_upstream
        self.journey = self.sources.journey_upstream
        self.mongo.put("live_sessions", session(LIVE))
        self.engine = Engine(
            schema=schema,
            sources=cast("Sources", self.sources),
            development=development,
            documents=documents,
            programs=ReadyPrograms(schema) if is_compiled else None,
        )

    async def ask(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        creator: str = CREATOR,
        language: str = "en",
        request_id: str = "request-1",
        on_error: OnError = OnError.PROPAGATE,
    ) -> Answer:
        """What the gateway answers ``creator``."""
        return await self.engine.run(
            GraphQLRequest(query, variables=variables or {}, on_error=on_error),
            viewer=Viewer(creator, "app"),
            language=language,
            request_id=request_id,
        )

    async def data(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The data of an answer that has no errors."""
        answer = await self.ask(query, variables)
        assert answer.errors == []
        assert answer.data is not None
        return answer.data

    async def page(self, panels: str, session_id: str = LIVE) -> dict[str, Any]:
        """The end page of ``session_id`` with these ``panels``, which has no errors."""
        found = await self.data(f'{{ endPage(sessionId: "{session_id}") {{ {panels} }} }}')
        return cast("dict[str, Any]", found["endPage"])

    def operation(self, *groups: Group, creator: str = CREATOR) -> Operation:
        """An operation whose document needs ``groups``."""
        return Operation(
            sources=cast("Sources", self.sources),
            viewer=Viewer(creator, "app"),
            language="en",
            request_id="request-1",
            groups=groups_by_upstream(groups),
        )

    def calls(self) -> dict[str, int]:
        """How many calls each source had, those that had none left out."""
        counts = {one.name: len(one.calls) for one in self.upstreams()}
        for find in self.mongo.finds:
            counts[find.collection] = counts.get(find.collection, 0) + 1
        return {name: count for name, count in counts.items() if count}

    def upstreams(self) -> Iterable[FakeUpstream]:
        """The three HTTP services."""
        return (self.shop, self.rewards, self.journey)
