"""Demand size: how large a document is, counted in one pass before any rule looks at it.

Each fragment is counted once, however often it is spread, so that the time is linear in the
document's length; what it comes to when all fragments are unfolded is counted nevertheless.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from gateway.demand_limits import DemandExceeded, Limits
from gateway.errors import RequestError

SATURATED = 2**31 - 1
"""What is counted no further: as large as a number of GraphQL may be."""
MOST_OPERATIONS = 20
MOST_NESTING = 100
_INTROSPECTION = frozenset({"__schema", "__type"})


@dataclass(frozen=True, slots=True)
class DemandSize:
    """What a document comes to, of its largest operation where it has several.

    ``aliases`` and ``directives`` are those that are written; ``fields`` and ``root_fields`` those
    that are asked for when fragments are unfolded. ``introspects``: it asks for the schema.
    """

    document_bytes: int
    tokens: int
    depth: int
    aliases: int
    root_fields: int
    directives: int
    fields: int
    introspects: bool

    def check(self, limits: Limits) -> None:
        """Raises DemandExceeded, of the first limit that is passed."""
        limits.check("bytes", self.document_bytes)
        limits.check("tokens", self.tokens)
        limits.check("depth", self.depth)
        limits.check("aliases", self.aliases)
        limits.check("rootFields", self.root_fields)
        limits.check("directives", self.directives)
        limits.check("fields", self.fields)


@dataclass(slots=True)
class _Selected:
    """What one selection set comes to; ``here`` counts its own level alone."""

    depth: int = 0
    fields: int = 0
    here: int = 0

    def add(self, other: _Selected) -> None:
        """Another that stands in the place of one of its selections."""
        self.depth = max(self.depth, other.depth)
        self.fields = min(self.fields + other.fields, SATURATED)
        self.here = min(self.here + other.here, SATURATED)

    def add_field(self, below: _Selected | None) -> None:
        """One field, and what is selected below it."""
        self.depth = max(self.depth, 1 + (below.depth if below else 0))
        self.fields = min(self.fields + 1 + (below.fields if below else 0), SATURATED)
        self.here = min(self.here + 1, SATURATED)


class _Pass:
    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        # None: it is being counted.
        self._counted: dict[str, _Selected | None] = {}
        self._nesting = 0
        self.aliases = 0
        self.directives = 0
        self.introspects = False

    def definition(self, node: OperationDefinitionNode | FragmentDefinitionNode) -> _Selected:
        """What an operation comes to, or a fragment wherever it stands."""
        if isinstance(node, FragmentDefinitionNode):
            return self._fragment(node.name.value)
        self.directives += len(node.directives or ())
        self.directives += sum(len(one.directives or ()) for one in node.variable_definitions or ())
        return self._selection_set(node.selection_set)

    def _fragment(self, name: str) -> _Selected:
        if name in self._counted:
            counted = self._counted[name]
            if counted is None:
                raise _cycle(self._fragments[name])
            return counted
        node = self._fragments.get(name)
        if node is None:  # The rules tell of it.
            return _Selected()
        self._counted[name] = None
        self.directives += len(node.directives or ())
        counted = self._counted[name] = self._selection_set(node.selection_set)
        return counted

    def _selection_set(self, node: SelectionSetNode) -> _Selected:
        found = _Selected()
        self._nesting += 1
        if self._nesting > MOST_NESTING:
            raise DemandExceeded("nesting", requested=self._nesting, most=MOST_NESTING)
        for selection in node.selections:
            self._selection(selection, found)
        self._nesting -= 1
        return found

    def _selection(self, node: SelectionNode, found: _Selected) -> None:
        self.directives += len(node.directives or ())
        if isinstance(node, FieldNode):
            self.aliases += node.alias is not None
            self.introspects = self.introspects or node.name.value in _INTROSPECTION
            below = node.selection_set
            found.add_field(None if below is None else self._selection_set(below))
        elif isinstance(node, FragmentSpreadNode):
            found.add(self._fragment(node.name.value))
        elif isinstance(node, InlineFragmentNode):
            found.add(self._selection_set(node.selection_set))


def size_of(document: DocumentNode, *, document_bytes: int) -> DemandSize:
    """How large a document is that has been parsed, and nothing else.

    Raises DemandExceeded for what cannot be counted in reasonable time, and RequestError for a
    fragment within itself.
    """
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if len(operations) > MOST_OPERATIONS:
        raise DemandExceeded("operations", requested=len(operations), most=MOST_OPERATIONS)
    walk = _Pass(document)
    found = [
        (walk.definition(one), isinstance(one, OperationDefinitionNode))
        for one in document.definitions
        if isinstance(one, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    return DemandSize(
        document_bytes=document_bytes,
        tokens=document.token_count,
        depth=max((one.depth for one, _ in found), default=0),
        aliases=walk.aliases,
        root_fields=max((one.here for one, is_operation in found if is_operation), default=0),
        directives=walk.directives,
        fields=max((one.fields for one, _ in found), default=0),
        introspects=walk.introspects,
    )


def _cycle(fragment: FragmentDefinitionNode) -> RequestError:
    error = GraphQLError(f"Cannot spread fragment '{fragment.name.value}' within itself.", fragment)
    told = {**error.formatted, "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}
    return RequestError("GRAPHQL_VALIDATION_FAILED", error.message, errors=[told])
