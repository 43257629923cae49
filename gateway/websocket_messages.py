"""WebSocket messages: the words of the subprotocol ``graphql-transport-ws``.

Direction and payload of each as in PROTOCOL.md of graphql-ws. What a client sends is decoded
straight into one of these, so that nothing else gets in.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from gateway.parameters import Parameters, nested_too_deep

OperationId = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class ConnectionInit(msgspec.Struct, tag_field="type", tag="connection_init"):
    """Client: the first message; says who asks."""

    payload: dict[str, Any] | None = None


class Ping(msgspec.Struct, tag_field="type", tag="ping"):
    """Either: are you there?"""

    payload: dict[str, Any] | None = None


class Pong(msgspec.Struct, tag_field="type", tag="pong"):
    """Either: yes."""

    payload: dict[str, Any] | None = None


class Subscribe(msgspec.Struct, tag_field="type", tag="subscribe"):
    """Client: run this operation, of any kind."""

    id: OperationId
    payload: Parameters


class Complete(msgspec.Struct, tag_field="type", tag="complete"):
    """Client: stop this operation. Server: nothing more comes for it."""

    id: OperationId


ClientMessage = ConnectionInit | Ping | Pong | Subscribe | Complete

_DECODER = msgspec.json.Decoder(ClientMessage)


def decode(text: str | None) -> ClientMessage:
    """A client's message. Raises ``ValueError`` when it is none; a binary frame is none."""
    try:
        message: ClientMessage = _DECODER.decode(text or "")
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise ValueError("not a message of this protocol") from None
    payload = message.payload if not isinstance(message, Complete) else None
    if isinstance(payload, Parameters):
        if not payload.has_document:
            raise ValueError("no document")
        too_deep = nested_too_deep(payload.variables) or nested_too_deep(payload.extensions)
    else:
        too_deep = nested_too_deep(payload)
    if too_deep:
        raise ValueError("nested too deep")
    return message


def encode(kind: str, **fields: Any) -> bytes:
    """A message to the client. Times are ISO 8601. Raises what msgspec raises for odd payloads."""
    return msgspec.json.encode({"type": kind, **fields})
