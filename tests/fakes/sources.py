"""The four sources with nothing behind them but memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from loaders.names import JOURNEY, REWARDS, SHOP
from loaders.session_state import Lifecycle
from loaders.source import Source
from loaders.sources import SourceSettings
from tests.fakes import journey, rewards, shop
from tests.fakes.mongo import FakeMongo
from tests.fakes.times import NOW
from tests.fakes.upstream import FakeUpstream

# Long enough that no test is late by accident.
_NO_HURRY_MS = 60_000


class FakeSources:
    """Has what ``loaders.sources.Sources`` has, over fakes. ``cap_ms`` bounds each upstream."""

    def __init__(
        self,
        *,
        cap_ms: int = _NO_HURRY_MS,
        operation_ms: int = _NO_HURRY_MS,
        learn_more_url: str | None = None,
    ) -> None:
        self.settings = SourceSettings(
            shop_analytics_url="http://shop.invalid",
            rewards_url="http://rewards.invalid",
            journey_url="http://journey.invalid",
            mongodb_uri="mongodb://invalid",
            service_credential="none",
            operation_ms=operation_ms,
            learn_more_url=learn_more_url,
        )
        self.lifecycle = Lifecycle()
        self.now: Callable[[], datetime] = lambda: NOW
        self.mongo = FakeMongo()
        self.shop_upstream = FakeUpstream(SHOP, shop.groups())
        self.rewards_upstream = FakeUpstream(REWARDS, rewards.groups())
        self.journey_upstream = FakeUpstream(JOURNEY, journey.groups())
        self.shop = Source(self.shop_upstream, cap=cap_ms / 1000)
        self.rewards = Source(self.rewards_upstream, cap=cap_ms / 1000)
        self.journey = Source(self.journey_upstream, cap=cap_ms / 1000)
