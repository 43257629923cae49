"""Benchmarks: how a LIVE compares, with its peers and with its creator's own last LIVEs."""

from __future__ import annotations

import msgspec

from loaders.envelope import Item
from loaders.item_batches import decoded_from, shop_items
from loaders.keys import Key
from loaders.shop import BENCHMARKS
from loaders.spellings import Drawn, Exact, Moment, WireId


class Cohort(msgspec.Struct, frozen=True):
    """The LIVEs that this one is compared with; ``basis`` is the step that was wide enough."""

    market: str
    level_band: str
    category_id: WireId
    category_name: str
    duration_bucket: str
    size: int
    basis: str


class PeerFigure(msgspec.Struct, frozen=True):
    """What LIVEs of the cohort reach in a metric: on average, and the best tenth at least."""

    metric: str
    average: Exact
    top_10: Exact
    higher_is_better: bool


class OwnPoint(msgspec.Struct, frozen=True):
    """A metric of one of the creator's own LIVEs."""

    live_id: WireId
    ended_at: Moment
    value: Drawn


class OwnFigure(msgspec.Struct, frozen=True):
    """A metric over the creator's own LIVEs of a window, oldest point first."""

    metric: str
    window: str
    average: Exact
    points: list[OwnPoint] = []


class WireTip(msgspec.Struct, frozen=True):
    """Advice for a newer creator, in their language."""

    code: str
    topic: str
    title: str
    body: str
    deep_link: str | None = None


class BenchmarkRecord(msgspec.Struct, frozen=True):
    """The benchmarks as they were frozen for one LIVE."""

    frozen_at: Moment
    stage: str
    level: str
    cohort: Cohort | None = None
    peers: list[PeerFigure] = []
    own: list[OwnFigure] = []
    tips: list[WireTip] = []


class BenchmarkAnswer(msgspec.Struct, frozen=True):
    """The record; None when it was not asked for, or is not ready. Times are UTC."""

    record: BenchmarkRecord | None
    is_ready: bool
    is_stale: bool
    as_of: Moment
    next_refresh_at: Moment | None


@decoded_from(shop_items)
def benchmarks_by_session(item: Item, key: Key) -> BenchmarkAnswer:
    """The benchmarks of each LIVE."""
    record = item.group(BENCHMARKS, BenchmarkRecord, key)
    return BenchmarkAnswer(record, item.is_ready, item.is_stale, item.as_of, item.next_refresh_at)
