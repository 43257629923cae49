"""Quick company: the services and the database through the quickest clients that Python has.

aiohttp, orjson and PyMongo's own asynchronous client; otherwise as the stock peer reads them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson
from pymongo import AsyncMongoClient

from tests.bench.peers.serving import credential
from tests.bench.peers.stock.company import UTC_TIMES, Asked, Document, Item, items, question


class QuickCompany:
    """What lives with the app: one HTTP client and one database client."""

    def __init__(self, environment: Mapping[str, str], http: aiohttp.ClientSession) -> None:
        self._urls = {
            "shop_analytics": environment["ENDPAGE_SHOP_ANALYTICS_URL"] + "/v1/read",
            "rewards": environment["ENDPAGE_REWARDS_URL"] + "/v1/read",
            "journey": environment["ENDPAGE_JOURNEY_URL"] + "/v1/read",
        }
        self._http = http
        client: AsyncMongoClient[Document] = AsyncMongoClient(environment["ENDPAGE_MONGODB_URI"])
        self.database: Any = client.get_database("company", codec_options=UTC_TIMES)

    async def read(self, service: str, keys: list[Asked]) -> list[Item]:
        """One call for all keys; those of one thing are asked for the union of their groups."""
        body = orjson.dumps(question(keys))
        async with self._http.post(self._urls[service], data=body) as response:
            response.raise_for_status()
            return items(keys, orjson.loads(await response.read())["data"])


@asynccontextmanager
async def quick_company(environment: Mapping[str, str]) -> AsyncIterator[QuickCompany]:
    """The company for as long as the app runs."""
    headers = {
        "authorization": f"Bearer {credential(environment)}",
        "content-type": "application/json",
    }
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=headers, connector=connector) as http:
        yield QuickCompany(environment, http)
