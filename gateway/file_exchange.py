"""File exchange: one request for a file, the way back to its client, and one line of log about it.

A slow reader holds one chunk and no thread: the next is read when the last has been taken.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from starlette.types import Receive, Scope, Send

from gateway.client_left import ClientLeft, while_connected
from gateway.connection import cut
from gateway.errors import CODES
from gateway.file_answer import FileAnswer
from gateway.file_refusal import FileRefusal, broken
from gateway.gateway import Gateway, gateway_of
from gateway.refusal import masked
from gateway.request_headers import RequestHeaders
from loaders.local_file import FileChanged, LocalFile

_log = structlog.get_logger(__name__)
_GOODBYE_SECONDS = 1.0
_CHUNK_BYTES = 64 * 1024
_LEFT = CODES["OPERATION_CLOSED"].http_status
# For every page: the link alone is the right, whoever shows what it opens.
_FOR_ALL = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "accept-ranges, content-disposition, content-range, etag",
    "cross-origin-resource-policy": "cross-origin",
    # What a browser needs that shows the file alone, as if it were a page.
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
        "frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_SHOWN_TYPE = re.compile(r"(?:video|image)/[a-z0-9.+-]{1,64}")


class FileExchange:
    """The request, and what has become of it."""

    def __init__(self, event: str, scope: Scope, receive: Receive, send: Send) -> None:
        """``event`` is what its line of log is called."""
        self.gateway: Gateway = gateway_of(scope)
        self.headers = RequestHeaders(scope)
        self.method: str = scope["method"]
        self.path: bytes = scope["raw_path"].removeprefix(scope.get("root_path", "").encode())
        self.query: bytes = scope["query_string"]
        self.request_id = self.headers.request_id()
        self.told: dict[str, Any] = {}
        """What the line of log says beside what all say."""
        self._event = event
        self._receive = receive
        self._send = send
        self._began = time.perf_counter()
        self._status = _LEFT
        self._outcome = "closed"
        self._has_begun = False
        self._end: str | None = None
        self._bytes = 0

    async def answered(self, answer: Callable[[FileExchange], Awaitable[None]]) -> None:
        """Have it answered. Nothing but an answer leaves this, whatever goes wrong."""
        try:
            async with while_connected(self._receive):
                await self._answer_or_refuse(answer)
                self._outcome = self._end or self._outcome
                if self._end is not None:
                    # Until the server has seen that the connection is no more.
                    await asyncio.sleep(_GOODBYE_SECONDS)
        except ClientLeft:
            self._outcome = self._end or "closed"
        finally:
            self._write()

    def end(self, outcome: str) -> None:
        """Break off what is being sent. ``outcome`` is a word for the log that says why."""
        if self._end is None:
            self._end = outcome
            cut(self._receive)

    async def send(self, file: LocalFile, answer: FileAnswer, headers: Mapping[str, str]) -> None:
        """Send the file's part, as far as its reader takes it."""
        told = {**_FOR_ALL, **answer.headers, **headers}
        if not _SHOWN_TYPE.fullmatch(told.get("content-type", "video/mp4")):
            told["content-type"] = "application/octet-stream"
        await self._start(answer.status, told)
        position, stop = answer.part.start, answer.part.stop
        while position < stop and self._end is None:
            try:
                chunk = await file.read(position, min(_CHUNK_BYTES, stop - position))
            except (FileChanged, OSError):
                self.end("file_changed")
                return
            await self._write_chunk(chunk, is_last=position + len(chunk) == stop)
            position += len(chunk)
        if not answer.part:
            await self._send({"type": "http.response.body", "body": b""})

    async def redirect(self, location: str, headers: Mapping[str, str]) -> None:
        """Say where it is for the moment."""
        await self._start(302, {**_FOR_ALL, "location": location, "content-length": "0", **headers})
        await self._send({"type": "http.response.body", "body": b""})

    async def _answer_or_refuse(self, answer: Callable[[FileExchange], Awaitable[None]]) -> None:
        try:
            await answer(self)
            self._outcome = "ok"
        except FileRefusal as refusal:
            await self._refuse(refusal)
        except Exception:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
            masked(self.request_id)
            await self._refuse(broken())

    async def _write_chunk(self, chunk: bytes, *, is_last: bool) -> None:
        try:
            async with asyncio.timeout(self.gateway.settings.stall_seconds):
                await self._send(
                    {"type": "http.response.body", "body": chunk, "more_body": not is_last}
                )
        except TimeoutError:
            self.end("stalled")
        else:
            self._bytes += len(chunk)

    async def _refuse(self, refusal: FileRefusal) -> None:
        self._outcome = refusal.outcome
        if self._has_begun:
            self.end(refusal.outcome)
            return
        body = f"{refusal.words}\n".encode()
        headers = {
            **_FOR_ALL,
            "cache-control": "no-store",
            "content-type": "text/plain; charset=utf-8",
            "content-length": str(len(body)),
            **refusal.headers,
        }
        await self._start(refusal.status, headers)
        await self._send({"type": "http.response.body", "body": body})

    async def _start(self, status: int, headers: Mapping[str, str]) -> None:
        self._status = status
        self._has_begun = True
        told = {**headers, "x-request-id": self.request_id}
        raw = [(name.encode("ascii"), value.encode("latin-1")) for name, value in told.items()]
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    def _write(self) -> None:
        _log.info(
            self._event,
            request_id=self.request_id,
            method=self.method[:16],
            **self.told,
            status=self._status,
            bytes=self._bytes,
            ms=round((time.perf_counter() - self._began) * 1000, 2),
            outcome=self._outcome,
        )
