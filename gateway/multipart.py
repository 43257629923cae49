r"""Multipart: the words of Apollo's multipart subscriptions, ``subscriptionSpec=1.0``.

The delimiter that ends a part is sent with it, and the first one at once: a parser knows that a
part is whole, and tells of it, only when it has seen the delimiter after it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.answer import Answer
from gateway.coming_back import ComeBack
from gateway.errors import CODES, RequestError
from gateway.refusal import refusal_errors

DELIMITER = b"\r\n--graphql"
END = b"--\r\n"


class Multipart:
    """The dialect: a part is ``{"payload": <answer>}``, or ``{}`` as a heartbeat."""

    name = "multipart"
    content_type = b'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'

    @property
    def heartbeat(self) -> bytes:
        """An empty object."""
        return part({})

    def opening(self) -> bytes:
        """The first delimiter."""
        return DELIMITER

    def answer(self, answer: Answer) -> bytes:
        """A payload."""
        return part({"payload": answer.to_wire()})

    def complete(self) -> bytes:
        """What makes the last delimiter the closing one."""
        return END

    def failure(self, error: RequestError, request_id: str) -> bytes:
        """A fault of ours ends the transport; what the client could do better is an answer."""
        errors = refusal_errors(error, request_id)
        if CODES[error.code].retryable:
            return part({"payload": None, "errors": errors}) + END
        return part({"payload": {"errors": errors}}) + END

    def goodbye(self, coming: ComeBack, request_id: str) -> bytes:
        """A null payload with the reason, which clients take for the transport's."""
        errors = refusal_errors(coming.refusal, request_id)
        return part({"payload": None, "errors": errors}) + END


def part(body: dict[str, Any] | msgspec.Raw) -> bytes:
    """One part, with the delimiter that ends it."""
    content = msgspec.json.encode(body)
    return b"\r\ncontent-type: application/json\r\n\r\n%b%b" % (content, DELIMITER)
