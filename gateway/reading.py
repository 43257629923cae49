"""Reading: from a document's text to one that is known to be valid, and how large it is.

The order is what keeps it cheap: what is too long is not parsed, and what is too large is shown to
no rule. What gives up for its work says so, as what is too large does.
"""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    parse,
    validate,
)

from gateway.demand_limits import DemandExceeded, Limits
from gateway.demand_size import DemandSize, size_of
from gateway.errors import RequestError, shortened
from gateway.validation_rules import MOST_COMPARISONS, RULES, is_aborted

_MOST_VALIDATION_ERRORS = 10
_MOST_LOCATIONS = 10


def read(
    schema: GraphQLSchema, text: str, *, limits: Limits, hints: bool
) -> tuple[DocumentNode, DemandSize]:
    """The document, and how large it is. ``hints``: errors say which names may be meant.

    Raises RequestError when it is too much, cannot be parsed or is not valid.
    """
    document_bytes = len(text.encode("utf-8", "surrogatepass"))
    limits.check("bytes", document_bytes)
    document = _parsed(text, most_tokens=limits.tokens)
    size = size_of(document, document_bytes=document_bytes)
    size.check(limits)
    errors = validate(
        schema,
        document,
        RULES,
        max_errors=_MOST_VALIDATION_ERRORS,
        hide_suggestions=not hints,
    )
    if is_aborted(errors):
        requested, most = MOST_COMPARISONS + 1, MOST_COMPARISONS
        raise DemandExceeded("comparisons", requested=requested, most=most)
    if errors:
        raise _refusal("GRAPHQL_VALIDATION_FAILED", errors)
    return document, size


def _parsed(text: str, *, most_tokens: int) -> DocumentNode:
    try:
        return parse(text, max_tokens=most_tokens)
    except GraphQLSyntaxError as error:
        if error.message.endswith("tokens. Parsing aborted."):
            raise DemandExceeded("tokens", requested=most_tokens + 1, most=most_tokens) from None
        raise _refusal("GRAPHQL_PARSE_FAILED", [error]) from None
    except RecursionError:
        message = "The document is nested too deeply."
        raise RequestError("GRAPHQL_PARSE_FAILED", message) from None


def _refusal(code: str, errors: list[GraphQLError]) -> RequestError:
    told = [_told(error, code) for error in errors]
    return RequestError(code, told[0]["message"], errors=told)


def _told(error: GraphQLError, code: str) -> dict[str, Any]:
    formatted: dict[str, Any] = {**error.formatted, "extensions": {"code": code}}
    formatted["message"] = shortened(error.message)
    if error.locations:
        formatted["locations"] = formatted["locations"][:_MOST_LOCATIONS]
    return formatted
