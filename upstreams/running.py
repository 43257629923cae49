"""Running: a company that runs, and where everything of it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from upstreams.company.world import Seed, World
from upstreams.process import Child


@dataclass(frozen=True, slots=True)
class Running:
    """A company that runs. `sessions` has {"id", "creator"} by kind.

    `company_database` and `own_database` are the names of the company's and the gateway's own;
    `creators` are ids worth a token: every forced case's, and the first ordinary ones. The files of
    recordings are in `media_directory`, an absolute path, by their keys.
    """

    seed: Seed
    upstreams: dict[str, str]
    mongodb_uri: str
    gateway_mongodb_uri: str
    shares_mongodb_uri: str
    owner_mongodb_uri: str
    company_database: str
    own_database: str
    media_directory: str
    service_credential: str
    sessions: dict[str, dict[str, str]]
    creators: list[str]
    children: dict[str, Child] = field(repr=False)

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by name: mongodb, shop_analytics, rewards, journey, simulator."""
        return {name: child.pid for name, child in self.children.items()}

    def world(self) -> World:
        """Return the facts that the services answer from."""
        return World(self.seed)
