"""Places: how many are taken, in all and by each creator, and when there are no more."""

from __future__ import annotations

from collections import Counter

from gateway.errors import RequestError


class Places:
    """Those of one process; ``refusal`` is what somebody is told for whom there is none."""

    def __init__(self, refusal: str) -> None:
        self._refusal = refusal
        self._taken = 0
        self._of: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._taken

    def take(self, creator_id: str, *, most: int, most_per_creator: int) -> None:
        """One more is taken. Raises RequestError when there are too many."""
        if self._taken >= most or self._of[creator_id] >= most_per_creator:
            raise RequestError("TOO_MANY_SUBSCRIPTIONS", self._refusal)
        self._taken += 1
        self._of[creator_id] += 1

    def give_back(self, creator_id: str) -> None:
        """One of this creator's is free."""
        self._taken -= 1
        self._of[creator_id] -= 1
        if not self._of[creator_id]:
            del self._of[creator_id]
