"""Coverage: nothing in our schema is beyond what programs are written for."""

from __future__ import annotations

import pytest
from graphql import GraphQLObjectType

from gateway.compiled.choice import Choice
from gateway.compiled.reading import reading_of
from resolvers.schema import schema
from tests.house.source_file import SourceFile, source_files

OBJECTS = [
    kind
    for kind in schema._schema.type_map.values()
    if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
]


@pytest.mark.parametrize("kind", OBJECTS, ids=str)
def test_every_field_can_be_read(kind: GraphQLObjectType) -> None:
    """By an attribute or a plain resolver: no extension, no permission, no stream."""
    for field in kind.fields.values():
        reading = reading_of(field)
        assert reading.resolver is not None or reading.attribute


@pytest.mark.parametrize("kind", OBJECTS, ids=str)
def test_every_object_is_known_by_its_class(kind: GraphQLObjectType) -> None:
    """The second of a class is known without being asked what it is."""
    choice = Choice[str](schema._schema, kind, str)
    definition = kind.extensions["strawberry-definition"]
    choice.find(definition.origin.__new__(definition.origin))
    assert choice.by_class == {definition.origin: kind.name}


def test_no_exception_becomes_a_value() -> None:
    """Handlers that make values of exceptions are not asked by written code, so there are none."""
    assert schema.schema_converter._exception_handler_specs == ()


@pytest.mark.parametrize("file", source_files("resolvers"), ids=str)
def test_nothing_is_cast(file: SourceFile) -> None:
    """An object that stands in for another by a cast would be taken for what its class says."""
    assert "strawberry.cast" not in file.text
