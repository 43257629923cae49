"""Schema engine: runs the one operation that needs no creator, which asks for the schema alone."""

from __future__ import annotations

from gateway.errors import RequestError
from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from gateway.plan import Plan
from resolvers.selected import Selected

_NEEDS_NOBODY = frozenset({"_service", "__typename"})


class SchemaEngine(Engine):
    """An engine that tells the subgraph's schema, and of everything else that a token is needed."""

    def _plan(self, request: GraphQLRequest) -> Plan:
        plan = super()._plan(request)
        fields = Selected(plan.document).fields(plan.operation.selection_set)
        if not {field.name.value for field in fields} <= _NEEDS_NOBODY:
            message = "A token is needed: Authorization: Bearer <token>."
            raise RequestError("UNAUTHENTICATED", message)
        return plan
