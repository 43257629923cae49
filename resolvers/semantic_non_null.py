"""SemanticNonNull: which fields are null only by an error, for clients that handle errors."""

from __future__ import annotations

import strawberry
from graphql import GraphQLSchema
from strawberry.schema_directive import Location

_NAME = "semanticNonNull"
_DESCRIPTION = (
    "The field is null only when it could not be loaded, and then there is an error at its path. A "
    "client that does not go on over errors may take it for one that is never null."
)
_LEVELS = "Where in its lists that holds: 0 is the field itself, 1 the items of its list."


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], name=_NAME, description=_DESCRIPTION
)
class SemanticNonNull:
    # A tuple, because it is one for all: it is printed as a list.
    levels: list[int] = strawberry.directive_field(name="levels", default=(0,))


NULL_BY_ERROR = SemanticNonNull()


def describe_levels(schema: GraphQLSchema) -> None:
    """Describe the directive's argument, for which Strawberry takes no description."""
    directive = schema.get_directive(_NAME)
    assert directive is not None
    directive.args["levels"].description = _LEVELS
