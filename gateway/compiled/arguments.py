"""Arguments: how written code hands a field's arguments to its resolver.

What of them is known beforehand stands in the code, and so does a scalar or enum that comes from a
variable. Where there is more to it, all arguments of the field go through graphql-core and
Strawberry when it runs, as they do without a program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import strawberry
from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    NonNullTypeNode,
    ObjectValueNode,
    OperationDefinitionNode,
    Undefined,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    get_nullable_type,
    is_leaf_type,
    value_from_ast,
)
from graphql.execution.values import get_argument_values
from strawberry.relay import GlobalID
from strawberry.types.arguments import StrawberryArgument, convert_arguments
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryOptional,
)

from gateway.compiled.names import Names
from gateway.compiled.odd import Odd
from gateway.compiled.reading import DEFINITION

if TYPE_CHECKING:
    from gateway.compiled.run import Run


_INVOLVED = (VariableNode, ListValueNode, ObjectValueNode)


class _Involved(Exception):
    """There is more to an argument than can stand in the code."""


class Arguments:
    """The arguments of one operation's fields. In the code, ``R`` is the run."""

    def __init__(
        self, schema: strawberry.Schema, operation: OperationDefinitionNode, names: Names
    ) -> None:
        self._schema = schema
        self._names = names
        self._variables: Mapping[str, VariableDefinitionNode] = {
            definition.variable.name.value: definition
            for definition in operation.variable_definitions or ()
        }

    def keywords(self, definition: GraphQLField, node: FieldNode) -> list[str]:
        """What stands in the call of the field's resolver."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        try:
            found = [
                self._keyword(argument, given.get(name))
                for name, argument in definition.args.items()
            ]
        except _Involved:
            converted = _converting(self._schema, definition, node)
            return [f"**{self._names.of(converted, 'arguments')}(R)"]
        return [keyword for keyword in found if keyword is not None]

    def _keyword(self, argument: GraphQLArgument, given: ValueNode | None) -> str | None:
        """One argument; None when its resolver is not handed it. Raises _Involved."""
        declared = argument.extensions.get(DEFINITION)
        if not isinstance(declared, StrawberryArgument):
            raise _Involved
        if isinstance(given, ListValueNode):
            return f"{declared.python_name}=[*{self._literal_list(argument, declared, given)}]"
        if not _is_handed_on(argument, argument.type, declared.type):
            raise _Involved
        if given is None:
            default = _default(argument)
            if default is Undefined:
                return None
            return f"{declared.python_name}={self._names.of(default, 'value')}"
        if isinstance(given, VariableNode):
            return f"{declared.python_name}={self._variable(argument, given.name.value)}"
        value = value_from_ast(given, argument.type)
        if value is Undefined:
            raise _Involved
        return f"{declared.python_name}={self._names.of(value, 'value')}"

    def _literal_list(
        self, argument: GraphQLArgument, declared: StrawberryArgument, given: ListValueNode
    ) -> str:
        """A list of plain values that stands in the document; each resolver has one of its own."""
        kind: Any = get_nullable_type(argument.type)
        to: Any = declared.type
        if isinstance(to, StrawberryOptional) and not isinstance(to, StrawberryMaybe):
            to = to.of_type
        if not isinstance(kind, GraphQLList) or not isinstance(to, StrawberryList):
            raise _Involved
        is_plain = not any(isinstance(each, _INVOLVED) for each in given.values)
        if not is_plain or not _is_handed_on(argument, kind.of_type, to.of_type):
            raise _Involved
        value = value_from_ast(given, argument.type)
        if value is Undefined:
            raise _Involved
        return self._names.of(tuple(value), "value")

    def _variable(self, argument: GraphQLArgument, name: str) -> str:
        variable = self._variables[name]
        is_always_there = variable.default_value is not None or isinstance(
            variable.type, NonNullTypeNode
        )
        if is_always_there:
            value = f"R.values[{name!r}]"
        else:
            default = _default(argument)
            if default is Undefined:
                raise _Involved
            value = f"R.values.get({name!r}, {self._names.of(default, 'value')})"
        if isinstance(argument.type, GraphQLNonNull) and not isinstance(
            variable.type, NonNullTypeNode
        ):
            value = f"{self._names.of(_not_null, 'not_null')}({value})"
        return value


def _is_handed_on(argument: GraphQLArgument, kind: Any, to: Any) -> bool:
    """Whether Strawberry hands a value of ``kind``, which is ``to`` to it, on as graphql-core gives
    it.
    """
    if isinstance(to, StrawberryMaybe):
        return False
    if isinstance(to, StrawberryOptional):
        to = to.of_type
    return is_leaf_type(get_nullable_type(kind)) and to is not GlobalID and argument.default is None


def _default(argument: GraphQLArgument) -> Any:
    default = argument.default_value
    if isinstance(default, list | dict):
        raise _Involved
    return default


def _not_null(value: Any) -> Any:
    if value is None:
        raise Odd
    return value


def _converting(
    schema: strawberry.Schema, definition: GraphQLField, node: FieldNode
) -> Callable[[Run], dict[str, Any]]:
    """A function that gives the arguments of a field for one run. Raises Odd when it cannot."""
    field = definition.extensions[DEFINITION]
    registry = schema.schema_converter.scalar_registry

    def convert(run: Run) -> dict[str, Any]:
        try:
            values = get_argument_values(definition, node, run.variable_values)
            return convert_arguments(
                values, field.arguments, scalar_registry=registry, config=schema.config
            )
        except Exception as error:  # Whatever it is, graphql-core finds it, too.
            raise Odd from error

    return convert
