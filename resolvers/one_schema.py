"""One schema: what APPs see of it, and what a router sees beside that.

A router asks for entities by their keys. For everybody else the schema is as if there were neither
keys nor the fields by which they are asked for.
"""

from __future__ import annotations

import re
from copy import copy
from typing import Any, Self

import strawberry
from graphql import GraphQLDirective, GraphQLObjectType, GraphQLSchema
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema_directives import Link
from strawberry.printer import print_schema
from strawberry.schema_directive import StrawberrySchemaDirective

from loaders.errors import BadUserInput
from resolvers.context import Info
from resolvers.entity import MOST_REPRESENTATIONS, entity

_FEDERATION = "https://specs.apollo.dev/federation/"
# They stand behind the name of a type, as Strawberry prints them.
_KEYS = re.compile(r"^(type [^@\n]+?)(?: @key\([^)]*\))+ \{$", re.MULTILINE)


class OneSchema(strawberry.federation.Schema):
    """The schema that APPs see; ``as_subgraph`` is the same with what a router needs."""

    def finish(self) -> Self:
        """Hide from APPs what is for routers. To be called once, when it has been made."""
        self._whole: GraphQLSchema = self._schema
        self._schema = _public(self._whole)
        # Strawberry finds its own schema through graphql-core's when a field is resolved.
        self._schema._strawberry_schema = self  # type: ignore[attr-defined]
        return self

    def as_subgraph(self) -> strawberry.Schema:
        """The schema as a router asks it: with ``_entities`` and ``_service``."""
        subgraph = copy(self)
        subgraph._schema = self._whole
        return subgraph

    def as_str(self) -> str:
        """The schema that APPs see. What a router is told in ``_service`` has the keys, too."""
        public = copy(self)
        public.schema_directives = [
            directive
            for directive in self.schema_directives
            if not (isinstance(directive, Link) and str(directive.url).startswith(_FEDERATION))
        ]
        return _KEYS.sub(r"\1 {", print_schema(public))

    def as_subgraph_str(self) -> str:
        """The schema as a router is told it, for tools that compose: the public one with keys."""
        return print_schema(self).rstrip("\n") + "\n"

    def entities_resolver(
        self, info: Info, representations: list[FederationAny]
    ) -> list[FederationAny]:
        """The entities, all of which are loaded together; one that cannot be is an error alone."""
        if len(representations) > MOST_REPRESENTATIONS:
            raise BadUserInput(f"Representations are at most {MOST_REPRESENTATIONS}.")
        return [FederationAny(entity(one, info)) for one in representations]


def _public(whole: GraphQLSchema) -> GraphQLSchema:
    """The schema without what is there for routers alone, all of which begins with ``_``."""
    query = whole.query_type
    assert query is not None
    of_query: dict[str, Any] = {**query.to_kwargs()}
    of_query["fields"] = {
        name: field for name, field in query.fields.items() if not name.startswith("_")
    }
    public: dict[str, Any] = {**whole.to_kwargs(), "query": GraphQLObjectType(**of_query)}
    public["types"] = [
        found
        for name, found in whole.type_map.items()
        if found is not query and not name.startswith("_")
    ]
    public["directives"] = [one for one in whole.directives if not _is_of_composition(one)]
    return GraphQLSchema(**public)


def _is_of_composition(directive: GraphQLDirective) -> bool:
    """Whether it is one that is imported with a link, and so not defined in what is printed."""
    definition = directive.extensions.get("strawberry-definition")
    return isinstance(definition, StrawberrySchemaDirective) and not definition.print_definition
