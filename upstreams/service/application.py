"""A reference service over HTTP: one batched read, and the controls of its faults and calls.

POST /v1/read · GET /openapi.json · GET /livez · GET|POST /__faults__ · GET|DELETE /__calls__
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from upstreams.faults import BadFault, Fault, decoded_fault
from upstreams.service import codes
from upstreams.service.answers import Answers
from upstreams.service.calls import Calls
from upstreams.service.misbehaviour import MISBEHAVIOUR, empty_envelope
from upstreams.service.reading import BadRead, Read, decoded_read
from upstreams.service.traps import Items, trapped
from upstreams.service.wire import (
    Receive,
    Scope,
    Send,
    answer,
    body_of,
    encoded,
    headers_of,
)


class Application:
    """The ASGI application of one service.

    `traps` are on whatever fault is set. `on_closed` is called with the seconds for which the port
    is to be closed.
    """

    def __init__(
        self,
        *,
        answers: Answers,
        contract: dict[str, Any],
        credential: str,
        clock: Callable[[], float],
        traps: tuple[str, ...] = (),
        on_closed: Callable[[float], None] | None = None,
    ) -> None:
        self.fault = Fault()
        self.calls = Calls()
        self._answers = answers
        self._contract = encoded(contract)
        self._authorization = f"Bearer {credential}"
        self._clock = clock
        self._traps = traps
        self._on_closed = on_closed
        self._chance = random.Random(0)
        self._routes: dict[tuple[str, str], Callable[[Scope, Receive, Send], Awaitable[None]]] = {
            ("POST", "/v1/read"): self._read,
            ("GET", "/openapi.json"): self._tell_contract,
            ("GET", "/livez"): self._tell_alive,
            ("GET", "/__faults__"): self._tell_fault,
            ("POST", "/__faults__"): self._set_fault,
            ("GET", "/__calls__"): self._tell_calls,
            ("DELETE", "/__calls__"): self._clear_calls,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        route = self._routes.get((scope["method"], scope["path"]))
        if route is None:
            body = empty_envelope(codes.BAD_PATH, "no such path", _request_id(headers_of(scope)))
            await answer(send, 404, body)
            return
        await route(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, fault = headers_of(scope), self.fault
        request_id = _request_id(headers)
        if headers.get("authorization") != self._authorization:
            message = "credential is missing, wrong or expired"
            body = empty_envelope(codes.EXPIRED_CREDENTIAL, message, request_id)
            await answer(send, 401, body)
            return
        try:
            read = decoded_read(await body_of(receive))
            self.calls.record(read, headers)
            sessions, creators = await self._answers.answered(read, self._clock())
        except BadRead as error:
            body = empty_envelope(codes.BAD_PARAMETERS, str(error), request_id)
            await answer(send, 200, body)
            return
        if not fault.concerns(_ids(read)):
            fault = Fault()
        if fault.latency_ms or fault.jitter_ms:
            wait = fault.latency_ms + fault.jitter_ms * self._chance.random()
            await asyncio.sleep(wait / 1000)
        await self._respond(scope, receive, send, fault, request_id, sessions, creators)

    async def _respond(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        fault: Fault,
        request_id: str,
        sessions: Items,
        creators: Items,
    ) -> None:
        traps = (*self._traps, *fault.traps)
        data: Any = {"sessions": trapped(sessions, traps), "creators": trapped(creators, traps)}
        if fault.keys and fault.mode is None:
            data = {name: self._failing(items, fault) for name, items in data.items()}
        elif fault.mode is None and self._chance.random() < fault.rate:
            status = fault.status or 500
            code = codes.CODE_BY_STATUS.get(status, codes.INTERNAL)
            await answer(send, status, empty_envelope(code, "internal error", request_id))
            return
        if "internal-error" in traps:
            await answer(send, 500, empty_envelope(codes.INTERNAL, "internal error", request_id))
            return
        if "error-in-200" in traps:
            await answer(send, 200, empty_envelope(codes.INTERNAL, "internal error", request_id))
            return
        if "data-null" in traps:
            data = None
        envelope = {"code": 0, "message": "Success", "request_id": request_id, "data": data}
        if fault.mode is not None and self._chance.random() < (fault.error_rate or 1.0):
            await MISBEHAVIOUR[fault.mode](scope, receive, send, encoded(envelope))
            return
        await answer(send, 200, encoded(envelope))

    def _failing(self, items: Items, fault: Fault) -> Items:
        """Return items with those of the fault's keys turned into errors of their own."""
        code = codes.CODE_BY_STATUS.get(fault.status or 500, codes.INTERNAL)
        told = []
        for item in items:
            identifier = item.get("live_id", item.get("creator_id"))
            if identifier in fault.keys and self._chance.random() < fault.rate:
                kept = ("live_id", "creator_id", "on_behalf_of", "language")
                identity = {name: item[name] for name in kept if name in item}
                told.append({**identity, "code": code, "message": "internal error"})
            else:
                told.append(item)
        return told

    async def _tell_contract(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answer(send, 200, self._contract)

    async def _tell_alive(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answer(send, 200, b"ok", content_type=b"text/plain")

    async def _tell_fault(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answer(send, 200, encoded(self.fault))

    async def _set_fault(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            fault = decoded_fault(await body_of(receive))
        except BadFault as error:
            await answer(send, 400, encoded({"error": str(error)}))
            return
        self.fault = fault
        await answer(send, 200, encoded(fault))
        if fault.mode == "closed" and self._on_closed is not None:
            self._on_closed(fault.seconds)

    async def _tell_calls(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answer(send, 200, encoded(self.calls.told()))

    async def _clear_calls(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.calls.clear()
        await answer(send, 200, encoded(self.calls.told()))


def _request_id(headers: dict[str, str]) -> str:
    return headers.get("x-request-id") or secrets.token_hex(16)


def _ids(read: Read) -> set[str]:
    return {key.live_id for key in read.sessions} | {key.creator_id for key in read.creators}
