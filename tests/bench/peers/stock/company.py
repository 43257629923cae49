"""Company: the services and the database as Strawberry's and httpx's documentation read them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

import httpx
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient
from strawberry.dataloader import DataLoader

from tests.bench.peers.stock.words import moment

Document = dict[str, Any]
UTC_TIMES: CodecOptions[Document] = CodecOptions(tz_aware=True, tzinfo=UTC)
_ID_FIELD = {"sessions": "live_id", "creators": "creator_id"}


class Asked(NamedTuple):
    """One thing that is asked of a service, and which field groups of it."""

    part: str
    id: str
    on_behalf_of: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """What a service says of one thing."""

    is_ready: bool
    as_of: datetime
    next_refresh_at: datetime | None
    groups: Document


class Reads(Protocol):
    """What the dataloaders read from."""

    database: Any

    async def read(self, service: str, keys: list[Asked]) -> list[Item]:
        """What a service says of each key, in one call."""
        ...


class Company:
    """What lives with the app: one HTTP client and one database client."""

    def __init__(self, environment: Mapping[str, str], credential: str) -> None:
        self.urls = {
            "shop_analytics": environment["ENDPAGE_SHOP_ANALYTICS_URL"],
            "rewards": environment["ENDPAGE_REWARDS_URL"],
            "journey": environment["ENDPAGE_JOURNEY_URL"],
        }
        # With 128 pages on one core a call is waited for longer than httpx's usual five seconds.
        headers = {"authorization": f"Bearer {credential}"}
        self.http = httpx.AsyncClient(headers=headers, timeout=60)
        client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
            environment["ENDPAGE_MONGODB_URI"]
        )
        self.database: Any = client.get_database("company", codec_options=UTC_TIMES)

    async def read(self, service: str, keys: list[Asked]) -> list[Item]:
        """One call for all keys; those of one thing are asked for the union of their groups."""
        response = await self.http.post(f"{self.urls[service]}/v1/read", json=question(keys))
        response.raise_for_status()
        return items(keys, response.json()["data"])


def question(keys: list[Asked]) -> dict[str, list[Document]]:
    """What a service is asked for these keys."""
    wanted: dict[tuple[str, str, str], set[str]] = {}
    for key in keys:
        wanted.setdefault(key[:3], set()).update(key.groups)
    asked: dict[str, list[Document]] = {"sessions": [], "creators": []}
    for (part, thing, on_behalf_of), groups in wanted.items():
        asked[part].append(
            {
                _ID_FIELD[part]: thing,
                "on_behalf_of": on_behalf_of,
                "language": "en",
                "groups": sorted(groups),
            }
        )
    return asked


def items(keys: list[Asked], data: Document) -> list[Item]:
    """What the service has said of each key."""
    found = {
        (part, told[field], told["on_behalf_of"]): _item(told)
        for part, field in _ID_FIELD.items()
        for told in data[part]
    }
    return [found[key[:3]] for key in keys]


class Loaders:
    """The dataloaders of one request."""

    def __init__(self, company: Reads) -> None:
        self._company = company
        self.sessions = DataLoader(load_fn=self._sessions)
        self.pages = DataLoader(load_fn=self._pages)
        self.recordings = DataLoader(load_fn=self._recordings)
        self.shop = DataLoader(load_fn=self._shop)
        self.rewards = DataLoader(load_fn=self._rewards)
        self.journey = DataLoader(load_fn=self._journey)

    async def _sessions(self, ids: list[str]) -> list[Document | None]:
        cursor = self._company.database["live_sessions"].find({"_id": {"$in": ids}})
        found = {document["_id"]: document for document in await cursor.to_list(None)}
        return [found.get(identifier) for identifier in ids]

    async def _pages(self, keys: list[tuple[str, int]]) -> list[list[Document]]:
        return await asyncio.gather(*(self._page(creator, size) for creator, size in keys))

    async def _page(self, creator_id: str, size: int) -> list[Document]:
        cursor = self._company.database["live_sessions"].find({"creator_id": creator_id})
        newest = cursor.sort([("created_at", -1), ("_id", -1)]).limit(size)
        documents: list[Document] = await newest.to_list(None)
        return documents

    async def _recordings(self, ids: list[str]) -> list[list[Document]]:
        cursor = self._company.database["recordings"].find({"live_id": {"$in": ids}})
        found: dict[str, list[Document]] = {identifier: [] for identifier in ids}
        for document in await cursor.to_list(None):
            found[document["live_id"]].append(document)
        return list(found.values())

    async def _shop(self, keys: list[Asked]) -> list[Item]:
        return await self._company.read("shop_analytics", keys)

    async def _rewards(self, keys: list[Asked]) -> list[Item]:
        return await self._company.read("rewards", keys)

    async def _journey(self, keys: list[Asked]) -> list[Item]:
        return await self._company.read("journey", keys)


def _item(told: Document) -> Item:
    if told.get("code", 0) != 0:
        raise ValueError(told["message"])
    as_of = moment(told["as_of"])
    assert as_of is not None
    return Item(told["status"] == "READY", as_of, moment(told["next_refresh_at"]), told["groups"])
