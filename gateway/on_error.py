"""OnError: what becomes of an answer in which a field has failed, as its client wishes.

The request parameter ``onError``, as the GraphQL working group proposes it.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from graphql import Executor, GraphQLNonNull, GraphQLOutputType, get_nullable_type
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path

from gateway.errors import RequestError


class OnError(Enum):
    """``PROPAGATE``: a null where there may be none takes what is around it along.

    ``NULL``: the field that has failed is null, whatever the schema says, and nothing else.
    ``HALT``: the first failure ends the operation; there is that error, and no data.
    """

    NULL = "NULL"
    PROPAGATE = "PROPAGATE"
    HALT = "HALT"


def on_error_of(given: object) -> OnError:
    """What a client wishes; None wishes nothing. Raises RequestError for what is no such word."""
    if given is None:
        return OnError.PROPAGATE
    try:
        return OnError(given)
    except ValueError:
        message = "onError must be NULL, PROPAGATE or HALT."
        raise RequestError("BAD_REQUEST", message) from None


class NullingExecutor(Executor[Any]):
    """Takes every field for one that may be null."""

    def handle_field_error(
        self,
        raw_error: Exception,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        path: Path,
    ) -> None:
        """Note the error, and leave the field null."""
        super().handle_field_error(raw_error, _nullable(return_type), field_details_list, path)


class HaltingExecutor(Executor[Any]):
    """Takes every field for one that may not be null, up to the root: mutations that come after the
    one that failed are not begun.
    """

    def handle_field_error(
        self,
        raw_error: Exception,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        path: Path,
    ) -> None:
        """Raise the error, with its place."""
        never_null = GraphQLNonNull(_nullable(return_type))
        super().handle_field_error(raw_error, never_null, field_details_list, path)


EXECUTORS: dict[OnError, type[Executor[Any]]] = {
    OnError.NULL: NullingExecutor,
    OnError.PROPAGATE: Executor,
    OnError.HALT: HaltingExecutor,
}


def _nullable(kind: GraphQLOutputType) -> Any:
    return get_nullable_type(kind)
