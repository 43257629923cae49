"""Places: how many are taken, in all and by each creator or address, and when there are no more."""

from __future__ import annotations

from collections import Counter

from gateway.errors import RequestError


class Places:
    """Those of one process; ``refusal`` is what somebody is told for whom there is none, by its
    ``code``.
    """

    def __init__(self, refusal: str, *, code: str = "TOO_MANY_SUBSCRIPTIONS") -> None:
        self._refusal = refusal
        self._code = code
        self._taken = 0
        self._of: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._taken

    def take(self, of: str, *, most: int, most_each: int) -> None:
        """One more is taken. Raises RequestError when there are too many."""
        if self._taken >= most or self._of[of] >= most_each:
            raise RequestError(self._code, self._refusal)
        self._taken += 1
        self._of[of] += 1

    def give_back(self, of: str) -> None:
        """One of theirs is free."""
        self._taken -= 1
        self._of[of] -= 1
        if not self._of[of]:
            del self._of[of]
