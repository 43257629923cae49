"""Asking: what a source is told about who asks: how long they can wait, and where to record it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from loaders.deadline import Deadline
from loaders.ground import Footing
from loaders.trace import KeptRead, Trace
from loaders.watch import Watch


@dataclass(frozen=True, slots=True)
class UpstreamCall:
    """One call that an operation took part in; ``ms`` is its wall time, ``outcome`` a code.

    ``started_at`` is in monotonic seconds. ``own_keys`` is how many of its keys the operation has
    asked for, where that was counted; None: it was not, or all of them.
    """

    upstream: str
    keys: int
    ms: float
    outcome: str
    started_at: float = 0.0
    own_keys: int | None = None


STALE = -1.0
"""What is said of an answer that is shown though it is old; see ``Asking.fresh_for``."""


class Asking:
    """The request id, the deadline, the record of calls, and the reads that are under way.

    ``fresh_for`` is the least of the seconds for which what has been read stays fresh: below 0 some
    of it is stale already, and it is infinite while nothing has been read. ``footings`` are all its
    reads, as long as each was answered by what was kept and fresh; None: one was not.

    ``not_before`` (monotonic seconds): nothing that was asked for before that moment will do,
    however fresh it is; so it is when somebody was told then that it has changed. Only where a
    source cannot be read, its last good answer is given, and says that it is old.
    """

    def __init__(
        self, *, request_id: str, deadline: Deadline, not_before: float | None = None
    ) -> None:
        self.request_id = request_id
        self.deadline = deadline
        self.not_before = not_before
        self.calls: list[UpstreamCall] = []
        self.fresh_for = math.inf
        self.footings: list[Footing] | None = []
        self.trace: Trace | None = None
        self.watch: Watch | None = None
        self._reads: set[asyncio.Task[object]] = set()

    def has_read(self, fresh_for: float, footing: Footing | None = None) -> None:
        """Something has been read that stays fresh for so many seconds; ``STALE``: it is old.

        ``footing``: it was kept, and fresh still; None: it was not.
        """
        self.fresh_for = min(self.fresh_for, fresh_for)
        if footing is None:
            self.footings = None
        elif self.footings is not None:
            self.footings.append(footing)

    def has_kept(self, upstream: str, *, age: float, is_stale: bool = False) -> None:
        """A key of the upstream is answered by what was read ``age`` seconds ago: no call."""
        trace = self.whole.trace
        if trace is not None:
            trace.kept.append(KeptRead(upstream, age, is_stale))

    def has_asked(self, call: UpstreamCall) -> None:
        """It has made a call by itself, that nobody else has a part in."""
        self.calls.append(call)
        watch = self.whole.watch
        if watch is not None:
            watch.alone.append(call)

    @property
    def whole(self) -> Asking:
        """Who is told of a call: of several parts of one operation, the operation itself."""
        return self

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While this is entered, ``close`` cancels the task that has entered it."""
        task = asyncio.current_task()
        assert task is not None
        is_first = task not in self._reads
        self._reads.add(task)
        try:
            yield
        finally:
            if is_first:
                self._reads.discard(task)

    def close(self) -> None:
        """Let go of every read under way, and begin none: nobody waits for it any more."""
        self.deadline.end()
        for task in list(self._reads):
            task.cancel()
