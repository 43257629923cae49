"""Item batches: the items of each HTTP service, read once an operation, whoever decodes them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

from loaders.derived import Derived
from loaders.envelope import Item
from loaders.items import ItemSource
from loaders.keys import Key
from loaders.operation import Operation

T = TypeVar("T")
ItemBatch = Callable[[Operation, list[Key]], Awaitable[Sequence[Item | Exception]]]


async def shop_items(operation: Operation, keys: list[Key]) -> Sequence[Item | Exception]:
    """What shop analytics says of each key."""
    return await _read(operation.sources.shop, operation, keys)


async def rewards_items(operation: Operation, keys: list[Key]) -> Sequence[Item | Exception]:
    """What the rewards service says of each key."""
    return await _read(operation.sources.rewards, operation, keys)


async def journey_items(operation: Operation, keys: list[Key]) -> Sequence[Item | Exception]:
    """What the journey service says of each key."""
    return await _read(operation.sources.journey, operation, keys)


class Decoding(Protocol):
    """Makes a function that decodes one item a batch function."""

    def __call__(self, make: Callable[[Item, Key], T], /) -> Derived[Operation, Key, Item, T]:
        """``make`` gives the value of a key, or raises its error."""
        ...


def decoded_from(read: ItemBatch, *, unasked: Any = None) -> Decoding:
    """Make a function that decodes one item a batch function of what ``read`` reads.

    ``unasked``: the value of a key that asks for no group, about which nobody is asked then.
    """

    def decoding(make: Callable[[Item, Key], T]) -> Derived[Operation, Key, Item, T]:
        return Derived(read, make, lambda key: None if key.groups else unasked)

    return decoding


async def _read(
    source: ItemSource, operation: Operation, keys: list[Key]
) -> Sequence[Item | Exception]:
    found = await source.read(operation, keys)
    return [found[key] for key in keys]
