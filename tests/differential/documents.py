"""Documents: hypothesis makes any that a schema allows, with variables that fit it.

Fields come several times and under other names, in fragments of either kind on whatever can stand
in a place, with and without ``@skip``, ``@include`` and ``@defer``, with arguments left out,
written and from variables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    is_leaf_type,
    parse,
    print_ast,
    validate,
)
from hypothesis import assume
from hypothesis import strategies as st

from gateway.on_error import OnError
from gateway.validation_rules import RULES
from tests.differential.values import Draw, Values, literal

_MOST_FIELDS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """A document of one operation, and what it is asked with."""

    text: str
    variables: dict[str, Any]
    on_error: OnError


@dataclass(slots=True)
class _Writer:
    """One document that is being written."""

    schema: GraphQLSchema
    values: Values
    draw: Draw
    left: int = _MOST_FIELDS
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fragments: list[tuple[str, GraphQLNamedType, str]] = field(default_factory=list)

    def selection(self, parent: GraphQLNamedType, depth: int, *, most: int = 4) -> str:
        """What is selected of ``parent``, in braces."""
        if most == 1:
            return "{ " + self._field(parent, depth) + " }"
        parts = [self._part(parent, depth) for _ in range(self.draw(st.integers(1, most)))]
        return "{ " + " ".join(parts) + " }"

    def _part(self, parent: GraphQLNamedType, depth: int) -> str:
        choice = self.draw(st.integers(0, 9))
        if self.left <= 0 or choice == 9:
            return "__typename" if self.draw(st.booleans()) else "kind: __typename"
        if choice in {7, 8} and depth > 0:
            return self._inline_fragment(parent, depth)
        if choice == 6 and depth > 0:
            return self._spread(parent, depth)
        return self._field(parent, depth)

    def _field(self, parent: GraphQLNamedType, depth: int) -> str:
        self.left -= 1
        fields = getattr(parent, "fields", None)
        if not fields:
            return "__typename"
        open_to = [
            name
            for name, each in fields.items()
            if depth > 0 or is_leaf_type(get_named_type(each.type))
        ]
        if not open_to:
            return "__typename"
        name = self.draw(st.sampled_from(open_to))
        definition: GraphQLField = fields[name]
        arguments = self._arguments(definition)
        named = get_named_type(definition.type)
        inside = "" if is_leaf_type(named) else self.selection(named, depth - 1)
        # Fields of one key must be the same field with the same arguments, of the same form.
        alias = self._alias(parent, name, arguments)
        return f"{alias}{name}{arguments}{self._condition()} {inside}"

    def _alias(self, parent: GraphQLNamedType, name: str, arguments: str) -> str:
        of = parent.name if isinstance(parent, GraphQLObjectType) else ""
        has_others = isinstance(parent, GraphQLObjectType) and bool(parent.interfaces)
        if arguments or has_others or self.draw(st.integers(0, 4)) == 0:
            told = sum(map(ord, arguments)) if arguments else ""
            return f"{name}{of}{told}: "
        return ""

    def _arguments(self, definition: GraphQLField) -> str:
        told = [
            f"{name}: {self._argument(argument)}"
            for name, argument in definition.args.items()
            if _is_required(argument) or self.draw(st.booleans())
        ]
        return f"({', '.join(told)})" if told else ""

    def _argument(self, argument: GraphQLArgument) -> str:
        value = self.values.json(self.draw, argument.type)
        if self.draw(st.booleans()):
            return literal(value, argument.type)
        return self._variable(argument, value)

    def _variable(self, argument: GraphQLArgument, value: Any) -> str:
        name = f"v{len(self.variables)}"
        kind, default = str(argument.type), ""
        has_default = argument.default_value is not Undefined
        if self.draw(st.integers(0, 2)) == 0:
            given = self.values.json(self.draw, argument.type)
            if given is not None:
                default = f" = {literal(given, argument.type)}"
        if default or has_default:
            kind = kind.removesuffix("!") if self.draw(st.booleans()) else kind
        is_left_out = (default or not kind.endswith("!")) and self.draw(st.integers(0, 2)) == 0
        told = Undefined if is_left_out else value
        self.variables[name] = (f"${name}: {kind}{default}", told)
        return f"${name}"

    def _condition(self) -> str:
        if self.draw(st.integers(0, 5)) < 5:
            return ""
        directive = self.draw(st.sampled_from(["skip", "include"]))
        if self.draw(st.booleans()):
            return f" @{directive}(if: {self.draw(st.sampled_from(['true', 'false']))})"
        return f" @{directive}(if: ${self._deciding()})"

    def _deciding(self) -> str:
        """The name of a variable that is true or false."""
        names = [name for name in self.variables if name.startswith("b")]
        if names and self.draw(st.booleans()):
            return str(self.draw(st.sampled_from(names)))
        name = f"b{len(self.variables)}"
        self.variables[name] = (f"${name}: Boolean!", self.draw(st.booleans()))
        return name

    def _defer(self) -> str:
        if self.draw(st.integers(0, 5)) < 4:
            return ""
        return f" @defer(if: ${self._deciding()})" if self.draw(st.booleans()) else " @defer"

    def _inline_fragment(self, parent: GraphQLNamedType, depth: int) -> str:
        on = self._condition_type(parent)
        told = "" if on is parent and self.draw(st.booleans()) else f" on {on.name}"
        return f"...{told}{self._condition()}{self._defer()} {self.selection(on, depth - 1)}"

    def _spread(self, parent: GraphQLNamedType, depth: int) -> str:
        known = [name for name, on, _ in self.fragments if self._may_meet(on, parent)]
        if known and self.draw(st.booleans()):
            return f"...{self.draw(st.sampled_from(known))}{self._condition()}{self._defer()}"
        on = self._condition_type(parent)
        written = self.selection(on, min(depth - 1, 1))
        name = f"F{len(self.fragments)}"
        self.fragments.append((name, on, written))
        return f"...{name}{self._condition()}{self._defer()}"

    def _condition_type(self, parent: GraphQLNamedType) -> GraphQLNamedType:
        fitting = [
            kind
            for kind in self.schema.type_map.values()
            if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
            and not kind.name.startswith("__")
            and self._may_meet(kind, parent)
        ]
        return self.draw(st.sampled_from(sorted(fitting, key=lambda kind: kind.name)))  # type: ignore[no-any-return]

    def _may_meet(self, one: GraphQLNamedType, other: GraphQLNamedType) -> bool:
        return bool(self._objects(one) & self._objects(other))

    def _objects(self, kind: GraphQLNamedType) -> set[str]:
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            return {each.name for each in self.schema.get_possible_types(kind)}
        return {kind.name}


def _is_required(argument: GraphQLArgument) -> bool:
    return isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined


@st.composite
def asked(
    draw: Draw, schema: GraphQLSchema, values: Values, *, depth: int = 5, kind: str = "query"
) -> Asked:
    """A valid document and its variables."""
    writer = _Writer(schema, values, draw)
    root = schema.query_type if kind == "query" else schema.subscription_type
    assert root is not None
    # A subscription has one root field.
    selection = writer.selection(root, depth, most=4 if kind == "query" else 1)
    declared = ", ".join(declaration for declaration, _ in writer.variables.values())
    fragments = [
        f"fragment {name} on {on.name} {written}" for name, on, written in writer.fragments
    ]
    head = f"{kind} Q({declared})" if declared else kind
    text = "\n".join([f"{head} {selection}", *fragments])
    document = parse(text)
    assume(not validate(schema, document, RULES, max_errors=1))
    variables = {
        name: value for name, (_, value) in writer.variables.items() if value is not Undefined
    }
    return Asked(print_ast(document), variables, draw(st.sampled_from(OnError)))
