"""HTTP cycle: the head of an answer is, byte for byte, what the server would have sent itself."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from gateway.http_cycle import HttpCycle


class Connection:
    """What is written, and how the server's flow stands."""

    write_paused = False

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, content: bytes) -> None:
        """Keep it."""
        self.pieces.append(content)

    def close(self) -> None:
        """Say so."""
        self.pieces.append(b"(closed)")

    def is_closing(self) -> bool:
        """Never before that."""
        return False


def sent(kind: type[RequestResponseCycle], messages: list[Any], **how: Any) -> Any:
    """What is raised for these messages, what is written, and whether that was all."""
    connection = Connection()
    outcome, is_complete = run(kind, connection, messages, **how)
    return outcome, b"".join(connection.pieces), is_complete


def pieces(kind: type[RequestResponseCycle], messages: list[Any]) -> list[bytes]:
    """What is written at once, piece by piece."""
    connection = Connection()
    run(kind, connection, messages)
    return connection.pieces


def run(
    kind: type[RequestResponseCycle], connection: Connection, messages: list[Any], **how: Any
) -> tuple[str, bool]:
    """Send them."""
    parts: dict[str, Any] = {
        "scope": {"method": how.get("method", "POST")},
        "transport": connection,
        "flow": connection,
        "logger": logging.getLogger("nobody"),
        "access_logger": logging.getLogger("nobody"),
        "access_log": False,
        "default_headers": [(b"x-default", b"1")],
        "message_event": asyncio.Event(),
        "expect_100_continue": False,
        "keep_alive": how.get("keep_alive", True),
        "on_response": lambda: None,
    }
    cycle = kind(**parts)
    cycle.disconnected = how.get("disconnected", False)

    async def send() -> str:
        for message in messages:
            await cycle.send(message)
        return "sent"

    try:
        outcome = asyncio.run(send())
    except RuntimeError as error:
        outcome = str(error)
    return outcome, cycle.response_complete


NAMES = st.sampled_from(
    [b"content-length", b"Content-Length", b"vary", b"etag", b"connection", b"x%b", b"a b"]
)
VALUES = st.sampled_from([b"3", b"0", b"close", b"keep-alive", b"%b", b"a\r\nb: c", b"\xff", b""])
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=5)


@given(HEADERS, st.sampled_from([200, 204, 404]), st.sampled_from(["POST", "HEAD"]), st.booleans())
def test_it_sends_what_the_server_would(
    headers: list[tuple[bytes, bytes]], status: int, method: str, keep_alive: bool
) -> None:
    """Whatever the headers are, those that none may send among them."""
    messages = [
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": b"abc"},
    ]
    how = {"method": method, "keep_alive": keep_alive}
    ours = _or_its_kind(HttpCycle, messages, how)
    assert ours == _or_its_kind(RequestResponseCycle, messages, how)


def _or_its_kind(kind: type[RequestResponseCycle], messages: list[Any], how: Any) -> Any:
    try:
        return sent(kind, messages, **how)
    except ValueError:  # A length that is none.
        return "no length"


START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-length", b"2"), (b"ETag", b"x")],
}
HEAD = b"HTTP/1.1 200 OK\r\nx-default: 1\r\ncontent-length: 2\r\netag: x\r\n\r\n"


@pytest.mark.parametrize(
    ("bodies", "written"),
    [
        ([], []),
        ([(b"ab", False)], [HEAD + b"ab"]),
        ([(b"a", True), (b"b", False)], [HEAD, b"a", b"b"]),
        ([(b"", True), (b"ab", False)], [HEAD, b"", b"ab"]),
    ],
)
def test_a_head_goes_out_with_what_is_behind_it(
    bodies: list[tuple[bytes, bool]], written: list[bytes]
) -> None:
    """In one piece where that is the whole body."""
    behind = [
        {"type": "http.response.body", "body": body, "more_body": more} for body, more in bodies
    ]
    assert sent(HttpCycle, [START, *behind])[1] == b"".join(written)
    assert pieces(HttpCycle, [START, *behind]) == written


def test_nothing_goes_out_to_who_has_left() -> None:
    """Neither a head nor a body."""
    body = {"type": "http.response.body", "body": b"ab"}
    assert sent(HttpCycle, [START, body], disconnected=True)[:2] == ("sent", b"")


def test_what_is_no_beginning_is_refused() -> None:
    """As the server does."""
    body = {"type": "http.response.body", "body": b""}
    outcome, written, _ = sent(HttpCycle, [body])
    assert (outcome, written) == sent(RequestResponseCycle, [body])[:2]
