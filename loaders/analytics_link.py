"""Analytics link: where in the APP the details of a LIVE and of all LIVEs are."""

from __future__ import annotations

import msgspec

from loaders.envelope import Item
from loaders.item_batches import decoded_from, shop_items
from loaders.keys import Key
from loaders.shop import ANALYTICS_LINK
from loaders.spellings import Moment


class LinkTarget(msgspec.Struct, frozen=True):
    """A place in the APP; ``window_days`` is the window that it opens with, where it has one."""

    deep_link: str
    fallback_url: str
    least_app_version: str
    window_days: int | None = None


class LinkRecord(msgspec.Struct, frozen=True):
    """This LIVE's details, and the overall analytics."""

    session: LinkTarget
    overall: LinkTarget


class LinkAnswer(msgspec.Struct, frozen=True):
    """The record; None when it was not asked for, or is not ready."""

    record: LinkRecord | None
    is_ready: bool
    is_stale: bool
    as_of: Moment
    next_refresh_at: Moment | None


@decoded_from(shop_items)
def analytics_link_by_session(item: Item, key: Key) -> LinkAnswer:
    """The analytics link of each LIVE."""
    record = item.group(ANALYTICS_LINK, LinkRecord, key)
    return LinkAnswer(record, item.is_ready, item.is_stale, item.as_of, item.next_refresh_at)
