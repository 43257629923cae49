"""Items: the answers of the company's HTTP services, and how they are kept."""

from __future__ import annotations

from datetime import datetime

from loaders.envelope import Item
from loaders.freshness import BY_PHASE, NOT_READY, Freshness
from loaders.keys import Key
from loaders.source import Keeping, Source

ItemSource = Source[Key, Item]


def item_freshness(key: Key, item: Item, now: datetime) -> Freshness:
    """How long an item is good: by the phase of its LIVE, and by what the service says itself."""
    # Trouble with one field group passes, so an item that is not whole is asked for again soon.
    freshness = BY_PHASE[key.phase] if item.is_ready and item.is_whole else NOT_READY
    if item.next_refresh_at is None:
        return freshness
    return freshness.until(item.next_refresh_at.timestamp() - now.timestamp())


def keeping_items() -> Keeping[Key, Item]:
    """How items are kept."""
    return Keeping(
        freshness=item_freshness, size=lambda item: item.size, as_stale=lambda item: item.as_stale()
    )
