"""Event stream: the words of graphql-sse, each as it stands in a ``text/event-stream``."""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.answer import Answer
from gateway.coming_back import ComeBack, coming_back_ms
from gateway.errors import RequestError
from gateway.refusal import refusal_errors

KEEP_ALIVE = b":\n\n"


class EventStream:
    """The dialect of the distinct connections mode: a stream is one operation's."""

    name = "sse"
    content_type = b"text/event-stream; charset=utf-8"
    heartbeat = KEEP_ALIVE

    def opening(self) -> bytes:
        """When to come back after a cut; it is the first thing, so that some byte comes at once."""
        return b"retry: %d\n\n" % coming_back_ms()

    def answer(self, answer: Answer) -> bytes:
        """An event ``next``."""
        return next_event(answer.to_wire(), answer.event_id)

    def complete(self) -> bytes:
        """The event ``complete``. Without its empty ``data`` an EventSource is silent about it."""
        return b"event: complete\ndata:\n\n"

    def failure(self, error: RequestError, request_id: str) -> bytes:
        """The errors as an answer, then ``complete``: the protocol has no third event."""
        return next_event({"errors": refusal_errors(error, request_id)}) + self.complete()

    def goodbye(self, coming: ComeBack, request_id: str) -> bytes:
        """A comment that says why, and when to come back; no ``complete``, so clients do."""
        del request_id
        return goodbye(coming)


def next_event(data: dict[str, Any] | msgspec.Raw, event_id: str | None = None) -> bytes:
    """The event ``next``. JSON has no line breaks, so its data is one line."""
    told = b"" if event_id is None else b"id: %b\n" % event_id.encode()
    return b"event: next\n%bdata: %b\n\n" % (told, msgspec.json.encode(data))


def complete_event(data: dict[str, Any]) -> bytes:
    """The event ``complete`` of one operation among several."""
    return b"event: complete\ndata: %b\n\n" % msgspec.json.encode(data)


def goodbye(coming: ComeBack) -> bytes:
    """The last lines of a stream whose operations go on."""
    return b": %b\nretry: %d\n\n" % (coming.reason.encode(), coming_back_ms())
