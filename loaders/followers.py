"""Followers: who is to be told of which LIVE. There may be ten thousand, so they are light."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from typing import Protocol


class Heard(Enum):
    """What may have changed. EVERYTHING: the stream was opened, or something may have been missed;
    what is known of the LIVE and of its recordings is to be read anew.
    """

    SESSION = "SESSION"
    RECORDINGS = "RECORDINGS"
    EVERYTHING = "EVERYTHING"


class Follower(Protocol):
    """Who follows one LIVE. Followers are told apart by ``is`` and ``hash``: let both be object's.

    ``revision`` is that of the session that it has shown last, -1 before the first.
    """

    @property
    def revision(self) -> int:
        """The revision of the session that it has."""
        ...

    def tell(self, heard: Heard) -> None:
        """Something may have changed. Called in the loop; must neither wait nor raise.

        It may follow and unfollow, itself or others; who is unfollowed by another's ``tell`` may
        be told once more.
        """
        ...


class Followers:
    """Followers by the id of their LIVE."""

    def __init__(self) -> None:
        # A set costs 216 bytes and most LIVEs have one follower: those beyond the first have one.
        self._first: dict[str, Follower] = {}
        self._others: dict[str, set[Follower]] = {}

    def __len__(self) -> int:
        return len(self._first) + sum(map(len, self._others.values()))

    def __iter__(self) -> Iterator[Follower]:
        yield from self._first.values()
        for others in self._others.values():
            yield from others

    def add(self, session_id: str, follower: Follower) -> None:
        """Let ``follower`` follow ``session_id``; twice is once."""
        first = self._first.setdefault(session_id, follower)
        if first is not follower:
            self._others.setdefault(session_id, set()).add(follower)

    def discard(self, session_id: str, follower: Follower) -> None:
        """Let ``follower`` go; one that does not follow may be let go of, too."""
        others = self._others.get(session_id)
        if self._first.get(session_id) is follower:
            if others:
                self._first[session_id] = others.pop()
            else:
                del self._first[session_id]
        elif others:
            others.discard(follower)
        if others is not None and not others:
            del self._others[session_id]

    def of(self, session_id: str) -> Collection[Follower]:
        """Those of one LIVE, as they are now."""
        first = self._first.get(session_id)
        if first is None:
            return ()
        return (first, *self._others.get(session_id, ()))

    def session_ids(self) -> list[str]:
        """The LIVEs that are followed, each once."""
        return list(self._first)
