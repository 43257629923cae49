"""Entity: an object that another subgraph names by a key, with the owner check of every path."""

from __future__ import annotations

from loaders.errors import BadUserInput, NotFound
from resolvers.context import Info
from resolvers.global_id import global_id, read_global_id
from resolvers.node import Node
from resolvers.refetch import refetch

MOST_REPRESENTATIONS = 1_000
"""Far more than any list that a router fills; a body has room for some thousands."""


async def entity(representation: object, info: Info) -> Node | None:
    """The entity that ``representation`` names; None when its page has gone.

    Raises NotFound for what is unknown and for what is somebody else's alike, and BadUserInput for
    what names no entity by a key.
    """
    return await refetch(_global_id(representation), info)


def _global_id(representation: object) -> str:
    match representation:
        case {"__typename": "Creator" | "EndPage" | "LiveSession" as type_name, "id": str(opaque)}:
            found = read_global_id(opaque)
            if found is None or found[0] != type_name:
                raise NotFound("There is no such object for this creator.")
            return opaque
        case {"__typename": "LiveSession", "sessionId": str(raw)}:
            return global_id("LiveSession", raw)
        case {"__typename": "Creator", "creatorId": str(raw)}:
            return global_id("Creator", raw)
        case _:
            raise BadUserInput("A representation must name an entity by one of its keys.")
