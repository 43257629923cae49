"""Deprecations: what an operation asks for that will go, worked out once for its plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLInputObjectType,
    GraphQLSchema,
    ObjectFieldNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    separate_operations,
    visit,
)


class Deprecations:
    """Those of one schema, by their coordinates."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._has_any = any(_deprecated(schema))

    def of(self, document: DocumentNode, operation: OperationDefinitionNode) -> tuple[str, ...]:
        """The deprecated fields, arguments, input fields and enum values that the operation names,
        sorted. The document must have been validated. What variables carry is not among them.
        """
        if not self._has_any:
            return ()
        name = operation.name.value if operation.name else ""
        finder = _Finder(TypeInfo(self._schema))
        visit(separate_operations(document)[name], TypeInfoVisitor(finder.types, finder))
        return tuple(sorted(finder.found))


class _Finder(Visitor):
    """Goes over what is written, with the types that it stands for."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.found: set[str] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """A field."""
        field, parent = self.types.get_field_def(), self.types.get_parent_type()
        if field is not None and parent is not None:
            self._note(field, f"{parent.name}.{node.name.value}")

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        """An argument of a field or directive."""
        argument, directive = self.types.get_argument(), self.types.get_directive()
        field, parent = self.types.get_field_def(), self.types.get_parent_type()
        if argument is None:
            return
        if directive is not None:
            self._note(argument, f"@{directive.name}({node.name.value}:)")
        elif field is not None and parent is not None:
            name = next((name for name, one in _fields(parent) if one is field), "")
            self._note(argument, f"{parent.name}.{name}({node.name.value}:)")

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        """A field of an input object."""
        kind = get_named_type(self.types.get_parent_input_type())
        if isinstance(kind, GraphQLInputObjectType) and node.name.value in kind.fields:
            self._note(kind.fields[node.name.value], f"{kind.name}.{node.name.value}")

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        """An enum's value."""
        value, kind = self.types.get_enum_value(), get_named_type(self.types.get_input_type())
        if value is not None and kind is not None:
            self._note(value, f"{kind.name}.{node.value}")

    def _note(self, element: Any, coordinate: str) -> None:
        if element.deprecation_reason is not None:
            self.found.add(coordinate)


def _fields(kind: Any) -> list[tuple[str, Any]]:
    return list(getattr(kind, "fields", {}).items())


def _deprecated(schema: GraphQLSchema) -> Iterator[bool]:
    for directive in schema.directives:
        yield from (one.deprecation_reason is not None for one in directive.args.values())
    for kind in schema.type_map.values():
        for _, field in _fields(kind):
            yield field.deprecation_reason is not None
            arguments = getattr(field, "args", {}).values()
            yield from (one.deprecation_reason is not None for one in arguments)
        for value in getattr(kind, "values", {}).values():
            yield value.deprecation_reason is not None


@lru_cache(maxsize=8)
def deprecations_of(schema: GraphQLSchema) -> Deprecations:
    """What of ``schema`` will go, worked out once."""
    return Deprecations(schema)
