"""Everything of a schema that has a description, by its coordinate."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
)


def own_types(schema: GraphQLSchema) -> dict[str, GraphQLNamedType]:
    """The types that are the schema's own."""
    return {
        name: found
        for name, found in schema.type_map.items()
        if not is_introspection_type(found) and not is_specified_scalar_type(found)
    }


def descriptions(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """The coordinate of every type, field, argument, value and directive, with its description."""
    for name, found in own_types(schema).items():
        yield name, found.description
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in found.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name}:)", argument.description
        elif isinstance(found, GraphQLInputObjectType):
            for field_name, input_field in found.fields.items():
                yield f"{name}.{field_name}", input_field.description
        elif isinstance(found, GraphQLEnumType):
            for value_name, value in found.values.items():
                yield f"{name}.{value_name}", value.description
    for directive in schema.directives:
        if not is_specified_directive(directive):
            yield f"@{directive.name}", directive.description
            for argument_name, argument in directive.args.items():
                yield f"@{directive.name}({argument_name}:)", argument.description
