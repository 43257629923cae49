"""Schema: its types as Markdown, with what fields cost, each a target that others link to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLDirective,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
)
from graphql.language import print_ast
from graphql.utilities.ast_from_value import ast_from_value

from gateway.contract import printed
from resolvers.schema import schema as built

_ROOTS = ("Query", "Mutation", "Subscription")


@cache
def _schema() -> GraphQLSchema:
    """The schema as clients read it. Read from its text, the costs stand in its directives."""
    return build_schema(printed(built))


def types_of(kind: str) -> str:
    """The types of a kind (one of ``KINDS``), in the order of the alphabet; roots in theirs."""
    if kind == "directives":
        own = [one for one in _schema().directives if not is_specified_directive(one)]
        return "\n".join(_directive(one) for one in sorted(own, key=lambda one: one.name))
    found = [one for one in _own_types() if KINDS[kind](one)]
    return "\n".join(_type(one) for one in found)


def _own_types() -> list[GraphQLNamedType]:
    types = _schema().type_map
    roots = [types[name] for name in _ROOTS if name in types]
    others = [
        found
        for name, found in sorted(types.items())
        if name not in _ROOTS
        and not is_introspection_type(found)
        and not is_specified_scalar_type(found)
    ]
    return [*roots, *others]


def _is_root(found: GraphQLNamedType) -> bool:
    return found.name in _ROOTS


KINDS: Mapping[str, Callable[[GraphQLNamedType], bool]] = {
    "operations": _is_root,
    "objects": lambda found: isinstance(found, GraphQLObjectType) and not _is_root(found),
    "interfaces": lambda found: isinstance(found, GraphQLInterfaceType),
    "inputs": lambda found: isinstance(found, GraphQLInputObjectType),
    "enums": lambda found: isinstance(found, GraphQLEnumType),
    "scalars": lambda found: isinstance(found, GraphQLScalarType),
    "directives": lambda found: False,
}


def _type(found: GraphQLNamedType) -> str:
    return "\n".join(
        [
            f"(type-{found.name})=",
            f"## {found.name}",
            "",
            _text(found.description),
            "",
            *_inside(found),
        ]
    )


def _inside(found: GraphQLNamedType) -> Iterator[str]:
    if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
        if found.interfaces:
            yield f"Implements {', '.join(_linked(one.name) for one in found.interfaces)}.\n"
        if isinstance(found, GraphQLInterfaceType):
            those = sorted(one.name for one in _schema().get_possible_types(found))
            yield f"Implemented by {', '.join(map(_linked, those))}.\n"
        yield "| field | type | cost | what it is |\n|---|---|---|---|"
        for name, field in found.fields.items():
            yield from _field(name, field)
        yield ""
    elif isinstance(found, GraphQLInputObjectType):
        yield "| field | type | what it is |\n|---|---|---|"
        for name, argument in found.fields.items():
            yield f"| `{name}` | {_reference(argument.type)} | {_text(argument.description)} |"
        yield ""
    elif isinstance(found, GraphQLEnumType):
        yield "| value | what it means |\n|---|---|"
        for name, value in found.values.items():
            yield f"| `{name}` | {_text(value.description)}{_deprecated(value)} |"
        yield ""
    elif isinstance(found, GraphQLScalarType) and found.specified_by_url:
        yield f"[As specified there]({found.specified_by_url}).\n"


def _field(name: str, field: GraphQLField) -> Iterator[str]:
    what = f"{_text(field.description)}{_deprecated(field)}"
    yield f"| `{name}` | {_reference(field.type)} | {_cost(field)} | {what} |"
    for argument, told in field.args.items():
        yield f"| &emsp;`{argument}:` | {_reference(told.type)} | | {_argument(told)} |"


def _argument(told: GraphQLArgument) -> str:
    default = ast_from_value(told.default_value, told.type)
    words = "" if default is None else f" By default `{print_ast(default)}`."
    return f"{_text(told.description)}{words}"


def _cost(field: GraphQLField) -> str:
    """What a field costs each time, and how many objects are counted for it."""
    directives = (field.ast_node and field.ast_node.directives) or ()
    told = {one.name.value: one for one in directives}
    words = []
    if "cost" in told:
        words.append(_values(told["cost"])["weight"].strip('"'))
    if "listSize" in told:
        size = _values(told["listSize"])
        by = size.get("assumedSize") or size.get("slicingArguments", "").strip('[]"')
        words.append(f"× {by}")
    return " ".join(words)


def _values(directive: Any) -> dict[str, str]:
    return {one.name.value: print_ast(one.value) for one in directive.arguments}


def _directive(found: GraphQLDirective) -> str:
    where = ", ".join(f"`{place.name}`" for place in found.locations)
    lines = [f"## @{found.name}", "", _text(found.description), "", f"On {where}.", ""]
    if found.args:
        lines += ["| argument | type | what it is |", "|---|---|---|"]
        lines += [
            f"| `{name}` | {_reference(told.type)} | {_argument(told)} |"
            for name, told in found.args.items()
        ]
    return "\n".join([*lines, ""])


def _reference(kind: Any) -> str:
    """A type as it is written, its name a link where it is one of ours."""
    named = get_named_type(kind).name
    before, _, after = str(kind).partition(named)
    return f"{_escaped(before)}{_linked(named)}{_escaped(after)}"


def _linked(name: str) -> str:
    if is_specified_scalar_type(_schema().type_map[name]):
        return name
    return f"[{name}](#type-{name})"


def _deprecated(told: Any) -> str:
    return f" **Deprecated**: {_text(told.deprecation_reason)}" if told.deprecation_reason else ""


def _text(description: str | None) -> str:
    """A description in one line of a table."""
    return " ".join(_escaped(description or "").split())


def _escaped(text: str) -> str:
    for letter in "\\`*_{}[]<>|$":
        text = text.replace(letter, f"\\{letter}")
    return text
