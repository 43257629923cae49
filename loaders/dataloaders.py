"""Dataloaders: one aiodataloader for each batch function, made when an operation first needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar, cast

from aiodataloader import DataLoader, Loader, dispatch_queue

from loaders.derived import Derived
from loaders.errors import OperationClosed

Op = TypeVar("Op")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
BatchFunction: TypeAlias = Callable[[Op, list[K]], Awaitable[Sequence[V | Exception]]]


class Dataloaders(Generic[Op]):
    """The dataloaders of one operation; they go with it.

    A batch function answers a list of the same length and order as its keys: a value, or an
    exception for a key that failed alone. When it raises, all of its keys have failed.
    """

    def __init__(self, operation: Op) -> None:
        self._operation = operation
        self._made: dict[Any, DataLoader[Any, Any]] = {}
        self._known: dict[Any, dict[Any, asyncio.Future[Any]]] = {}

    def load(self, batch: BatchFunction[Op, K, V], key: K) -> asyncio.Future[V]:
        """The value of ``key``, read together with all keys that are asked for in this tick."""
        if isinstance(batch, Derived):
            return self._derived(batch, key)
        return cast("asyncio.Future[V]", self._loader(batch).load(key))

    def loaded(self, batch: BatchFunction[Op, K, V], key: K) -> asyncio.Future[V] | None:
        """The value of ``key`` when it has been asked for, or is known; None when it is not."""
        return self._known.get(batch, {}).get(key)

    def prime(self, batch: BatchFunction[Op, K, V], key: K, value: V) -> None:
        """Take ``value`` for known, so that loading ``key`` asks nobody."""
        self._loader(batch).prime(key, value)

    def close(self) -> None:
        """Let go of all that has been loaded: it and the operation hold each other."""
        self._made.clear()
        self._known.clear()

    def _derived(self, batch: Derived[Op, K, Any, V], key: K) -> asyncio.Future[V]:
        """The value that ``batch`` makes: no more than a callback, and no batch of its own."""
        known: dict[K, asyncio.Future[V]] = self._known.setdefault(batch, {})
        made = known.get(key)
        if made is None:
            made = known[key] = asyncio.get_running_loop().create_future()
            unread = batch.unread(key)
            if unread is not None:
                made.set_result(unread)
            else:
                read = self.load(batch.read, key)
                read.add_done_callback(partial(batch.settle, key, made))
        return made

    def _loader(self, batch: BatchFunction[Op, K, V]) -> DataLoader[Any, Any]:
        loader = self._made.get(batch)
        if loader is None:
            known = self._known[batch] = {}
            loader = self._made[batch] = _Quick(self._bound(batch), known)
        return loader

    def _bound(
        self, batch: BatchFunction[Op, K, V]
    ) -> Callable[[list[K]], Coroutine[Any, Any, list[V | Exception]]]:
        async def read(keys: list[K]) -> list[V | Exception]:
            try:
                return list(await batch(self._operation, keys))
            except asyncio.CancelledError:
                # A batch that ends in cancellation would leave its waiters waiting for ever.
                return [OperationClosed("The operation was closed.") for _ in keys]

        return read


class _Quick(DataLoader[Any, Any]):
    """aiodataloader's own, at less cost where there is one for each batch of each operation.

    It does not look again at what it is given, and it waits for the same two rounds of the loop
    without a task. Keys that are asked for meanwhile go out together, as with any other.
    """

    def __init__(
        self,
        read: Callable[[list[Any]], Coroutine[Any, Any, list[Any]]],
        known: dict[Any, asyncio.Future[Any]],
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.batch_load_fn = read
        self._cache = known
        self._queue = []

    @staticmethod
    def get_cache_key(key: Any) -> Any:
        """The key itself."""
        return key

    def do_resolve_reject(self, key: Any, future: asyncio.Future[Any]) -> None:
        """Have ``future`` answered with the others."""
        self._queue.append(Loader(key=key, future=future))
        if len(self._queue) == 1:
            self.loop.call_soon(self.loop.call_soon, dispatch_queue, self)
