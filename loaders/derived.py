"""Derived: a batch function that makes its values of what another one finds, key by key."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

Op = TypeVar("Op")
K = TypeVar("K", bound=Hashable)
R = TypeVar("R")
V = TypeVar("V")


class Derived(Generic[Op, K, R, V]):
    """Batch functions that are derived from one ``read`` have each key read once between them.

    ``make`` gives the value of what was found for a key; what it raises is the error of that key.
    ``unread`` gives the value of a key for which nothing need be read; None: it has to be.
    """

    __slots__ = ("make", "read", "unread")

    def __init__(
        self,
        read: Callable[[Op, list[K]], Awaitable[Sequence[R | Exception]]],
        make: Callable[[R, K], V],
        unread: Callable[[K], V | None],
    ) -> None:
        self.read = read
        self.make = make
        self.unread = unread

    async def __call__(self, operation: Op, keys: list[K]) -> Sequence[V | Exception]:
        """The value of each key, or its error, aligned with ``keys``."""
        found = {key: self.unread(key) for key in keys}
        wanted = [key for key, value in found.items() if value is None]
        read = await self.read(operation, wanted) if wanted else ()
        made = dict(zip(wanted, map(self._value_or_error, read, wanted), strict=True))
        return [made[key] if key in made else _there(found[key]) for key in keys]

    def settle(self, key: K, made: asyncio.Future[V], read: asyncio.Future[R]) -> None:
        """Have ``made`` come true by what ``read`` has come to."""
        if read.cancelled():
            made.cancel()
            return
        error = read.exception()
        if made.done():
            return  # Who waited for it has given up.
        if error is not None:
            made.set_exception(error)
            return
        try:
            made.set_result(self.make(read.result(), key))
        except Exception as raised:  # noqa: BLE001  # Whatever it is, it is this key's.
            made.set_exception(raised)

    def _value_or_error(self, found: R | Exception, key: K) -> V | Exception:
        if isinstance(found, Exception):
            return found
        try:
            return self.make(found, key)
        except Exception as error:  # noqa: BLE001  # The same.
            return error


def _there(value: V | None) -> V:
    assert value is not None
    return value
