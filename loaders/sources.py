"""Sources: everything that lives with the app, below the operations."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loaders.changes import Changes
from loaders.guarded import Upstream
from loaders.items import ItemSource, keeping_items
from loaders.link_keys import LinkKeys
from loaders.local_storage import LocalStorage
from loaders.mongo import Mongo
from loaders.names import JOURNEY, MONGODB, REWARDS, SHARES, SHOP, STORAGE
from loaders.own_database import OwnDatabase
from loaders.rate_counts import RateCounts
from loaders.reconciliation import Reconciliation
from loaders.recording_by_id import (
    RecordingById,
    RecordingByIdFinds,
    keeping_recordings_by_id,
)
from loaders.recording_finds import RecordingFinds, RecordingSource, keeping_recordings
from loaders.revocation_finds import RevocationFinds
from loaders.s3_storage import S3Settings, S3Storage
from loaders.schema_version import SchemaVersion
from loaders.session_finds import SessionFinds, SessionSource, keeping_sessions
from loaders.session_state import Lifecycle
from loaders.share_finds import ShareFinds, ShareSource, keeping_shares
from loaders.shares import Shares
from loaders.source import K, Keeping, Source, V
from loaders.source_state import SourceState
from loaders.storage import Storage
from loaders.telemetry import SILENT, Telemetry
from loaders.upstream import HttpUpstream, head_by, open_transport
from loaders.visits import Visits


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """Where the sources are, how long each may take (milliseconds), and a LIVE's times.

    Links to recordings begin with ``public_url`` and are signed with ``link_keys``, the first of
    them, as cursors of lists are; their files are in ``media_directory`` or in ``s3``.

    ``slots`` calls to one source are under way before keys wait to be joined, and at most
    ``kept_bytes`` of its answers are kept. ``learn_more_url`` is the page that explains the panels,
    each at an anchor of its own.
    """

    shop_analytics_url: str
    rewards_url: str
    journey_url: str
    mongodb_uri: str = field(repr=False)
    shares_mongodb_uri: str = field(repr=False)
    service_credential: str = field(repr=False)
    public_url: str
    link_keys: Mapping[str, bytes] = field(repr=False)
    media_directory: Path | None = None
    s3: S3Settings | None = None
    company_database: str = "company"
    shares_database: str = "endpage"
    operation_ms: int = 1500
    update_ms: int = 3000
    shop_analytics_ms: int = 800
    rewards_ms: int = 600
    journey_ms: int = 600
    mongodb_ms: int = 400
    storage_ms: int = 800
    slots: int = 4
    kept_bytes: int = 64_000_000
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    learn_more_url: str | None = None
    session_outage_seconds: float = 600.0
    reconcile_seconds: float = 30.0
    playback_link_seconds: int = 3600
    download_link_seconds: int = 86_400
    share_days: int = 30
    shares_per_creator: int = 200


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sources:
    """The four sources, the change stream, the storage and the gateway's own database, with their
    pools.
    """

    def __init__(
        self,
        settings: SourceSettings,
        *,
        now: Callable[[], datetime] = _utc_now,
        telemetry: Telemetry = SILENT,
    ) -> None:
        """``now`` is the clock; tests pass their own. ``monotonic`` is that of ``not_before``."""
        self._telemetry = telemetry
        self._all: list[Source[Any, Any]] = []
        self.now = now
        self.monotonic = time.monotonic
        self.settings = settings
        self.lifecycle = settings.lifecycle
        self.link_keys = LinkKeys(settings.link_keys)
        cap = settings.mongodb_ms / 1000
        self.mongo = Mongo(settings.mongodb_uri, settings.company_database, cap=cap)
        self.changes = Changes(self.mongo)
        self.sessions: SessionSource = self._source(
            SessionFinds(self.mongo, now=now),
            keeping_sessions(settings.lifecycle, outage=settings.session_outage_seconds),
            cap=cap,
        )
        self.recordings: RecordingSource = self._source(
            RecordingFinds(self.mongo, now=now, found=self.changes.found),
            keeping_recordings(),
            cap=cap,
        )
        self.recording_by_id: RecordingById = self._source(
            RecordingByIdFinds(self.mongo), keeping_recordings_by_id(), cap=cap
        )
        self._own = OwnDatabase(settings.shares_mongodb_uri, settings.shares_database, cap=cap)
        self.rate_counts = RateCounts(self._own)
        by_token: ShareSource = self._source(ShareFinds(self._own), keeping_shares(), cap=cap)
        self.revocations = RevocationFinds(self._own)
        self.schema_version = SchemaVersion(self._own)
        self.shares = Shares(self._own, by_token, Visits(self._own, cap=cap), cap=cap, now=now)
        self._reconciliation = Reconciliation(
            self.changes, self.sessions, seconds=settings.reconcile_seconds
        )
        self._transport = open_transport()
        self.storage = self._storage()
        self._services = {
            SHOP: self._service(SHOP, settings.shop_analytics_url),
            REWARDS: self._service(REWARDS, settings.rewards_url),
            JOURNEY: self._service(JOURNEY, settings.journey_url),
        }
        self.shop = self._items(SHOP, cap_ms=settings.shop_analytics_ms)
        self.rewards = self._items(REWARDS, cap_ms=settings.rewards_ms)
        self.journey = self._items(JOURNEY, cap_ms=settings.journey_ms)

    @classmethod
    async def open(cls, settings: SourceSettings, *, telemetry: Telemetry = SILENT) -> Sources:
        """The sources, ready to be asked. Nothing is connected until it is needed."""
        sources = cls(settings, telemetry=telemetry)
        sources._reconciliation.start()
        return sources

    async def close(self) -> None:
        """End what is under way and give all connections back."""
        await self._reconciliation.close()
        await self.changes.close()
        for source in (self.sessions, self.recordings, self.recording_by_id):
            await source.close()
        await self.shares.close()
        for service in (self.shop, self.rewards, self.journey):
            await service.close()
        await self.storage.close()
        await self._transport.aclose()
        await self.mongo.close()
        await self._own.close()

    def states(self) -> list[SourceState]:
        """How each of them is doing; one upstream may have several."""
        return [source.state() for source in self._all]

    async def reachable(self) -> dict[str, bool]:
        """Which of the sources answer now, by name."""
        asked = {name: service.is_reachable() for name, service in self._services.items()}
        asked[MONGODB] = self.mongo.is_reachable()
        asked[SHARES] = self._own.is_reachable()
        return dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))

    def _service(self, name: str, url: str) -> HttpUpstream:
        return HttpUpstream(
            name, url, transport=self._transport, credential=self.settings.service_credential
        )

    def _items(self, name: str, *, cap_ms: int) -> ItemSource:
        return self._source(self._services[name], keeping_items(), cap=cap_ms / 1000)

    def _source(
        self, upstream: Upstream[K, V], keeping: Keeping[K, V], *, cap: float
    ) -> Source[K, V]:
        bounded = replace(keeping, most_bytes=self.settings.kept_bytes)
        source = Source(
            upstream,
            bounded,
            cap=cap,
            now=self.now,
            slots=self.settings.slots,
            telemetry=self._telemetry,
        )
        self._all.append(source)
        return source

    def _storage(self) -> Storage:
        settings, cap = self.settings, self.settings.storage_ms / 1000
        keys = self.link_keys
        if settings.s3 is not None:
            return S3Storage(
                settings.s3,
                public_url=settings.public_url,
                keys=keys,
                head=head_by(self._transport, name=STORAGE, cap=cap),
                now=self.now,
            )
        if settings.media_directory is None:
            raise ValueError("there must be a storage of recordings")
        return LocalStorage(
            settings.media_directory, public_url=settings.public_url, keys=keys, cap=cap
        )
