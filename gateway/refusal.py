"""Refusal: a request that gives no data, as its errors go over any wire."""

from __future__ import annotations

from typing import Any

import structlog

from gateway.errors import CODES, RequestError


def refusal_errors(error: RequestError, request_id: str) -> list[dict[str, Any]]:
    """The errors, each with the request's id and whether asking again makes sense."""
    told = {"code": error.code, "retryable": CODES[error.code].retryable, "requestId": request_id}
    return [{**item, "extensions": {**told, **item.get("extensions", {})}} for item in error.errors]


def masked(request_id: str) -> RequestError:
    """What the client is told of an exception that nobody threw on purpose.

    The exception, which must be the one being handled, is logged here and only here.
    """
    structlog.get_logger().exception("unexpected", request_id=request_id)
    return RequestError("INTERNAL", "Something unexpected went wrong.")
