"""Unjoined: our gateway with joining switched off: each read of each operation leaves by itself.

No setting does this, because nobody would want it: here the one class is put in another's place.

    python -m tests.bench.peers.unjoined serve --fd N
"""

from __future__ import annotations

from collections.abc import Sequence

import loaders.source
from gateway.cli import app
from loaders.asking import Asking
from loaders.errors import KnownError
from loaders.joining import Joining, K, V


class Unjoined(Joining[K, V]):
    """Reads of one upstream; those of one operation are joined by its own dataloaders only."""

    async def read(self, asking: Asking, keys: Sequence[K]) -> dict[K, V | KnownError]:
        """The answer of each key, or its error, by calls that nobody else shares."""
        alone: Joining[K, V] = Joining(
            self._guarded,
            cap=self._cap,
            slots=len(keys),
            monotonic=self._monotonic,
            landed=self._landed,
        )
        return await alone.read(asking, keys)


if __name__ == "__main__":
    # What this module is for. The name is the file's own, so it is not written as an attribute.
    vars(loaders.source)["Joining"] = Unjoined
    app()
