"""The world: every creator and every seeded session, computed when asked and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from upstreams.company.creators import Creator, drawn_creator
from upstreams.company.history import seeded_session
from upstreams.company.identifiers import creator_index, session_id, session_position
from upstreams.company.sessions import Session
from upstreams.company.simulated import session_from_document
from upstreams.company.strata import STRATA

# A bound, not a store: memory stays the same for 5 and for 50,000 creators.
_REMEMBERED_SESSIONS = 6_000
# The simulator needs some creators that are no forced case.
LEAST_ORDINARY = 4


@dataclass(frozen=True, slots=True)
class Seed:
    """What the company follows from. `anchor` is a unix time: seeded LIVEs ended before it."""

    number: int
    anchor: int
    creators: int


class World:
    """Creators and sessions of one seed; the strata are always there, whatever `creators` says.

    At most `remembered` sessions are kept, and a third as many creators.
    """

    def __init__(self, seed: Seed, *, remembered: int = _REMEMBERED_SESSIONS) -> None:
        self.seed = seed
        self.size = max(seed.creators, len(STRATA) + LEAST_ORDINARY)
        self._creator = lru_cache(remembered // 3)(self._drawn_creator)
        self._session = lru_cache(remembered)(self._drawn_session)

    def creator(self, index: int) -> Creator:
        """Return the creator with this index."""
        return self._creator(index)

    def creator_by_id(self, identifier: str) -> Creator | None:
        """Return the creator with this id, None when the company has none."""
        index = creator_index(identifier)
        return self.creator(index) if index is not None and index < self.size else None

    def session(self, creator: Creator, number: int) -> Session:
        """Return session `number` of a creator, counted from 1, the oldest."""
        return self._session(creator.index, number)

    def session_by_id(self, identifier: str) -> Session | None:
        """Return the seeded session with this id, None when there is none."""
        position = session_position(identifier)
        if position is None or position[0] >= self.size:
            return None
        creator = self.creator(position[0])
        return self.session(creator, position[1]) if 0 < position[1] <= creator.sessions else None

    def session_from(self, document: Mapping[str, Any]) -> Session | None:
        """Return the session of a `live_sessions` document, None when its creator is a stranger."""
        creator = self.creator_by_id(document["creator_id"])
        if creator is None:
            return None
        return session_from_document(document, seed=self.seed.number, creator=creator)

    def history(self, creator: Creator) -> list[Session]:
        """Return a creator's seeded sessions, oldest first."""
        return [self.session(creator, number) for number in range(1, creator.sessions + 1)]

    def ordinary(self) -> range:
        """Return the indexes of the creators that are no forced case."""
        return range(len(STRATA), self.size)

    def kind_creator(self, kind: str) -> Creator:
        """Return the creator of a forced case; raises KeyError for a kind that there is not."""
        for index, stratum in enumerate(STRATA):
            if stratum.kind == kind:
                return self.creator(index)
        raise KeyError(kind)

    def kinds(self) -> dict[str, tuple[str, str]]:
        """Return every kind with the (session id, creator id) that shows it."""
        found = {}
        for index, stratum in enumerate(STRATA):
            creator = self.creator(index)
            identifier = (
                running_session_id(index)
                if stratum.running
                else session_id(index, creator.sessions)
            )
            found[stratum.kind] = (identifier, creator.id)
        continued = self.kind_creator("continuation")
        first = session_id(continued.index, continued.sessions - 2)
        return {**found, "continued": (first, continued.id)}

    def _drawn_creator(self, index: int) -> Creator:
        return drawn_creator(self.seed.number, index)

    def _drawn_session(self, index: int, number: int) -> Session:
        return seeded_session(
            seed=self.seed.number,
            anchor=self.seed.anchor,
            creator=self.creator(index),
            number=number,
        )


def running_session_id(index: int) -> str:
    """Return the id of the session that runs at the start, of a creator whose kind it is to run."""
    return f"73{index:017d}"
