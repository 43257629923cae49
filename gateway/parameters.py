"""Parameters: what a client sends to ask for one operation, over any transport."""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.document_id import asked_id
from gateway.graphql_request import GraphQLRequest
from gateway.on_error import on_error_of
from gateway.status_policy import NoGraphQLRequest

_DEEPEST = 32
_LONGEST_NAME = 256
_MOST_VARIABLES = 256


class Parameters(msgspec.Struct, rename="camel"):
    """The parameters of "GraphQL over HTTP", section 5.1, and of a socket's ``subscribe``.

    The document is ``query``, or is known by an id: see ``gateway.document_id``.
    """

    query: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    extensions: dict[str, Any] | None = None
    document_id: str | None = None
    doc_id: str | None = msgspec.field(name="doc_id", default=None)

    # Of any type, so that a wrong one ends its operation alone, and not a socket.
    on_error: Any = None

    @property
    def has_document(self) -> bool:
        """Whether a document is asked for at all, by its text or by an id."""
        given = (self.query, self.document_id, self.doc_id)
        return given != (None, None, None) or "persistedQuery" in (self.extensions or {})

    def to_request(self, *, path_id: str | None = None) -> GraphQLRequest:
        """The request that the engine takes. An empty operation name is none.

        ``path_id`` is the id in the address. Raises RequestError when no document is asked for, or
        when it is unclear which, when ``onError`` is no such word, or when the name is too long or
        the variables are too many.
        """
        if len(self.operation_name or "") > _LONGEST_NAME:
            raise NoGraphQLRequest(f"operationName is longer than {_LONGEST_NAME} characters.")
        if len(self.variables or ()) > _MOST_VARIABLES:
            raise NoGraphQLRequest(f"There are more than {_MOST_VARIABLES} variables.")
        document_id = asked_id(self.extensions, self.document_id, self.doc_id, path_id)
        if document_id is None and self.query is None:
            message = "The request has neither a document in query nor the id of one."
            raise NoGraphQLRequest(message)
        return GraphQLRequest(
            query=self.query or "",
            operation_name=self.operation_name or None,
            variables=self.variables or {},
            extensions=self.extensions or {},
            document_id=document_id,
            on_error=on_error_of(self.on_error),
        )


def nested_too_deep(value: Any) -> bool:
    """Whether containers lie in one another deeper than any input of the schema."""
    if not value:
        return False
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for container in level
            for inner in (container.values() if isinstance(container, dict) else container or ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
