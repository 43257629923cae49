"""Parameters: what a client sends to ask for one operation, over any transport."""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.execution import GraphQLRequest
from gateway.on_error import on_error_of

_DEEPEST = 32


class Parameters(msgspec.Struct, rename="camel"):
    """The parameters of "GraphQL over HTTP", section 5.1, and of a socket's ``subscribe``."""

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    extensions: dict[str, Any] | None = None
    # Of any type, so that a wrong one ends its operation alone, and not a socket.
    on_error: Any = None

    def to_request(self) -> GraphQLRequest:
        """The request that the engine takes. An empty operation name is none.

        Raises RequestError when ``onError`` is no such word.
        """
        return GraphQLRequest(
            query=self.query,
            operation_name=self.operation_name or None,
            variables=self.variables or {},
            extensions=self.extensions or {},
            on_error=on_error_of(self.on_error),
        )


def nested_too_deep(value: Any) -> bool:
    """Whether containers lie in one another deeper than any input of the schema."""
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
