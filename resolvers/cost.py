"""Cost: what a field of the schema is worth, told where the field is declared.

By the cost directives of IBM's specification, in units of one object of an answer:

| what | units |
|---|---|
| an object of the answer | 1 |
| a call to a source, or a find in a database | 10 |
| a look at a stored file | 10 |
| a write | 20 |

A field costs its ``@cost`` once, and then each object that it gives 1 and what is selected of it. A
list gives as many as its ``@listSize`` says. What is no object costs nothing.
"""

from __future__ import annotations

import strawberry
from graphql import GraphQLSchema
from strawberry.schema_directive import Location

_COST = (
    "What the field costs each time that it is asked for, in units of one object of an answer; a "
    "call to a source, or a find in a database, is 10. Every object that is given costs 1 more."
)
_LIST_SIZE = "How many objects the field gives, for what a document costs."
_ARGUMENTS = {
    "cost": {"weight": "The cost: a whole number, as text."},
    "listSize": {
        "assumedSize": "How many are counted where no argument tells; as many as there may be.",
        "slicingArguments": "The arguments that say how many are wanted.",
        "sizedFields": "The lists in the object given that are as long as the arguments say.",
        "requireOneSlicingArgument": "Whether a document must give one; ours have defaults.",
    },
}


@strawberry.schema_directive(locations=[Location.FIELD_DEFINITION], name="cost", description=_COST)
class Cost:
    weight: str = strawberry.directive_field(name="weight")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], name="listSize", description=_LIST_SIZE
)
class ListSize:
    # Tuples, because they are for all: they are printed as lists.
    assumed_size: int | None = strawberry.directive_field(
        name="assumedSize", default=strawberry.UNSET
    )
    slicing_arguments: list[str] | None = strawberry.directive_field(
        name="slicingArguments", default=strawberry.UNSET
    )
    sized_fields: list[str] | None = strawberry.directive_field(
        name="sizedFields", default=strawberry.UNSET
    )
    require_one_slicing_argument: bool | None = strawberry.directive_field(
        name="requireOneSlicingArgument", default=True
    )


READ = Cost(weight="10")
"""One call or find, however many are joined in it."""
TWO_READS = Cost(weight="20")
WRITE = Cost(weight="40")
"""Two finds, and a write."""


def at_most(number: int) -> ListSize:
    """A list of so many, whatever is asked."""
    return ListSize(assumed_size=number, require_one_slicing_argument=strawberry.UNSET)


PAGE = ListSize(
    slicing_arguments=("first",),  # type: ignore[arg-type]  # A tuple, as said above.
    sized_fields=("edges", "nodes"),  # type: ignore[arg-type]  # The same.
    require_one_slicing_argument=False,
)
"""A page of a connection."""


def describe_costs(schema: GraphQLSchema) -> None:
    """Describe the directives' arguments, for which Strawberry takes no description."""
    for name, arguments in _ARGUMENTS.items():
        directive = schema.get_directive(name)
        assert directive is not None
        for argument, description in arguments.items():
            directive.args[argument].description = description
