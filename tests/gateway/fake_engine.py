"""An engine of the real one's face, for tests of the transports: the query says what happens."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import msgspec

from gateway.answer import Answer
from gateway.errors import RequestError
from gateway.graphql_request import GraphQLRequest
from gateway.priority import Priority
from loaders.viewer import Viewer

LARGE = "It is worth being compressed. " * 100


class FakeEngine:
    """Remembers what it was asked; ``{ wait }`` waits for ever and tells of it, ``{ let }`` until
    it is let.
    """

    def __init__(self) -> None:
        self.asked: list[GraphQLRequest] = []
        self.clients: list[str | None] = []
        self.known: dict[str, str] = {}
        self.budgets: list[int] = []
        self.waiting = asyncio.Event()
        self.cancelled = asyncio.Event()
        self.let = asyncio.Event()

    def planned(
        self, request: GraphQLRequest, *, viewer: Viewer, client: str | None
    ) -> GraphQLRequest:
        """The request with the text that stands for its id; which client asked is remembered.
        Not when the query says ``unfit``.
        """
        del viewer
        self.clients.append(client)
        if "unfit" in request.query:
            raise RequestError("GRAPHQL_VALIDATION_FAILED", "Not this one.")
        if request.document_id is None:
            return request
        if request.document_id not in self.known:
            raise RequestError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
        return msgspec.structs.replace(request, query=self.known[request.document_id])

    def kind(self, request: GraphQLRequest) -> str:
        """The first word of the query."""
        if request.query == "{":
            raise RequestError("GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found <EOF>.")
        word = request.query.split(maxsplit=1)[0] if request.query else ""
        return word if word in {"mutation", "subscription"} else "query"

    def deprecated(self, request: GraphQLRequest) -> tuple[str, ...]:
        """One field when the query says so."""
        return ("Query.old",) if "old" in request.query else ()

    def priority(self, request: GraphQLRequest) -> Priority:
        """A list when the query says so, else a page."""
        return Priority.LIST if "list" in request.query else Priority.PAGE

    def cost(self, request: GraphQLRequest) -> int:
        """The number behind ``cost`` when the query says one, else 1."""
        _, _, told = request.query.partition("cost:")
        return int(told.split()[0]) if told else 1

    def defers(self, request: GraphQLRequest, *, every: bool) -> bool:
        """Nothing: see ``tests.gateway.parts_engine``."""
        return False

    def copied(self, request: GraphQLRequest, *, viewer: Viewer, language: str) -> Answer | None:
        """Nothing: every answer is made anew."""
        return None

    async def run(
        self,
        request: GraphQLRequest,
        *,
        viewer: Viewer,
        language: str,
        request_id: str,
        budget_ms: int,
    ) -> Answer:
        """What the query says."""
        self.asked.append(request)
        self.budgets.append(budget_ms)
        match request.query:
            case "{ viewer }":
                told = {"creator": viewer.creator_id, "language": language, "id": request_id}
                return _answer({"viewer": told})
            case "{ wait }":
                await self._wait()
            case "{ let }":
                self.waiting.set()
                await self.let.wait()
            case "{ fresh }":
                return replace(_answer({"fresh": True}), good_for=60.9)
            case "{ stale }":
                return replace(_answer({"stale": True}), good_for=-1.0)
            case "{ upstreams }":
                return replace(_answer({"a": 1}), good_for=60.9, extensions={"upstreams": []})
            case "{ large }" | "mutation { large }":
                return _answer({"large": LARGE})
            case "{ huge }":
                return _answer({"huge": LARGE * 100})
            case "{ odd }":
                return _answer({"odd": "\ud800"})
            case "{ boom }":
                raise RuntimeError("the password is swordfish")
            case "{ invalid }":
                raise RequestError("GRAPHQL_VALIDATION_FAILED", "No such field.")
            case "{ partial }":
                error = {"message": "Late.", "path": ["partial"], "extensions": {"code": "X"}}
                return _answer({"partial": None}, errors=[error])
        return _answer({"variables": request.variables, "name": request.operation_name})

    async def _wait(self) -> None:
        self.waiting.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled.set()


def _answer(data: dict[str, Any], *, errors: list[dict[str, Any]] | None = None) -> Answer:
    return Answer(data=data, errors=errors or [])
