"""Node: an object that a client may keep, and fetch again by its id."""

from __future__ import annotations

import strawberry


@strawberry.interface(description="An object that a client may keep, and fetch again by its id.")
class Node:
    id: strawberry.ID = strawberry.field(
        description="Opaque and unique among all objects; clients merge by it."
    )
