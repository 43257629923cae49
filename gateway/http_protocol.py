"""HTTP protocol: the bytes of a connection until they are a request, bounded in number and in time.

The server's own protocol reads heads of any length for any time, takes what comes behind a body for
headers, and says in plain text what cannot be read. Here a client is told in GraphQL, and in its
turn: requests may come one behind the other, and those before are answered first. After a refusal
nothing that comes is looked at, but for a moment it is taken: a connection that is closed over
unread bytes takes the refusal with it. Who takes no answer is cut off in the end.

The file is long, because all that bounds a connection depends on how far its bytes have come.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from gateway.address import network_of
from gateway.connection import tell_lost
from gateway.early_refusal import Lines, early_refusal
from gateway.errors import RequestError
from gateway.gateway import Gateway
from gateway.head_size import MOST_HEADERS, head_refusal, head_size
from gateway.http_cycle import HttpCycle
from gateway.http_request import TooSlow
from gateway.slow_reader import SlowReader

# How many requests wait on one connection for the one before them to be answered.
_MOST_WAITING = 64
# A chunk of a single byte has five around it.
_MOST_AROUND_A_BYTE = 8
_LINGER_SECONDS = 2.0
# Who is connected asks within a round trip, or has opened the connection for later.
_FIRST_SECONDS = 1.0


class HttpProtocol(HttpToolsProtocol):
    """One connection, as the server makes it."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """``app_state`` is what the app's lifespan gave; the settings are the gateway's."""
        super().__init__(config, server_state, app_state, _loop)
        gateway = cast("Gateway", app_state["gateway"])
        self._settings = gateway.settings
        self._connections = gateway.connections
        self._address: str | None = None
        self.headers: list[tuple[bytes, bytes]] = []
        # The newest request whose head has come; the parser makes a scope when one begins.
        self._headed: object = None
        # Bytes since the head began, of the body, and beside the body.
        self._came = self._body = self._beside = 0
        self._is_deaf = False
        self._refusal: RequestError | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._slow_reader: SlowReader | None = None

    # What the transport calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A request comes soon, or the connection is given up, at once when there are too many."""
        super().connection_made(cast("asyncio.Transport", transport))
        # Behind a proxy every connection is the proxy's.
        is_known = self.client is not None and not self._settings.proxies
        address = network_of(self.client[0]) if is_known and self.client else ""
        try:
            self._connections.come(address)
        except RequestError as refusal:
            self._is_deaf = True
            self._write(refusal, asked=())
            self.transport.close()
            return
        self._address = address
        self._expect(self._head_is_late, self._settings.body_seconds)

    def data_received(self, data: bytes) -> None:
        """Read on, while there is anything to be answered."""
        if self._is_deaf:
            return
        was_in_head = self.scope is not self._headed
        newest, body = self.cycle, self._body
        self._came = len(data) + (self._came if was_in_head else 0)
        HttpToolsProtocol.data_received(self, data)
        if self.scope is not self._headed:
            self._look_at_half_a_head(has_begun_here=not was_in_head)
        elif newest is self.cycle and not was_in_head:
            self._look_at_half_a_body(len(data) - (self._body - body))

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._expect_nothing()
        if self._slow_reader is not None:
            self._slow_reader.leave()
        self._leave()
        super().connection_lost(exc)
        tell_lost(self.cycle)

    # What the parser calls. What is raised stops it.

    def on_headers_complete(self) -> None:
        """A head has come, whole."""
        if self._timer is not None:
            self._expect_nothing()
        # Nearly always the whole request is shorter than a head may be.
        if self._came > self._settings.head_bytes or len(self.headers) > MOST_HEADERS:
            self._stop(self._head_refusal(head_size(self.url, self.headers)))
        if len(self.pipeline) >= _MOST_WAITING:
            self._stop(RequestError("OVERLOADED", "Too many requests wait on one connection."))
        is_upgrade = self.parser.should_upgrade()
        # Behind a head that asks for another protocol the parser sees no body.
        if is_upgrade and not self._should_upgrade() and _has_body(self.headers):
            self._stop(RequestError("BAD_REQUEST", "No protocol but WebSocket is upgraded to."))
        before = self.cycle
        HttpToolsProtocol.on_headers_complete(self)
        if self.cycle is not before:
            # The server makes one of its own class, by its name, and has no other way.
            self.cycle.__class__ = HttpCycle
        self._headed = self.scope
        self._body = self._beside = 0
        if self._connections.is_leaving and self.cycle is not None:
            # Told with the answer, so that no request is under way to a connection that closes.
            self.cycle.keep_alive = False
        if not is_upgrade:
            # What comes as a header behind a body is none of the request's.
            self.headers = []

    def on_body(self, body: bytes) -> None:
        """Some of a body has come."""
        self._body += len(body)
        HttpToolsProtocol.on_body(self, body)

    # What the server calls.

    def shutdown(self) -> None:
        """The server stops. Who has just come and asked nothing yet has a moment to do so."""
        if cast("RequestResponseCycle | None", self.cycle) is None:
            seconds = min(_FIRST_SECONDS, self._settings.stop_seconds / 2)
            self._expect_nothing()
            self._expect(self.transport.close, seconds)
        else:
            super().shutdown()

    def handle_websocket_upgrade(self) -> None:
        """The connection is another protocol's from now on."""
        self._leave()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """What has come cannot be read, or is too long."""
        del msg
        self._refuse(self._refusal or RequestError("BAD_REQUEST", "This is no HTTP request."))

    def on_response_complete(self) -> None:
        """A request is answered: whatever came behind it is next."""
        is_last = not self.pipeline
        super().on_response_complete()
        if is_last and self._refusal is not None:
            self._say(self._refusal)
        if self._slow_reader is not None:
            self._slow_reader.leave()
            self._slow_reader = None
        # Nearly always the system has taken the whole answer.
        if self.transport.get_write_buffer_size():
            seconds = self._settings.stall_seconds
            self._slow_reader = SlowReader(self.transport, self.loop, seconds=seconds)

    def _head_refusal(self, size: int) -> RequestError | None:
        return head_refusal(self.url, self.headers, size=size, most=self._settings.head_bytes)

    def _stop(self, refusal: RequestError | None) -> None:
        if refusal is not None:
            # The parser tells of its callers' errors in its own words: why it was is kept here.
            self._refusal = refusal
            raise refusal

    def _look_at_half_a_head(self, *, has_begun_here: bool) -> None:
        if self._is_deaf:
            return
        if has_begun_here:
            # What came before it in the same piece was of other requests.
            self._came = head_size(self.url, self.headers)
        if self._timer is None:
            self._expect(self._head_is_late, self._settings.body_seconds)
        if (refusal := self._head_refusal(self._came)) is not None:
            self._refuse(refusal)

    def _look_at_half_a_body(self, beside: int) -> None:
        """``beside`` bytes have come that are none of the body's: sizes of chunks, and trailers."""
        self._beside += beside
        if (
            not self._is_deaf
            and self._beside > self._settings.head_bytes + _MOST_AROUND_A_BYTE * self._body
        ):
            self._refuse(RequestError("HEADERS_TOO_LARGE", "There is too much around the body."))

    def _head_is_late(self) -> None:
        if self.scope is not self._headed:
            self._refuse(TooSlow())
        else:
            self.transport.close()

    def _refuse(self, refusal: RequestError) -> None:
        """Answer it when all that came before is answered, and read no more."""
        self._is_deaf = True
        self._refusal = refusal
        self._expect_nothing()
        newest: RequestResponseCycle | None = self.cycle
        is_answered = newest is None or newest.response_complete
        if self.scope is not self._headed:
            if is_answered:
                self._say(refusal)
        elif newest is None or is_answered:
            # What comes behind an answer as the body of what was answered is told nothing more.
            self.transport.close()
        else:
            self._give_up(newest, refusal)

    def _give_up(self, newest: RequestResponseCycle, refusal: RequestError) -> None:
        """Have nobody wait for the body of this request, which cannot be read."""
        newest.disconnected = True
        newest.message_event.set()
        tell_lost(newest)
        if self.pipeline:
            self.pipeline.popleft()
        elif newest.response_started:
            self.transport.close()
        else:
            self._say(refusal)

    def _say(self, refusal: RequestError) -> None:
        if self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        self._write(refusal, asked=self.scope["headers"])
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._expect(self.transport.abort, _LINGER_SECONDS)

    def _write(self, refusal: RequestError, *, asked: Lines) -> None:
        told = early_refusal(
            refusal,
            asked=asked,
            added=self.server_state.default_headers,
            policy=self._settings.status_policy,
        )
        self.transport.write(told)

    def _leave(self) -> None:
        address, self._address = self._address, None
        if address is not None:
            self._connections.go(address)

    def _expect(self, due: Callable[[], None], seconds: float) -> None:
        self._timer = self.loop.call_later(seconds, due)

    def _expect_nothing(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _has_body(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name in {b"content-length", b"transfer-encoding"} for name, _ in headers)
