"""Defer: the directive by which a client takes a part of an answer later."""

from __future__ import annotations

from graphql import (
    DirectiveLocation,
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLDirective,
    GraphQLNonNull,
    GraphQLString,
)

DEFER = GraphQLDirective(
    name="defer",
    description="This fragment may come later than the rest, so that nothing waits for its slow "
    "panels. For a client that says in Accept that it can take it, in queries, on an end page or a "
    "LIVE with a panel in the fragment; everywhere else the fragment comes with the rest.",
    locations=[DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
    args={
        "if": GraphQLArgument(
            GraphQLNonNull(GraphQLBoolean),
            default_value=True,
            description="Whether it may come later.",
        ),
        "label": GraphQLArgument(
            GraphQLString,
            description="The name under which it comes; unique in its document, and no variable.",
        ),
    },
)
