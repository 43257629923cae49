"""A little service that keeps a contract, but for the one thing in which a test breaks it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from upstreams.company.world import World
from upstreams.departments import DEPARTMENTS
from upstreams.service.answers import Answers
from upstreams.service.department import Delays
from upstreams.service.reading import BadRead, Read, decoded_read

CREDENTIAL = "let-me-in"
Envelope = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One read: its headers, its body, and what that asks for; None: it is no read."""

    request: Request
    body: bytes
    read: Read | None

    @property
    def headers(self) -> Mapping[str, str]:
        return self.request.headers

    @property
    def size(self) -> int:
        """How many keys it has."""
        return 0 if self.read is None else self.read.size


JSON = "application/json"
# What is sent in place of an answer, or None; and what becomes of a good one.
Instead = Callable[[Asked], Awaitable[Response | None]]
Change = Callable[[Asked, Envelope], Envelope | Response]


@dataclass(frozen=True)
class Breakage:
    """What is wrong with a service, and the one check that is to see it."""

    check: str
    service: str = "rewards"
    instead: Instead | None = None
    change: Change | None = None
    is_alive: bool = True
    asks_who: bool = True
    within_ms: int = 20_000


WHOLE = Breakage(check="")


@dataclass
class Breakable:
    """One service; ``broken`` is what is wrong with it. What it says is worked out once a body."""

    name: str
    world: World
    broken: Breakage = WHOLE
    _said: dict[bytes, Envelope] = field(default_factory=dict)

    @property
    def application(self) -> Starlette:
        """It, over HTTP."""
        alive = Route("/livez", self._alive)
        return Starlette(routes=[alive, Route("/v1/read", self._read, methods=["POST"])])

    async def _alive(self, _: Request) -> Response:
        return PlainTextResponse("ok", 200 if self.broken.is_alive else 404)

    async def _read(self, request: Request) -> Response:
        body = await request.body()
        is_known = request.headers.get("authorization") == f"Bearer {CREDENTIAL}"
        if not is_known and self.broken.asks_who:
            return answer(refusal(105002), 401)
        try:
            asked = Asked(request, body, decoded_read(body))
        except BadRead:
            asked = Asked(request, body, None)
        if self.broken.instead is not None:
            response = await self.broken.instead(asked)
            if response is not None:
                return response
        envelope = await self._envelope(asked)
        envelope["request_id"] = request.headers["x-request-id"]
        changed = self.broken.change(asked, envelope) if self.broken.change else envelope
        return changed if isinstance(changed, Response) else answer(changed)

    async def _envelope(self, asked: Asked) -> Envelope:
        if asked.body not in self._said:
            self._said[asked.body] = await self._worked_out(asked.read)
        # A breakage may change it in place.
        said: Envelope = msgspec.json.decode(msgspec.json.encode(self._said[asked.body]))
        return said

    async def _worked_out(self, read: Read | None) -> Envelope:
        delays = Delays(analytics=0, diagnosis=0)
        department = DEPARTMENTS[self.name]
        answers = Answers(department=department, world=self.world, book=None, delays=delays)
        if read is None:
            return refusal(36009004)
        try:
            sessions, creators = await answers.answered(read, self.world.seed.anchor)
        except BadRead:
            return refusal(36009004)
        return {
            "code": 0,
            "message": "Success",
            "data": {"sessions": list(sessions), "creators": list(creators)},
        }


def session_items(envelope: Envelope) -> list[Envelope]:
    """The items of LIVEs, to be changed in place."""
    found: list[Envelope] = (envelope["data"] or {}).get("sessions", [])
    return found


def creator_items(envelope: Envelope) -> list[Envelope]:
    """The items of creators, to be changed in place."""
    found: list[Envelope] = (envelope["data"] or {}).get("creators", [])
    return found


def refusal(code: int) -> Envelope:
    """An envelope without data."""
    return {"code": code, "message": "no", "data": None}


def answer(envelope: Any, status: int = 200, **headers: str) -> Response:
    """An envelope as it is sent."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(
        msgspec.json.encode(envelope), status, named, media_type=named.get("content-type", JSON)
    )


@asynccontextmanager
async def served(service: Breakable) -> AsyncIterator[str]:
    """The service on a socket of its own; gives its URL."""
    config = uvicorn.Config(service.application, log_level="critical", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        await server.startup(sockets=[listener])
        host, port = listener.getsockname()
        try:
            yield f"http://{host}:{port}"
        finally:
            await server.shutdown(sockets=[listener])
