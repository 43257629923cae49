"""The schema as it was released, and what of it a newer one breaks."""

from __future__ import annotations

from pathlib import Path

from graphql import (
    BreakingChange,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
)

from tests.house.source_file import ROOT

RELEASES = ROOT / "docs" / "schema"


def last_release() -> Path:
    """The file of the release with the highest version."""
    files = list(RELEASES.glob("*.graphql"))
    return max(files, key=lambda file: tuple(int(part) for part in file.stem.split(".")))


def broken(before: str, now: str) -> list[str]:
    """What a client of the schema `before` would miss in the schema `now` (both as SDL).

    What had been deprecated may go: a release told so.
    """
    old = build_schema(before)
    changes = find_breaking_changes(old, build_schema(now))
    may_go = _removals_of_deprecated(old)
    return [_told(change) for change in changes if change.description not in may_go]


def _told(change: BreakingChange) -> str:
    return f"{change.type.name}: {change.description}"


def _removals_of_deprecated(schema: GraphQLSchema) -> set[str]:
    """How the removal of each deprecated field, argument and enum value would be described."""
    told: set[str] = set()
    for name, found in schema.type_map.items():
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in found.fields.items():
                if field.deprecation_reason is not None:
                    told.add(f"Field {name}.{field_name} was removed.")
                for argument_name, argument in getattr(field, "args", {}).items():
                    if argument.deprecation_reason is not None:
                        told.add(f"Argument {name}.{field_name}({argument_name}:) was removed.")
        elif isinstance(found, GraphQLEnumType):
            for value_name, value in found.values.items():
                if value.deprecation_reason is not None:
                    told.add(f"Enum value {name}.{value_name} was removed.")
    return told
