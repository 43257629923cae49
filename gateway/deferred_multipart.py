r"""Deferred multipart: the words of an answer in parts, as ``multipart/mixed``.

A part is a payload of one of the incremental formats, which the content type names. The delimiter
that ends a part is sent with it, as for subscriptions. There are no heartbeats: clients take each
part for a payload, and all of them have come before anybody would think that the stream is dead.
"""

from __future__ import annotations

from typing import Any

from gateway.answer import Answer
from gateway.coming_back import ComeBack
from gateway.errors import RequestError
from gateway.incremental_format import IncrementalFormat
from gateway.multipart import DELIMITER, END, part
from gateway.refusal import refusal_errors


class DeferredMultipart:
    """The dialect of one format."""

    name = "multipart"
    heartbeat = b""

    def __init__(self, format_: IncrementalFormat) -> None:
        content_type = f'multipart/mixed;boundary="graphql";{format_.spec}'
        self.content_type = content_type.encode("ascii")

    def opening(self) -> bytes:
        """The first delimiter."""
        return DELIMITER

    def answer(self, answer: Answer) -> bytes:
        """A payload."""
        return part(answer.to_wire())

    def complete(self) -> bytes:
        """What makes the last delimiter the closing one."""
        return END

    def failure(self, error: RequestError, request_id: str) -> bytes:
        """The errors as the last payload."""
        return _last({"errors": refusal_errors(error, request_id)})

    def goodbye(self, coming: ComeBack, request_id: str) -> bytes:
        """The same with the reason: there is nothing to come back for."""
        return self.failure(coming.refusal, request_id)


def _last(payload: dict[str, Any]) -> bytes:
    return part({**payload, "hasNext": False}) + END
