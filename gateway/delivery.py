"""Delivery: how an answer leaves: compressed when its client wants it, with the headers of all."""

from __future__ import annotations

from functools import lru_cache

from gateway.content_coding import IDENTITY, LEAST_BYTES, Coding, encoded
from gateway.exchange import Exchange
from gateway.http_answer import HttpAnswer
from gateway.methods import ACCEPT_QUERY

VARY = (b"vary", b"authorization, accept, accept-language, accept-encoding")
"""What of a request makes the answer another one."""


async def deliver(reply: HttpAnswer, exchange: Exchange) -> None:
    """Send it whole. The body of an answer to HEAD is left out by the server."""
    content, headers = reply.content, head_of(reply, request_id=exchange.request_id)
    if _is_compressed(reply, exchange.coding):
        assert exchange.coding.name is not None
        content = await encoded(content, exchange.coding.name)
        headers.append((b"content-encoding", exchange.coding.name.encode("ascii")))
    if reply.media_type is not None:
        headers.append((b"content-length", b"%d" % len(content)))
    headers += exchange.rate_lines
    send = exchange.send
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def head_of(reply: HttpAnswer, *, request_id: str) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, but for those of its bytes as they are sent."""
    headers = [
        (b"cache-control", reply.cache_control),
        VARY,
        (b"x-request-id", request_id.encode("ascii")),
        *reply.headers,
    ]
    if reply.media_type is not None:
        headers.append((b"content-type", _content_type(reply.media_type)))
        headers.append(ACCEPT_QUERY)
    return headers


def _is_compressed(reply: HttpAnswer, coding: Coding) -> bool:
    if coding.name is None or coding.name == IDENTITY or reply.media_type is None:
        return False
    is_worth_it = reply.may_be_compressed and len(reply.content) >= LEAST_BYTES
    return is_worth_it or coding.is_demanded


@lru_cache(maxsize=8)
def _content_type(media_type: str) -> bytes:
    return f"{media_type}; charset=utf-8".encode("ascii")
