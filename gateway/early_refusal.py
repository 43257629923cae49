"""Early refusal: what is said of a request that never became one, as bytes for its connection."""

from __future__ import annotations

from collections.abc import Iterable

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from gateway.delivery import head_of
from gateway.errors import RequestError
from gateway.http_answer import of_refusal
from gateway.negotiation import JSON, accept_of
from gateway.request_headers import RequestHeaders
from gateway.security_headers import SECURITY_HEADERS

_CLOSE = (b"connection", b"close")
Lines = Iterable[tuple[bytes, bytes]]


def early_refusal(refusal: RequestError, *, asked: Lines, added: Lines, policy: str) -> bytes:
    """The whole answer, after which the connection is closed.

    ``asked`` are the headers of the request, as many as have come; ``added`` are those that the
    server adds to all answers.
    """
    headers = RequestHeaders({"headers": asked})
    request_id = headers.request_id()
    reply = of_refusal(
        refusal,
        media_type=accept_of(headers.get("accept")).answer or JSON,
        policy=policy,
        request_id=request_id,
    )
    lines = [line for line in head_of(reply, request_id=request_id) if line != _CLOSE]
    length = (b"content-length", b"%d" % len(reply.content))
    lines = [*added, *lines, *SECURITY_HEADERS, length, _CLOSE]
    head = b"".join(b"%b: %b\r\n" % line for line in lines)
    return b"%b%b\r\n%b" % (STATUS_LINE[reply.status], head, reply.content)
