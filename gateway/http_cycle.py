"""HTTP cycle: one request and its answer as the server knows them, at less cost for each answer.

The server looks at each header of each answer by itself: whether its name and its value may stand
in a head, and whether it says how the answer ends. There are few sets of names that answers have,
so what hangs on the names is found out once, and the values are looked at together. And a head is
written together with the body behind it, which is one call of the system in place of two. Whatever
is not plain (no length, a word about the connection, a reader who is slow, one who has left) is the
server's own to send.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    RequestResponseCycle,
)

_ABOUT_THE_CONNECTION = frozenset({b"connection", b"transfer-encoding"})
_LENGTH = b"content-length"
# More is not worth being copied for it.
_MOST_TOGETHER = 65_536


class HttpCycle(RequestResponseCycle):
    """As the server's own. ``when_lost`` is called when the connection is lost: see
    ``gateway.connection``.
    """

    when_lost: Callable[[], None] | None = None
    _head: bytes | None = None

    async def send(self, message: Any) -> None:
        """Take what the app sends."""
        if not (self._end(message) if self.response_started else self._begin(message)):
            await super().send(message)

    def _begin(self, message: Any) -> bool:
        """Have the head wait for what is behind it; False when it is not plain, and nothing has
        been done.
        """
        if self.disconnected or self.flow.write_paused:
            return False
        if message["type"] != "http.response.start":
            return False
        headers = [*self.default_headers, *message.get("headers", ())]
        form = _form(tuple([name for name, _ in headers]))
        values = tuple([value for _, value in headers])
        # A space may stand in any value, so of all together none has what none may have.
        if form is None or HEADER_VALUE_RE.search(b" ".join(values)):
            return False
        self.response_started = True
        self.waiting_for_100_continue = False
        self.expected_content_length = int(values[form.length_at])
        self.chunked_encoding = False
        end = b"\r\n" if self.keep_alive else b"connection: close\r\n\r\n"
        self._head = STATUS_LINE[message["status"]] + form.lines % values + end
        return True

    def _end(self, message: Any) -> bool:
        """Send the body with its head; False when there is more to it, and the head alone has gone,
        if there was one.
        """
        head, self._head = self._head, None
        if head is None:
            return False
        body = message.get("body", b"")
        if not self._is_all(message, body):
            if not self.disconnected:
                self.transport.write(head)
            return False
        self.transport.write(head + body)
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
        return True

    def _is_all(self, message: Any, body: bytes) -> bool:
        """Whether it is the whole body, and can go out with its head."""
        return (
            message["type"] == "http.response.body"
            and not message.get("more_body", False)
            and len(body) == self.expected_content_length
            and len(body) <= _MOST_TOGETHER
            and self.scope["method"] != "HEAD"
            and not self.disconnected
            and not self.flow.write_paused
        )


class _Form(NamedTuple):
    """The lines of a head with places for their values, and which of those is the length."""

    lines: bytes
    length_at: int


@lru_cache(maxsize=256)
def _form(names: tuple[bytes, ...]) -> _Form | None:
    """The form of headers of these names, in this order; None: they are not plain."""
    names = tuple(name.lower() for name in names)
    is_plain = not any(HEADER_RE.search(name) or b"%" in name for name in names)
    if not is_plain or names.count(_LENGTH) != 1 or not _ABOUT_THE_CONNECTION.isdisjoint(names):
        return None
    return _Form(b"".join(name + b": %b\r\n" for name in names), names.index(_LENGTH))
