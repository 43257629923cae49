"""Contract: the schema as its clients read it, with the error codes in its own description."""

from __future__ import annotations

import strawberry
from graphql import GraphQLSchema
from graphql.language.block_string import print_block_string

from gateway.errors import CODES

_ABOUT = (
    "The end pages of a creator's LIVEs. Each error has extensions.code, one of the codes below; "
    "retryable, whether asking again may help; retryAfterMs, where that is known; and requestId. "
    "Codes stay as they are; messages may change."
)


def described(schema: strawberry.Schema) -> GraphQLSchema:
    """The executable schema, which says of itself what its errors are."""
    # Strawberry builds its executable schema on graphql-core's and offers no other way to it.
    built: GraphQLSchema = schema._schema
    codes = [f"- {row.code}: {row.description}" for row in CODES.values()]
    built.description = "\n".join([_ABOUT, "", *codes])
    return built


def printed(schema: strawberry.Schema) -> str:
    """The schema's text, with a line's end at its end.

    Strawberry prints no schema's description, so that one comes first here.
    """
    built = described(schema)
    roots = {
        "query": built.query_type,
        "mutation": built.mutation_type,
        "subscription": built.subscription_type,
    }
    block = print_block_string(built.description or "")
    named = [f"  {kind}: {root.name}" for kind, root in roots.items() if root is not None]
    head = "\n".join([block, "schema {", *named, "}"])
    return f"{head}\n\n{schema.as_str().strip()}\n"
