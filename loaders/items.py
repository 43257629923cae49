"""Items: the answers of the company's HTTP services, as batch functions read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from loaders.asking import Asking
from loaders.envelope import Item
from loaders.errors import KnownError
from loaders.freshness import BY_PHASE, NOT_READY, Freshness
from loaders.keys import Key
from loaders.source import Keeping, Source

T = TypeVar("T")
ItemSource = Source[Key, Item]


async def decoded_items(
    source: ItemSource, asking: Asking, keys: Sequence[Key], decode: Callable[[Item, Key], T]
) -> list[T | Exception]:
    """``decode`` of each key's item, aligned with ``keys``; a failure stays in its slot."""
    found = await source.read(asking, keys)
    return [_decoded(found[key], key, decode) for key in keys]


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


def _decoded(item: Item | KnownError, key: Key, decode: Callable[[Item, Key], T]) -> T | Exception:
    if isinstance(item, KnownError):
        return item
    try:
        return decode(item, key)
    except KnownError as error:
        return error
