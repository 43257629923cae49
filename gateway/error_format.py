"""Error format: errors as clients see them. What was not thrown on purpose is masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from graphql import GraphQLError

from gateway.errors import CODES
from loaders.errors import KnownError, SourceBadAnswer

_MASK = "Something unexpected went wrong."
_log = structlog.get_logger(__name__)


def format_errors(errors: Sequence[GraphQLError], *, request_id: str) -> list[dict[str, Any]]:
    """The errors of an operation that ran, each with its path and a stable code.

    Where they were raised is forgotten by that: the frames there hold all that was read, and the
    errors as well, so all of it would stay until Python looks for cycles.
    """
    formatted = [_format(error, request_id) for error in errors]
    for error in errors:
        _forget_where(error)
    return formatted


def _format(error: GraphQLError, request_id: str) -> dict[str, Any]:
    cause = _cause(error)
    if isinstance(cause, KnownError):
        code, message = cause.code, cause.message
        if isinstance(cause, SourceBadAnswer):
            _log.warning(
                "bad_answer", upstream=cause.upstream, detail=cause.detail, request_id=request_id
            )
    else:
        code, message = "INTERNAL", _MASK
        _log.error("unexpected_error", request_id=request_id, path=error.path, exc_info=cause)
    extensions: dict[str, Any] = {
        "code": code,
        "retryable": CODES[code].retryable,
        "requestId": request_id,
    }
    if isinstance(cause, KnownError) and cause.retry_after_ms is not None:
        extensions["retryAfterMs"] = cause.retry_after_ms
    formatted: dict[str, Any] = {"message": message, "extensions": extensions}
    if error.locations:
        formatted["locations"] = [
            {"line": location.line, "column": location.column} for location in error.locations
        ]
    if error.path is not None:
        formatted["path"] = list(error.path)
    return formatted


def _cause(error: GraphQLError) -> Exception:
    """What was thrown in the first place: errors are wrapped once a level."""
    cause: Exception = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _forget_where(error: BaseException | None) -> None:
    """What was wrapped and what was handled meanwhile included."""
    while error is not None and error.__traceback__ is not None:
        error.__traceback__ = None
        _forget_where(error.__context__)
        error = error.original_error if isinstance(error, GraphQLError) else error.__cause__
