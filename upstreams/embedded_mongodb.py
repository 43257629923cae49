"""The embedded database as the company sees it: one child, which may crash and come back."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from upstreams.company.users import USERS
from upstreams.company.world import Seed
from upstreams.mongodb_uris import MongodbUris
from upstreams.process import Child

_READY_SECONDS = 60.0


class EmbeddedMongodb:
    """A database under `folder`; a port of 0 takes any free one, and keeps it."""

    module = "upstreams.mongodb"

    def __init__(self, seed: Seed, *, port: int, folder: Path, logs: Path) -> None:
        self.seed = seed
        self._told: dict[str, Any] = {
            "seed": asdict(seed),
            "port": port,
            "storage": str(folder / "mongodb"),
            # The child removes it too: this process may not live to do it.
            "remove": str(folder),
            "passwords": {user: secrets.token_urlsafe(18) for user in USERS},
            "is_filled": False,
        }
        self._logs = logs

    async def begin(self, child: Child) -> MongodbUris:
        """Make and fill the database; return its address for each user."""
        announced = await child.configured(self._told, within=_READY_SECONDS)
        self._told |= {"port": announced["port"], "is_filled": True}
        address = f"127.0.0.1:{announced['port']}/?authSource=admin&directConnection=true"
        passwords: dict[str, str] = self._told["passwords"]
        return MongodbUris(
            **{user: f"mongodb://{user}:{passwords[user]}@{address}" for user in USERS}
        )

    async def crash(self, child: Child) -> None:
        """End the process the hard way; what it has acknowledged stays on disk."""
        child.kill()
        await child.ended()

    async def again(self) -> Child:
        """Serve the same files at the same port by a new process; raises ChildFailed."""
        child = await Child.started("mongodb", self.module, logs=self._logs)
        await child.configured(self._told, within=_READY_SECONDS)
        return child
