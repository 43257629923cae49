"""Plan: what is known of a document, worked out once: parsed, validated, and its field groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
)

from gateway.deferrals import Deferrals, deferrals
from gateway.demand_cost import Demand, demand_of
from gateway.demand_limits import Limits
from gateway.deprecations import deprecations_of
from gateway.errors import RequestError
from gateway.look_ahead import NeededGroups, look_ahead
from gateway.priority import Priority, priority_of
from gateway.reading import read
from gateway.variables import Variables
from loaders.keys import Group
from loaders.operation import GroupsByUpstream, groups_by_upstream
from resolvers.update_shape import UpdateShape, shape_of

_LIMITS = Limits()
_numbers = count()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One operation of one document, ready to run any number of times. It equals itself alone.

    ``shape`` is where the fields of an update stand in its answer; None: it is no subscription.
    ``document_id`` is the id by which the document may be asked for; None: by its text alone.
    ``is_known``: it is of a known document, so it is expected: its program is written when it comes
    first, and that of any other when it comes again.
    ``deprecated`` are the coordinates of what it asks for that will go.
    ``deferrals`` is what of it may come later; None: nothing, or it is no query. ``is_in_parts``:
    it is answered so, and ``document`` has the labels of ``deferrals``. ``parts`` are the plans
    that are, see ``gateway.deferred_plan``. ``number`` tells it from every other, for what must not
    hold it.
    """

    document: DocumentNode
    operation: OperationDefinitionNode
    needed: NeededGroups
    priority: Priority
    demand: Demand
    shape: UpdateShape | None
    variables: Variables
    deferrals: Deferrals | None = None
    document_id: str | None = None
    is_known: bool = False
    deprecated: tuple[str, ...] = ()
    is_in_parts: bool = False
    parts: dict[bool, Plan] = field(default_factory=dict)
    number: int = field(init=False, default_factory=_numbers.__next__)
    _groups: dict[frozenset[Group], GroupsByUpstream] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """``query``, ``mutation`` or ``subscription``."""
        return self.operation.operation.value

    @property
    def name(self) -> str | None:
        """The operation's name; None when it has none."""
        return self.operation.name.value if self.operation.name else None

    def groups(self, variables: Mapping[str, Any]) -> GroupsByUpstream:
        """The field groups that a run with these (coerced) variables needs."""
        groups = self.needed.for_variables(variables)
        # There are few sets of them, however many ways there are to ask.
        known = self._groups.get(groups)
        if known is None:
            known = self._groups[groups] = groups_by_upstream(groups)
        return known


class PlannedDocument:
    """One document, parsed and validated, and the plans of its operations, each worked out once.

    What else is ever to be known of a document before it runs is worked out here, too.
    """

    __slots__ = ("_document", "_id", "_is_known", "_plans", "_schema", "_size", "text")

    def __init__(
        self,
        schema: GraphQLSchema,
        text: str,
        *,
        document_id: str | None = None,
        limits: Limits = _LIMITS,
        hints: bool = True,
        is_known: bool = False,
    ) -> None:
        """``hints``: errors say which names of the schema may be meant. ``is_known``: it is an
        APP's, and will come again.

        Raises RequestError when ``text`` is too much, cannot be parsed or is not valid.
        """
        self.text = text
        self._schema = schema
        self._id = document_id
        self._is_known = is_known
        self._plans: dict[str | None, Plan] = {}
        self._document, self._size = read(schema, text, limits=limits, hints=hints)

    def plan(self, operation_name: str | None) -> Plan:
        """The plan of the operation of that name; None is the only one.

        Raises RequestError when it is unclear which is meant, or it cannot be run.
        """
        plan = self._plans.get(operation_name)
        if plan is None:
            plan = self._plans[operation_name] = self._made(operation_name)
        return plan

    def plan_all(self) -> list[Plan]:
        """The plans of every operation, and of an only one without its name, too. Raises
        RequestError.
        """
        names = [one.name.value for one in _operations(self._document) if one.name]
        plans = [self.plan(name) for name in names]
        if len(names) == 1:
            self._plans[None] = plans[0]
        return plans or [self.plan(None)]

    def _made(self, operation_name: str | None) -> Plan:
        document, schema = self._document, self._schema
        operation = _chosen(document, operation_name)
        if schema.get_root_type(operation.operation) is None:
            message = f"There are no operations of the kind {operation.operation.value}."
            raise RequestError("OPERATION_RESOLUTION_FAILURE", message)
        needed = look_ahead(schema, document, operation)
        kind = operation.operation
        return Plan(
            document,
            operation,
            needed,
            priority_of(document, operation),
            demand_of(schema, document, operation, self._size),
            shape_of(document, operation) if kind is OperationType.SUBSCRIPTION else None,
            Variables(schema, operation),
            deferrals=deferrals(schema, document) if kind is OperationType.QUERY else None,
            document_id=self._id,
            is_known=self._is_known,
            deprecated=deprecations_of(schema).of(document, operation),
        )


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [
        definition
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
    ]


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = _operations(document)
    if name is not None:
        operations = [one for one in operations if one.name and one.name.value == name]
    if len(operations) == 1:
        return operations[0]
    if name is not None:
        message = "The document has no operation of that name."
    elif operations:
        message = "The document has several operations: operationName must choose one."
    else:
        message = "The document has no operation."
    raise RequestError("OPERATION_RESOLUTION_FAILURE", message)
