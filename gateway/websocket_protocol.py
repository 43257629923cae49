"""WebSocket protocol: the bytes and frames of one socket at ``/graphql``, below ASGI.

Waiting is what a socket does nearly always, and under ASGI a task and a queue wait with it, for
twice the memory. So the server is given this class, which has neither, and does at once what comes.
Close codes: ``gateway.websocket_closed``.

The file is long, because one object a socket does everything: each more would be held as often.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from gateway.errors import RequestError
from gateway.frame_rate import FrameRate
from gateway.gateway import Gateway
from gateway.websocket_closed import Closed
from gateway.websocket_conversation import Conversation
from gateway.websocket_fragments import Fragments
from gateway.websocket_handshake import SUBPROTOCOL, Opening, handshake_of, opened, respond
from gateway.websocket_patience import Patience, Verdict
from gateway.websocket_refusal import is_refused, refused, retold

# So many bytes are read at a stretch: they may be hundreds of frames, and others wait meanwhile.
_PIECE_BYTES = 4096
_DATA = {Opcode.TEXT, Opcode.BINARY, Opcode.CONT}


class WebSocketProtocol(asyncio.Protocol):
    """One socket, as the server makes it when a client asks for an upgrade."""

    __slots__ = (
        "_address",
        "_coming",
        "_connection",
        "_conversation",
        "_fragments",
        "_frames",
        "_gateway",
        "_is_waiting",
        "_loop",
        "_patience",
        "_server",
        "_transport",
        "alarm",
    )

    def __init__(
        self, config: Config, server_state: ServerState, app_state: dict[str, Any]
    ) -> None:
        """``app_state`` is what the app's lifespan gave; the settings are the gateway's."""
        del config
        self._server = server_state
        self._gateway = cast("Gateway", app_state["gateway"])
        self._loop = asyncio.get_running_loop()
        self._connection: ServerProtocol = Opening()
        self._fragments = Fragments()
        self._patience = Patience(self._loop.time())
        self._conversation: Conversation | None = None
        self._frames = FrameRate()
        # What has come and is not read yet, in pieces.
        self._coming = b""
        self._address: str | None = None
        self._is_waiting = False
        self._transport = cast("asyncio.Transport", None)
        self.alarm: int | None = None

    # What the server and the transport call.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The bytes of the handshake come next."""
        self._transport = cast("asyncio.Transport", transport)
        self._server.connections.add(cast("Any", self))

    def data_received(self, data: bytes) -> None:
        """Do at once what the client wants; of much that comes at once, a piece at a time."""
        self._patience.heard(self._loop.time())
        if self._frames.is_flood:
            return  # It is told so already.
        if self._coming:
            self._coming += data
        elif len(data) <= _PIECE_BYTES or self._connection.state is State.CONNECTING:
            self._read(data)
        else:
            self._coming = data
            self._read_on()

    def eof_received(self) -> None:
        """The client says nothing more: the transport closes itself."""

    def pause_writing(self) -> None:
        """The client does not keep up: who would write much waits, and nothing more is read."""
        self._patience.pause(self._loop.time())
        self.look()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._patience.resume(self._loop.time())
        self.look()
        if self._conversation is not None:
            self._conversation.resume()

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone."""
        self._server.connections.discard(cast("Any", self))
        self._coming = b""
        self._end()
        self._leave()
        self._gateway.alarms.forget(self)
        self._conversation = None
        # It and its connection hold each other, so that both would wait for the collector.
        self._connection.parser.close()

    def shutdown(self) -> None:
        """The server stops: close the socket soon, so that its client connects again elsewhere."""
        if self._conversation is not None:
            self._conversation.leave()
        elif not self._patience.is_closing:
            self._transport.close()

    # What the conversation calls.

    @property
    def is_writable(self) -> bool:
        """Whether the client keeps up."""
        return not self._patience.is_paused

    def say(self, message: bytes) -> None:
        """Send one text message."""
        if self._connection.state is State.OPEN:
            self._connection.send_text(message)
            self._flush()

    def close(self, closed: Closed) -> None:
        """Send the close frame after all that was said, and wait a little for the client's."""
        if self._connection.state is State.OPEN:
            self._connection.send_close(closed.code, closed.reason)
            self._flush()
            self._end()

    def look(self) -> None:
        """Read no more than can be dealt with, and be woken in time."""
        if self._transport.is_closing():
            return
        is_thinking = self._conversation is not None and self._conversation.is_thinking
        is_behind = self._patience.is_paused and not self._patience.is_closing
        if is_thinking or is_behind or self._coming:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()
        self._gateway.alarms.wake(self, self._due())

    # What the alarms call.

    def ring(self, now: float) -> float | None:
        """Close the socket, or ask whether the client is there, when it is time."""
        due = self._conversation.due if self._conversation is not None else None
        if self._conversation is not None and due is not None and now >= due:
            self.close(self._conversation.overdue())
        match self._patience.verdict(now, self._gateway.settings):
            case Verdict.PING:
                self._connection.send_ping(b"")
                self._flush()
            case Verdict.SILENT:
                self.close(Closed(1013, "Nothing was heard for too long"))
            case Verdict.STALLED:
                self.close(Closed(1013, "Nothing was read for too long"))
            case Verdict.GIVE_UP:
                self._transport.abort()
                return None
        return self._due()

    def _due(self) -> float:
        due = self._patience.due(self._gateway.settings)
        if self._conversation is None or self._conversation.due is None:
            return due
        return min(due, self._conversation.due)

    def _read_on(self) -> None:
        data = self._coming
        if self._transport.is_closing() or self._frames.is_flood:
            self._coming = b""
            self.look()
            return
        self._coming = data[_PIECE_BYTES:]
        self._read(data[:_PIECE_BYTES])
        if self._coming:
            self._loop.call_soon(self._read_on)
        self.look()

    def _read(self, data: bytes) -> None:
        self._connection.receive_data(data)
        for event in self._connection.events_received():
            if isinstance(event, Request):
                self._shake_hands(event)
            elif isinstance(event, Frame):
                self._hear(event)
        # What the connection has answered by itself: pongs, and the close frame.
        self._flush()

    def _hear(self, frame: Frame) -> None:
        if not self._frames.add(self._loop.time(), most=self._gateway.settings.socket_frames):
            self.close(Closed(1013, "Too many messages came"))
        elif frame.opcode in _DATA:
            self._take(frame)

    def _shake_hands(self, request: Request) -> None:
        peer = self._transport.get_extra_info("peername")
        settings = self._gateway.settings
        handshake = handshake_of(request, settings, peer=peer[0] if peer else "")
        response = respond(self._connection, request, settings)
        if is_refused(response):
            response = retold(response, handshake.request_id)
        else:
            try:
                self._come(handshake.address)
            except RequestError as refusal:
                response = refused(refusal, handshake.request_id)
        self._connection.send_response(response)
        self._flush()
        if self._connection.state is not State.OPEN:
            return
        subprotocol = self._connection.subprotocol
        self._connection.parser.close()
        self._connection = opened(self._gateway.settings)
        if subprotocol != SUBPROTOCOL:
            self.close(Closed(4406, "Subprotocol not acceptable"))
            return
        self._conversation = Conversation(self._gateway, self, handshake, self._server.tasks)
        self.look()

    def known(self) -> None:
        """It is known who asks."""
        if self._is_waiting and self._address is not None:
            self._gateway.connections.known(self._address)
        self._is_waiting = False

    def _come(self, address: str) -> None:
        """Be one of those who are here. Raises RequestError."""
        self._gateway.rates.knock(address)
        self._gateway.connections.come(address)
        self._address = address
        self._gateway.connections.wait(address)
        self._is_waiting = True

    def _leave(self) -> None:
        self.known()
        if self._address is not None:
            self._gateway.connections.go(self._address)
            self._address = None

    def _take(self, frame: Frame) -> None:
        whole = self._fragments.whole(frame)
        if whole is None or self._conversation is None or self._connection.state is not State.OPEN:
            return
        is_text, message = whole
        try:
            text = message.decode() if is_text else None
        except UnicodeDecodeError:
            self.close(Closed(1007, "Text is not UTF-8"))
        else:
            self._conversation.hear(text)

    def _flush(self) -> None:
        for data in self._connection.data_to_send():
            if data:
                self._transport.write(data)
            else:
                self._finish()

    def _finish(self) -> None:
        """Nothing more is said on this connection."""
        self._end()
        if self._connection.close_rcvd is not None or self._connection.state is State.CONNECTING:
            self._transport.close()
        elif not self._transport.is_closing():
            # The client may be in the middle of a message. Closed now, what it still sends would be
            # answered by a reset, which takes the close frame from it before it has read it.
            self._transport.write_eof()

    def _end(self) -> None:
        """The socket is open no more: stop what runs, and wait only so long for the client."""
        self._patience.close(self._loop.time())
        if self._conversation is not None:
            self._conversation.end()
        self.look()
