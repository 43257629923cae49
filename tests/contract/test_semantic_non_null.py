"""@semanticNonNull: on the fields that are null by an error alone, and on no other."""

from __future__ import annotations

import re

from graphql import (
    GraphQLNonNull,
    GraphQLSchema,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    build_schema,
    parse,
    print_ast,
)

from tests.house.source_file import ROOT

TEXT = (ROOT / "schema.graphql").read_text(encoding="utf-8")
BY_ERROR = re.compile(r"Null: not loaded\.|Null comes with an error")
MARK = "@semanticNonNull(levels: [0])"


def marked() -> dict[str, list[str]]:
    """The directives of every field, by its coordinate."""
    return {
        f"{kind.name.value}.{field.name.value}": [print_ast(one) for one in field.directives or ()]
        for kind in parse(TEXT).definitions
        if isinstance(kind, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode)
        for field in kind.fields or ()
    }


def null_by_error(schema: GraphQLSchema) -> set[str]:
    """The fields that say that they are null only when they could not be loaded."""
    return {
        f"{name}.{field_name}"
        for name, kind in schema.type_map.items()
        for field_name, field in getattr(kind, "fields", {}).items()
        if not isinstance(field.type, GraphQLNonNull) and BY_ERROR.search(field.description or "")
    }


def test_exactly_those_fields_carry_it_that_say_so() -> None:
    """What the description says to people, the directive says to clients."""
    by_error = null_by_error(build_schema(TEXT))
    assert {name for name, directives in marked().items() if MARK in directives} == by_error
    assert {name for name, directives in marked().items() if "@semantic" in str(directives)} == (
        by_error
    )
    assert len(by_error) >= 16


def test_every_panel_of_the_page_carries_it() -> None:
    """A client that does not go on over errors need not check a panel for null."""
    page = build_schema(TEXT).type_map["EndPage"]
    panels = set(getattr(page, "fields", {})) - {"id", "session", "servedAt"}
    assert len(panels) == 8
    assert {f"EndPage.{panel}" for panel in panels} <= null_by_error(build_schema(TEXT))


def test_its_definition_is_the_one_that_clients_know() -> None:
    """By name, argument, default and place."""
    directive = build_schema(TEXT).get_directive("semanticNonNull")
    assert directive is not None
    assert [place.name for place in directive.locations] == ["FIELD_DEFINITION"]
    ((name, levels),) = directive.args.items()
    assert (name, str(levels.type)) == ("levels", "[Int!]!")
    assert "\n  levels: [Int!]! = [0]\n) on FIELD_DEFINITION\n" in TEXT
