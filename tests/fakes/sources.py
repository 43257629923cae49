"""The four sources with nothing behind them but memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar, cast

from loaders.guarded import Upstream
from loaders.items import keeping_items
from loaders.mongo import Mongo
from loaders.names import JOURNEY, REWARDS, SHOP
from loaders.recording_finds import RecordingFinds, keeping_recordings
from loaders.session_finds import SessionFinds, keeping_sessions
from loaders.session_state import Lifecycle
from loaders.source import Keeping, Source
from loaders.sources import SourceSettings
from tests.fakes import journey, rewards, shop
from tests.fakes.mongo import FakeMongo
from tests.fakes.times import NOW
from tests.fakes.upstream import FakeUpstream

# Long enough that no test is late by accident.
_NO_HURRY_MS = 60_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


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
        self.monotonic = time.monotonic
        self.mongo = FakeMongo()
        self.shop_upstream = FakeUpstream(SHOP, shop.groups())
        self.rewards_upstream = FakeUpstream(REWARDS, rewards.groups())
        self.journey_upstream = FakeUpstream(JOURNEY, journey.groups())
        cap = cap_ms / 1000
        mongo = cast("Mongo", self.mongo)
        self.sessions = forgetful(
            SessionFinds(mongo, now=self.now), keeping_sessions(self.lifecycle, outage=0), cap
        )
        self.recordings = forgetful(RecordingFinds(mongo, now=self.now), keeping_recordings(), cap)
        self.shop = forgetful(self.shop_upstream, keeping_items(), cap)
        self.rewards = forgetful(self.rewards_upstream, keeping_items(), cap)
        self.journey = forgetful(self.journey_upstream, keeping_items(), cap)


def forgetful(upstream: Upstream[K, V], keeping: Keeping[K, V], cap: float) -> Source[K, V]:
    """A source that keeps nothing: what a test asks twice is asked twice."""
    forgetful = replace(keeping, most_bytes=0)
    return Source(upstream, forgetful, cap=cap, now=lambda: NOW)
