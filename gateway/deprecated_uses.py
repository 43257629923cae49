"""Deprecated uses: how often which version of which APP has asked for what will go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.client import Client

OTHERS = Client(name="others")
"""Those that there was no room for: a client may call itself what it likes."""


@dataclass(frozen=True, slots=True)
class DeprecatedUse:
    """A field, argument or value by its coordinate, and who asks for it."""

    coordinate: str
    client: Client


class DeprecatedUses:
    """The counts of one process since it began: of so many pairs of coordinate and client, and
    under ``OTHERS`` of each coordinate beyond them.
    """

    def __init__(self, *, most: int = 5_000) -> None:
        self._most = most
        self._counts: Counter[DeprecatedUse] = Counter()

    @property
    def counts(self) -> Mapping[DeprecatedUse, int]:
        """How many operations there were of each."""
        return self._counts

    def add(self, coordinates: Iterable[str], client: Client) -> None:
        """An operation that asks for these."""
        for coordinate in coordinates:
            use = DeprecatedUse(coordinate, client)
            if use not in self._counts and len(self._counts) >= self._most:
                # Coordinates are of the schema, so that these are bounded, too.
                use = DeprecatedUse(coordinate, OTHERS)
            self._counts[use] += 1
