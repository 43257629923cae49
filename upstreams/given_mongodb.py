"""A database that somebody else keeps: the company's facts are put into the collections there.

The address may name its database. What is in it already is kept, and so is the seed it came from.
"""

from __future__ import annotations

from dataclasses import asdict

from upstreams.company.world import Seed
from upstreams.mongodb_uris import MongodbUris
from upstreams.process import Child

_READY_SECONDS = 120.0


class GivenMongodb:
    """`uris` say where it is, for each of its users."""

    module = "upstreams.external_mongodb"

    def __init__(self, seed: Seed, uris: MongodbUris) -> None:
        self.seed = seed
        self._uris = uris

    async def begin(self, child: Child) -> MongodbUris:
        """Fill what is empty, and take the seed over that holds there; raises ChildFailed."""
        announced = await child.configured(
            {"seed": asdict(self.seed), "mongodb_uri": self._uris.company},
            within=_READY_SECONDS,
        )
        self.seed = Seed(**announced["seed"])
        return self._uris
