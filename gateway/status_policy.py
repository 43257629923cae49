"""Status policy: which HTTP status tells of an answer, and the media type that goes with it.

| what | compat | draft |
|---|---|---|
| data, and errors beside it | 200 | 294; 200 under ``application/json`` |
| a document that is not valid, an unclear operation, variables that do not fit | 400 | 422 |
| JSON that is no GraphQL request | 400 | 422 |
| the GraphQL of a well-formed request under ``application/json`` | 200 | as in the other type |

``compat`` is what every client in use reads. ``draft`` is the draft of GraphQL over HTTP of August
2026 ("Status Codes"): 294 is its own invention, so it stands only beside the newer media type,
and a client that reads the older one is given that for success alone.
"""

from __future__ import annotations

from gateway.errors import CODES, RequestError
from gateway.negotiation import GRAPHQL_RESPONSE, JSON

COMPAT = "compat"
DRAFT = "draft"
POLICIES = (COMPAT, DRAFT)

WELL_FORMED = frozenset(
    {
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "OPERATION_RESOLUTION_FAILURE",
        "BAD_USER_INPUT",
        "DEMAND_EXCEEDED",
        "PERSISTED_QUERY_ID_REQUIRED",
    }
)
"""A request with one of these is well-formed as HTTP; it is the GraphQL in it that is not."""

_OK = 200
_PARTIAL = 294
_UNPROCESSABLE = 422


class NoGraphQLRequest(RequestError):
    """What was sent can be read, and is no GraphQL request."""

    def __init__(self, message: str) -> None:
        super().__init__("BAD_REQUEST", message)


def status_of_answer(policy: str, *, has_errors: bool, media_type: str) -> int:
    """The status of an operation that was carried out, wholly or in part."""
    is_told = policy == DRAFT and media_type == GRAPHQL_RESPONSE
    return _PARTIAL if has_errors and is_told else _OK


def status_of_refusal(policy: str, error: RequestError, media_type: str) -> tuple[int, str]:
    """The status and the media type of a request that gives no data at all."""
    status = CODES[error.code].http_status
    if policy == DRAFT:
        is_graphql = error.code in WELL_FORMED and error.code != "GRAPHQL_PARSE_FAILED"
        if is_graphql or isinstance(error, NoGraphQLRequest):
            status = _UNPROCESSABLE
        return status, GRAPHQL_RESPONSE
    if media_type == JSON and error.code in WELL_FORMED:
        status = _OK
    return status, media_type
