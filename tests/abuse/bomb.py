"""Bomb: a document that is made to cost more than it says, and what it must be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Bomb:
    """``code`` refuses it; None: it is answered with ``data``, since it is cheap.

    ``limit`` is the one that is passed, and ``requested`` what was counted.
    """

    name: str
    query: str
    code: str | None = None
    limit: str | None = None
    requested: int | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    data: Any = None
    operation_name: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        """It as a request's body."""
        named = {} if self.operation_name is None else {"operationName": self.operation_name}
        return {"query": self.query, "variables": dict(self.variables), **named}


def passing(limit: str, name: str, query: str, requested: int, **variables: Any) -> Bomb:
    """One that passes a limit."""
    return Bomb(name, query, "DEMAND_EXCEEDED", limit, requested, variables)


def invalid(name: str, query: str) -> Bomb:
    """One that is not valid."""
    return Bomb(name, query, "GRAPHQL_VALIDATION_FAILED")


def no_graphql(name: str, query: str) -> Bomb:
    """One that is no GraphQL."""
    return Bomb(name, query, "GRAPHQL_PARSE_FAILED")


def unfit(name: str, query: str, **variables: Any) -> Bomb:
    """One whose variables do not fit."""
    return Bomb(name, query, "BAD_USER_INPUT", variables=variables)


def harmless(name: str, query: str, data: Any, **variables: Any) -> Bomb:
    """One that looks bad, is cheap, and is answered."""
    return Bomb(name, query, data=data, variables=variables)
