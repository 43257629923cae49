"""Joined call: one call under way, the keys that it is for, and who waits for each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Generic, TypeVar

from loaders.asking import Asking, UpstreamCall
from loaders.errors import KnownError

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MOST_REQUEST_IDS = 8


class Entry(Generic[K, V]):
    """One key that is waited for ``since`` then, by however many, the last of them ``until`` then.

    An error is its answer, never raised. ``call`` is None while it has not left.
    """

    __slots__ = ("answer", "askers", "call", "key", "since", "until", "waiters")

    def __init__(self, key: K, *, since: float) -> None:
        self.key = key
        self.since = since
        self.until = since
        self.answer: asyncio.Future[V | KnownError] = asyncio.get_running_loop().create_future()
        self.askers: list[Asking] = []
        self.waiters = 0
        self.call: JoinedCall[K, V] | None = None

    def join(self, asking: Asking, until: float) -> None:
        """One more waits for it."""
        self.askers.append(asking)
        self.waiters += 1
        self.until = max(self.until, until)

    def leave(self, asking: Asking) -> None:
        """One waits no more. Who leaves before the call begins has no part in it."""
        self.waiters -= 1
        if self.call is None and not self.answer.done():
            self.askers.remove(asking)


class JoinedCall(Generic[K, V]):
    """A call that begins at ``started_at``. It has the time of who can wait longest, or ``cap``.

    ``span`` is what it is in a trace; None: it is in none.
    """

    __slots__ = ("_told", "ends_at", "entries", "span", "started_at", "task")

    def __init__(self, entries: list[Entry[K, V]], *, started_at: float, cap: float) -> None:
        self.entries = entries
        self.started_at = started_at
        self.ends_at = min(started_at + cap, max(entry.until for entry in entries))
        self.task: asyncio.Task[Mapping[K, V | KnownError]] | None = None
        self.span: object | None = None
        self._told: set[Asking] = set()
        for entry in entries:
            entry.call = self

    def end(self) -> None:
        """It has answered. It and what it has answered would hold each other for long."""
        self.task = None
        for entry in self.entries:
            entry.call = None

    def is_waited_for(self) -> bool:
        """Whether anybody waits for any of its keys still."""
        return any(entry.waiters for entry in self.entries)

    def askers(self) -> Iterable[Asking]:
        """Everybody who has waited for any of its keys, each once."""
        return dict.fromkeys(asker for entry in self.entries for asker in entry.askers)

    @property
    def served(self) -> int:
        """How many operations it has been recorded for."""
        return len(self._told)

    def request_ids(self) -> str:
        """The ids of the operations that it serves, for the upstream's log; at most eight."""
        ids = dict.fromkeys(asker.request_id for asker in self.askers())
        return ",".join(list(ids)[:_MOST_REQUEST_IDS])

    def record(self, askers: Iterable[Asking], *, upstream: str, now: float, outcome: str) -> None:
        """Tell each of ``askers`` once what they took part in."""
        ms = round((now - self.started_at) * 1000, 3)
        told = UpstreamCall(upstream, len(self.entries), ms, outcome, self.started_at)
        for asking in askers:
            whole = asking.whole
            if whole not in self._told:
                self._told.add(whole)
                own = told if whole.trace is None else replace(told, own_keys=self._keys_of(whole))
                whole.calls.append(own)

    def _keys_of(self, whole: Asking) -> int:
        """How many of its keys an operation has asked for."""
        return sum(any(one.whole is whole for one in entry.askers) for entry in self.entries)
