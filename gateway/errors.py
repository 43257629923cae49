"""The error table: every code that a client can meet, and what goes with it on each transport.

Codes are the API and never change; messages may. The README's table is printed from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A stable code, its HTTP status when it is the whole answer, and its WebSocket close code.

    ``http_status`` 200 means that the code stands beside data; ``socket_code`` None means that the
    socket stays open.
    """

    code: str
    http_status: int
    socket_code: int | None
    retryable: bool
    description: str


_TABLE = (
    ErrorCode("UNAUTHENTICATED", 401, 4401, False, "There is no token, or it cannot be trusted."),
    ErrorCode("TOKEN_EXPIRED", 401, 4401, True, "The token has run out: ask again with a new one."),
    ErrorCode(
        "CLIENT_NOT_SUPPORTED", 403, 4403, False, "The end page is not for this client's platform."
    ),
    ErrorCode("ROUTER_NOT_TRUSTED", 403, None, False, "The router has not shown its credential."),
    ErrorCode("BAD_REQUEST", 400, 4400, False, "The request is not a GraphQL request."),
    ErrorCode("GRAPHQL_PARSE_FAILED", 400, None, False, "The document is not GraphQL."),
    ErrorCode(
        "GRAPHQL_VALIDATION_FAILED", 400, None, False, "The document does not fit the schema."
    ),
    ErrorCode(
        "OPERATION_RESOLUTION_FAILURE", 400, None, False, "It is unclear which operation to run."
    ),
    ErrorCode(
        "DEMAND_EXCEEDED", 400, None, False, "The document asks for more than may be asked for."
    ),
    ErrorCode("BAD_USER_INPUT", 400, None, False, "A variable or argument cannot be used."),
    ErrorCode(
        "PERSISTED_QUERY_NOT_FOUND",
        200,
        None,
        False,
        "No document has this id: send its text, too, or one that is known.",
    ),
    ErrorCode(
        "PERSISTED_QUERY_NOT_SUPPORTED", 200, None, False, "No document is known by an id here."
    ),
    ErrorCode(
        "PERSISTED_QUERY_ID_REQUIRED", 400, None, False, "Only known documents are answered here."
    ),
    ErrorCode("METHOD_NOT_ALLOWED", 405, None, False, "The HTTP method does not fit the request."),
    ErrorCode("NOT_ACCEPTABLE", 406, None, False, "No acceptable media type can be given."),
    ErrorCode("REQUEST_TIMEOUT", 408, None, True, "The request took too long to come."),
    ErrorCode("PAYLOAD_TOO_LARGE", 413, 1009, False, "The request is too large."),
    ErrorCode("URI_TOO_LONG", 414, None, False, "The address is too long: use POST or QUERY."),
    ErrorCode("UNSUPPORTED_MEDIA_TYPE", 415, None, False, "The body's media type is not JSON."),
    ErrorCode("HEADERS_TOO_LARGE", 431, None, False, "The headers are too many or too large."),
    ErrorCode("STREAM_NOT_FOUND", 404, None, True, "The event stream is to be reserved anew."),
    ErrorCode("STREAM_CONFLICT", 409, None, False, "The stream or the operation's id is in use."),
    ErrorCode("TOO_MANY_SUBSCRIPTIONS", 429, None, True, "Too many subscriptions or streams."),
    ErrorCode("RATE_LIMITED", 429, None, True, "A budget is spent: ask again when it is told to."),
    ErrorCode("TOO_MANY_CONNECTIONS", 429, 1013, True, "Too many connections of one address."),
    ErrorCode("NOT_FOUND", 200, None, False, "There is no such thing for this creator."),
    ErrorCode("DEADLINE_EXCEEDED", 200, None, True, "It could not be loaded in time."),
    ErrorCode("SOURCE_UNAVAILABLE", 200, None, True, "Its source cannot answer now."),
    ErrorCode("SOURCE_BAD_ANSWER", 200, None, False, "Its source answered what cannot be used."),
    ErrorCode("SOURCE_FORBIDDEN", 200, None, False, "Its source does not show it to this creator."),
    ErrorCode("OPERATION_CLOSED", 499, None, False, "The client left before the answer was ready."),
    ErrorCode("IDENTITY_UNAVAILABLE", 503, 1013, True, "The token cannot be checked now."),
    ErrorCode("OVERLOADED", 503, None, True, "There is more to do than can be done now."),
    ErrorCode("INTERNAL", 500, 4500, True, "Something unexpected went wrong; it has been logged."),
)

_MOST_MESSAGE = 300
CODES = {row.code: row for row in _TABLE}


class RequestError(Exception):
    """A request that gives no data at all.

    ``errors`` are GraphQL errors as they go over the wire, each with its code under ``extensions``.
    ``http_headers`` are those that tell a client over HTTP what it could do.
    """

    http_headers: tuple[tuple[bytes, bytes], ...] = ()

    def __init__(
        self, code: str, message: str, *, errors: list[dict[str, Any]] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.errors = errors or [{"message": message, "extensions": {"code": code}}]

    @property
    def http_status(self) -> int:
        """The HTTP status that goes with the code."""
        return CODES[self.code].http_status


def shortened(message: str) -> str:
    """The message without what a client has put into it beyond reason."""
    if len(message) <= _MOST_MESSAGE:
        return message
    return f"{message[:_MOST_MESSAGE]}..."


def table_of_errors() -> str:
    """The error table as Markdown, as it stands in the README."""
    rows = ["| code | HTTP status | socket | again? | what it means |", "|---|---|---|---|---|"]
    for row in CODES.values():
        socket = row.socket_code or "stays open"
        again = "yes" if row.retryable else "no"
        rows.append(
            f"| `{row.code}` | {row.http_status} | {socket} | {again} | {row.description} |"
        )
    return "\n".join(rows) + "\n"
