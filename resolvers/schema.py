"""Schema: the one schema object, put together from the panels' files."""

from __future__ import annotations

from strawberry.schema.config import StrawberryConfig

from resolvers.cost import describe_costs
from resolvers.defer import DEFER
from resolvers.mutation import Mutation
from resolvers.one_schema import OneSchema
from resolvers.query import Query
from resolvers.scalars import SCALARS
from resolvers.semantic_non_null import describe_levels
from resolvers.subscription import Subscription

schema = OneSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=StrawberryConfig(scalar_map=SCALARS),
    # Nothing newer is used, and not every tool of composition knows the newest.
    federation_version="2.3",
).finish()
describe_levels(schema._schema)
describe_costs(schema._schema)
# Strawberry's own switch would add @stream, too, which is not offered.
schema._schema.directives = (*schema._schema.directives, DEFER)
