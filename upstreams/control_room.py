"""Control room: the buttons over HTTP on a loopback port, for one page in a browser and no other.

A page of somebody else can send a request here, too. So each needs the key, which stands in the
link that opens the page, and which no other page can know; and the browser asks first, because of
the header that it stands in.

| request | what it does |
|---|---|
| `GET /` | who there is: what it was told, and the fault of each service |
| `PUT /faults/{service}` with `{"fault": word}` | a service does what the word says |
| `POST /lives` with `{"creator": id}` | a LIVE begins |
| `POST /lives/{session}/{command}` | a LIVE ends, or pauses, or goes on |
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from upstreams.buttons import COMMANDS, FAULTS, Buttons
from upstreams.database_line import DatabaseLine
from upstreams.running import Running
from upstreams.simulator.transitions import SimulatorError

_LOOPBACK = "127.0.0.1"
_MOST_BYTES = 4096
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class ControlRoom:
    """A control room that is open: where, and the key that opens it."""

    url: str
    key: str


@asynccontextmanager
async def control_room(
    running: Running,
    *,
    origin: str,
    cast: Mapping[str, Any],
    line: DatabaseLine | None = None,
) -> AsyncIterator[ControlRoom]:
    """The control room of a company, for pages of one origin, open until the block is left.

    `cast` is told to the page as it is: who there is, with their tokens. `line` is the gateway's
    way to its database, where it is to have a button, too.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(
        running.mongodb_uri, tz_aware=True, serverSelectionTimeoutMS=5000
    )
    with client:
        buttons = Buttons(running.upstreams, client, running.world(), line=line)
        async with served(buttons, origin=origin, cast=cast) as room:
            yield room


@asynccontextmanager
async def served(
    buttons: Buttons, *, origin: str, cast: Mapping[str, Any]
) -> AsyncIterator[ControlRoom]:
    """The control room over some buttons."""
    key = secrets.token_urlsafe(24)
    desk = _Desk(buttons, cast)
    application = web.Application(middlewares=[_guard(origin, key)], client_max_size=_MOST_BYTES)
    application.add_routes(
        [
            web.get("/", desk.tell),
            web.put("/faults/{service}", desk.set_fault),
            web.post("/lives", desk.start),
            web.post("/lives/{session}/{command}", desk.move),
            web.options("/{anything:.*}", _allow),
        ]
    )
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, _LOOPBACK, 0)
        await site.start()
        yield ControlRoom(url=f"http://{_LOOPBACK}:{runner.addresses[0][1]}", key=key)
    finally:
        await runner.cleanup()


class _Desk:
    """What is done for each request."""

    def __init__(self, buttons: Buttons, cast: Mapping[str, Any]) -> None:
        self._buttons = buttons
        self._cast = cast

    async def tell(self, _request: web.Request) -> web.Response:
        told = {"faults": self._buttons.faults, "words": list(FAULTS), "commands": list(COMMANDS)}
        return web.json_response({**self._cast, **told})

    async def set_fault(self, request: web.Request) -> web.Response:
        word = str((await _body(request)).get("fault"))
        await self._buttons.set_fault(request.match_info["service"], word)
        return web.json_response({"faults": self._buttons.faults})

    async def start(self, request: web.Request) -> web.Response:
        creator = str((await _body(request)).get("creator"))
        session = await asyncio.to_thread(self._buttons.start, creator)
        return web.json_response({"session": session})

    async def move(self, request: web.Request) -> web.Response:
        told = request.match_info
        session = await asyncio.to_thread(self._buttons.move, told["session"], told["command"])
        return web.json_response({"session": session})


async def _allow(_request: web.Request) -> web.Response:
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST, PUT",
            "Access-Control-Allow-Headers": "authorization, content-type",
        },
    )


async def _body(request: web.Request) -> dict[str, Any]:
    body = await request.json()
    if not isinstance(body, dict):
        raise ValueError("the body is no object")
    return body


def _guard(origin: str, key: str) -> Any:
    """Let nobody in but pages of the origin with the key; tell in words what cannot be done."""
    expected = f"Bearer {key}".encode()

    @web.middleware
    async def guard(request: web.Request, handler: _Handler) -> web.StreamResponse:
        answer = await _guarded(request, handler)
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Vary"] = "Origin"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    async def _guarded(request: web.Request, handler: _Handler) -> web.StreamResponse:
        if request.headers.get("Origin", origin) != origin:
            return _refused(403, "not for pages of this origin")
        if request.method == "OPTIONS":
            return await handler(request)
        told = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(told, expected):
            return _refused(401, "the key is missing, or another one")
        try:
            return await handler(request)
        except SimulatorError as error:
            return _refused(409, str(error))
        except (KeyError, ValueError):
            return _refused(400, "there is no such button")
        except (OSError, PyMongoError):
            return _refused(502, "the company did not answer")

    return guard


def _refused(status: int, message: str) -> web.Response:
    return web.json_response({"error": message}, status=status)
