"""The four sources with nothing behind them but memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar, cast

from loaders.guarded import Upstream
from loaders.items import keeping_items
from loaders.link_keys import LinkKeys
from loaders.mongo import Mongo
from loaders.names import JOURNEY, REWARDS, SHOP
from loaders.recording_by_id import RecordingByIdFinds, keeping_recordings_by_id
from loaders.recording_finds import RecordingFinds, keeping_recordings
from loaders.session_finds import SessionFinds, keeping_sessions
from loaders.session_state import Lifecycle
from loaders.source import Keeping, Source
from loaders.sources import SourceSettings
from loaders.storage import Storage
from tests.fakes import journey, rewards, shop
from tests.fakes.mongo import FakeMongo
from tests.fakes.share_keeper import FakeShares
from tests.fakes.storage import FakeStorage
from tests.fakes.times import NOW
from tests.fakes.upstream import FakeUpstream

# Long enough that no test is late by accident. A call may take less than any operation has: else
# the microsecond in which one began would say whether it joins what another has asked for.
_NO_HURRY_MS = 60_000
_CAP_MS = 30_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class FakeSources:
    """Has what ``loaders.sources.Sources`` has, over fakes. ``cap_ms`` bounds each upstream.

    By default nothing is kept: what a test asks twice is asked twice.
    """

    def __init__(
        self,
        *,
        cap_ms: int = _CAP_MS,
        operation_ms: int = _NO_HURRY_MS,
        learn_more_url: str | None = None,
        kept_bytes: int = 0,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: NOW,
    ) -> None:
        self.settings = SourceSettings(
            shop_analytics_url="http://shop.invalid",
            rewards_url="http://rewards.invalid",
            journey_url="http://journey.invalid",
            mongodb_uri="mongodb://invalid",
            shares_mongodb_uri="mongodb://invalid",
            service_credential="none",
            public_url="http://gateway.invalid",
            link_keys={"test": b"k" * 32},
            operation_ms=operation_ms,
            learn_more_url=learn_more_url,
        )
        self.lifecycle = Lifecycle()
        self.link_keys = LinkKeys(self.settings.link_keys)
        self.now = now
        self.monotonic = monotonic
        self.mongo = FakeMongo()
        self.shop_upstream = FakeUpstream(SHOP, shop.groups())
        self.rewards_upstream = FakeUpstream(REWARDS, rewards.groups())
        self.journey_upstream = FakeUpstream(JOURNEY, journey.groups())
        self._cap = cap_ms / 1000
        self._kept_bytes = kept_bytes
        mongo = cast("Mongo", self.mongo)
        self.sessions = self.source(
            SessionFinds(mongo, now=self.now), keeping_sessions(self.lifecycle, outage=0)
        )
        self.fake_shares = FakeShares(self.now)
        self.shares: Any = self.fake_shares
        self.recordings = self.source(RecordingFinds(mongo, now=self.now), keeping_recordings())
        self.recording_by_id = self.source(RecordingByIdFinds(mongo), keeping_recordings_by_id())
        self.fake_storage = FakeStorage()
        self.storage: Storage = self.fake_storage
        self.shop = self.source(self.shop_upstream, keeping_items())
        self.rewards = self.source(self.rewards_upstream, keeping_items())
        self.journey = self.source(self.journey_upstream, keeping_items())

    def source(self, upstream: Upstream[K, V], keeping: Keeping[K, V]) -> Source[K, V]:
        """A source that keeps what the others here do."""
        return Source(
            upstream,
            replace(keeping, most_bytes=self._kept_bytes),
            cap=self._cap,
            now=self.now,
            monotonic=self.monotonic,
        )
