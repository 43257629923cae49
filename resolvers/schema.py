"""Schema: the one schema object, put together from the panels' files."""

from __future__ import annotations

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.defer import DEFER
from resolvers.query import Query
from resolvers.scalars import SCALARS
from resolvers.subscription import Subscription

schema = strawberry.Schema(
    query=Query,
    subscription=Subscription,
    config=StrawberryConfig(scalar_map=SCALARS),
)
# Strawberry's own switch would add @stream, too, which is not offered.
schema._schema.directives = (*schema._schema.directives, DEFER)
