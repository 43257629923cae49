"""The LIVEs that services are asked about in the tests: of four creators, none of an affiliate."""

from __future__ import annotations

from gateway.conformance.subject import Live
from upstreams.company.world import World

KINDS = ("final", "jpy", "suspended", "ended")
# A key for each of them and for each of their creators.
KEYS = 2 * len(KINDS)
MOST_KEYS = 80
# What the service that hangs is given: nothing that comes in time ever hangs on it.
WITHIN_MS = 150


def lives_of(world: World) -> tuple[Live, ...]:
    """They, in this world."""
    kinds = world.kinds()
    return tuple(Live(*kinds[kind]) for kind in KINDS)
