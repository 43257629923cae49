"""Panel: what every part of the page says of itself, and what its resolvers are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import strawberry

from tests.bench.peers.stock.company import Asked, Item, Loaders
from tests.bench.peers.stock.life import Life
from tests.bench.peers.stock.numbers import FIGURES
from tests.bench.peers.stock.words import URL, PanelStatus, global_id


@strawberry.interface
class Panel:
    id: strawberry.ID
    status: PanelStatus
    is_stale: bool
    as_of: datetime
    next_refresh_at: datetime | None
    learn_more: URL | None


@dataclass(frozen=True)
class Context:
    """What lives with one request: ``creator_id`` is None for a token that is not trusted."""

    creator_id: str | None
    loaders: Loaders
    now: datetime


Info: TypeAlias = strawberry.Info[Context, None]


@dataclass(frozen=True)
class Live:
    """A LIVE's document and what it comes to."""

    document: dict[str, Any]
    life: Life

    @property
    def id(self) -> str:
        """The platform's id."""
        return str(self.document["_id"])

    @property
    def is_shoppable(self) -> bool:
        """Whether a product was added."""
        return bool(self.document["products_added"] > 0)

    def asked(self, *groups: str) -> Asked:
        """What is asked about this LIVE."""
        return Asked("sessions", self.id, self.document["creator_id"], groups)

    def asked_of_creator(self, *groups: str) -> Asked:
        """What is asked about its creator."""
        creator_id = self.document["creator_id"]
        return Asked("creators", creator_id, creator_id, groups)

    async def shop_numbers(self, info: Info) -> Item | None:
        """What shop analytics counts; None for a LIVE without products."""
        if not self.is_shoppable:
            return None
        return await info.context.loaders.shop.load(self.asked(*FIGURES))


def facts(
    live: Live,
    panel: str,
    status: PanelStatus,
    as_of: datetime,
    next_refresh_at: datetime | None = None,
) -> dict[str, Any]:
    """What every panel says of itself."""
    return {
        "id": strawberry.ID(global_id(panel, live.id)),
        "status": status,
        "is_stale": False,
        "as_of": as_of,
        "next_refresh_at": next_refresh_at,
        "learn_more": None,
    }


def ready_facts(live: Live, panel: str, item: Item) -> dict[str, Any]:
    """What a panel says that is there once its service has it."""
    if item.is_ready:
        return facts(live, panel, PanelStatus.READY, item.as_of)
    return facts(live, panel, PanelStatus.PENDING, item.as_of, item.next_refresh_at)
