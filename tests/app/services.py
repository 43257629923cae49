"""The three reference services as a test controls them: what they were asked, and what breaks."""

from __future__ import annotations

from typing import Any

import httpx

from upstreams.launch import SERVICES

SHOP, REWARDS, JOURNEY = SERVICES


class Services:
    """The controls of the services, by their names."""

    def __init__(self, urls: dict[str, str], client: httpx.AsyncClient) -> None:
        self._urls = urls
        self._client = client
        self.is_broken = False

    async def calls(self, name: str) -> list[dict[str, Any]]:
        """What the service was asked since it last forgot, oldest first."""
        told = (await self._client.get(f"{self._urls[name]}/__calls__")).json()
        found: list[dict[str, Any]] = told["calls"]
        assert told["count"] == len(found)
        return found

    async def counts(self) -> dict[str, int]:
        """How many calls each service got since it last forgot."""
        return {name: len(await self.calls(name)) for name in SERVICES}

    async def forget(self) -> None:
        """Forget all calls so far."""
        for name in SERVICES:
            await self._client.delete(f"{self._urls[name]}/__calls__")

    async def break_by(self, name: str, **fault: Any) -> None:
        """Set a fault of one service, in place of any other of its faults."""
        answer = await self._client.post(f"{self._urls[name]}/__faults__", json=fault)
        assert answer.status_code == 200, answer.text
        self.is_broken = self.is_broken or bool(fault)

    async def mend(self) -> None:
        """Clear all faults."""
        for name in SERVICES:
            await self.break_by(name)
