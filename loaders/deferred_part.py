"""Deferred part: what of an operation may come later, and so has more time.

It is the same operation but for its deadline. What the first part has asked for is not asked for
again: a panel that both need is there, or is late, within the first part's time. Of what nobody has
asked for yet each part keeps a loader of its own, so that neither waits for the other; asked for in
the same tick, both leave in the same calls all the same, as what different operations ask for does.
"""

from __future__ import annotations

import asyncio
from typing import TypeVar

from loaders.asking import Asking
from loaders.dataloaders import BatchFunction, K
from loaders.operation import Operation

V = TypeVar("V")


class DeferredPart(Operation):
    """The deferred part of the operation ``first``. Both are closed when the operation ends."""

    def __init__(self, first: Operation, *, budget_ms: int) -> None:
        """``budget_ms``: the time that it has, from now on."""
        super().__init__(
            sources=first.sources,
            viewer=first.viewer,
            language=first.language,
            request_id=first.request_id,
            groups=first.groups,
            budget_ms=budget_ms,
            not_before=first.not_before,
        )
        self._first = first
        self.began_at = first.began_at
        self.calls = first.calls
        self.next_refreshes = first.next_refreshes

    @property
    def whole(self) -> Asking:
        """The operation that it is a part of, which is told of each call once."""
        return self._first

    def load(self, batch: BatchFunction[Operation, K, V], key: K) -> asyncio.Future[V]:
        """The value that ``batch`` finds for ``key``, as the first part has it, if it has.

        Shielded: a fragment that is given up must not take its neighbours' value with it.
        """
        loading = self._first.loaded(batch, key)
        if loading is None:
            loading = super().load(batch, key)
        loading.add_done_callback(_heard)
        return asyncio.shield(loading)


def _heard(loading: asyncio.Future[V]) -> None:
    """Its error is nobody's when all who waited for it have given up."""
    if not loading.cancelled():
        loading.exception()
