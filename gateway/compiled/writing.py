"""Writing: the synchronous functions of a program, each for an object that is not open.

A function takes its object as ``s`` and the run as ``R``, and gives the object's answer: one dict
display, in which ``v`` is the value that was read last. For example:

    def part7(s, R):
        return {
            'status': v._name_ if (v := s.status).__class__ is class3 else leaf4(v),
            'items': [(by_class5.get(i0.__class__) or find6(i0))(i0, R) for i0 in v]
                if (v := s.items).__class__ in lists8 else not_a_list9(v),
        }
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from graphql import (
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    is_leaf_type,
)

from gateway.compiled.arguments import Arguments
from gateway.compiled.choice import Choice
from gateway.compiled.leaves import Leaves
from gateway.compiled.names import Names
from gateway.compiled.odd import Odd, refuse_odd
from gateway.compiled.outline import Part, PartField

Project = Callable[[Any, Any], Any]
_LISTS = frozenset({list, tuple})


class Writing:
    """Writes the functions of one program into ``names``."""

    def __init__(
        self, schema: GraphQLSchema, names: Names, arguments: Arguments, *, title: str
    ) -> None:
        self._schema = schema
        self._names = names
        self._arguments = arguments
        self._leaves = Leaves(names)
        self._title = title
        self._choices: dict[tuple[str, ...], tuple[str, str]] = {}

    def part(self, part: Part) -> Project:
        """The function of a part, but for those of its fields that something is waited for in: it
        holds a place for them.
        """
        lines = [f"    {each.key!r}: {self._shown(part, each)}," for each in part.fields]
        source = "\n".join([f"def {_name(part)}(s, R):", "  return {", *lines, "  }", ""])
        self._names.define(source, title=f"{self._title}: {part.type.name}")
        written: Project = self._names.values[_name(part)]
        return written

    def shown(self, part: Part, field: PartField) -> Project:
        """A function that gives what stands in the answer for a field of its object ``s``, in which
        nothing is waited for.
        """
        return self._function(self._shown(part, field), field)

    def call(self, field: PartField) -> Project:
        """A function that reads a field of its object ``s``."""
        return self._function(f"{self._read(field)}", field)

    def completed(self, field: PartField) -> Project:
        """A function that gives what stands in the answer for a field's value ``s``."""
        assert field.definition is not None
        return self._function(self._value(field.definition.type, "s", "s", field, 0), field)

    def _function(self, expression: str, field: PartField) -> Project:
        name = self._names.reserved("field")
        source = f"def {name}(s, R):\n  return {expression}\n"
        self._names.define(source, title=f"{self._title}: {field.key}")
        written: Project = self._names.values[name]
        return written

    def _shown(self, part: Part, field: PartField) -> str:
        if field.definition is None:
            return repr(part.type.name)
        if field.is_beside:
            return "None"
        return self._value(field.definition.type, f"(v := {self._read(field)})", "v", field, 0)

    def _read(self, field: PartField) -> str:
        reading = field.reading
        if reading.resolver is None:
            return f"s.{reading.attribute}"
        assert field.definition is not None
        given = [] if reading.source_as is None else [f"{reading.source_as}=s".lstrip("=")]
        if reading.info_as is not None:
            given.append(f"{reading.info_as}=R.info")
        given += self._arguments.keywords(field.definition, field.details[0].node)
        return f"{self._names.of(reading.resolver, 'resolver')}({', '.join(given)})"

    def _value(
        self, kind: GraphQLOutputType, first: str, value: str, field: PartField, depth: int
    ) -> str:
        """What stands in the answer for a value: ``first`` when it is evaluated, ``value`` then."""
        is_nullable = not isinstance(kind, GraphQLNonNull)
        inner: Any = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if is_leaf_type(inner):
            leaf: GraphQLLeafType = inner
            return self._leaves.expression(leaf, first, value, is_nullable=is_nullable)
        at_first = value if is_nullable else first
        if isinstance(inner, GraphQLList):
            item = f"i{depth}"
            shown = self._value(inner.of_type, item, item, field, depth + 1)
            lists = self._names.of(_LISTS, "lists")
            otherwise = f"{self._names.of(_not_a_list, 'not_a_list')}({value})"
            shown = (
                f"[{shown} for {item} in {value}] if {at_first}.__class__ in {lists} "
                f"else {otherwise}"
            )
        else:
            by_class, find = self._choice(field)
            shown = f"({by_class}.get({at_first}.__class__) or {find}({value}))({value}, R)"
        return f"None if {first} is None else {shown}" if is_nullable else shown

    def _choice(self, field: PartField) -> tuple[str, str]:
        """The names of what is known of classes, and of what finds out more."""
        parts = {kind: _name(part) for kind, part in field.parts.items()}
        key = (field.named_type.name, *parts.values())
        known = self._choices.get(key)
        if known is None:
            values = self._names.values
            choice = Choice[Project](
                self._schema, field.named_type, lambda kind: values[parts[kind]]
            )
            by_class = self._names.of(choice.by_class, "by_class")
            known = self._choices[key] = by_class, self._names.of(choice.find, "find")
        return known


def _name(part: Part) -> str:
    return f"part{part.number}"


def _not_a_list(value: Any) -> NoReturn:
    refuse_odd(value)
    raise Odd
