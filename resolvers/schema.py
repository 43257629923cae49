"""Schema: the one schema object, put together from the panels' files."""

from __future__ import annotations

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.mutation import Mutation
from resolvers.query import Query
from resolvers.scalars import SCALARS
from resolvers.semantic_non_null import describe_levels
from resolvers.subscription import Subscription

schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=StrawberryConfig(scalar_map=SCALARS),
)
describe_levels(schema._schema)
