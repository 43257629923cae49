"""Source: one upstream over the app's life, between the dataloaders and the calls.

What is asked for is answered from what was read before, while that is fresh; joined with what
others ask for, when it is not; and when the upstream cannot answer, from the last good answer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from loaders.asking import STALE, Asking
from loaders.deadline import Deadline
from loaders.errors import KnownError, SourceError, SourceForbidden
from loaders.freshness import NOTHING, Freshness
from loaders.guarded import Guarded, Upstream
from loaders.joining import Joining
from loaders.kept import Kept, KeptAnswer
from loaders.source_state import ASKED, FRESH, SHOWN_STALE, STANDS_IN, SourceState
from loaders.telemetry import SILENT, Telemetry

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
# For how long a read is shared by those who were told of the same change, at the least.
_SHARED_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Keeping(Generic[K, V]):
    """How a source keeps answers: how long one is good, its bytes, and how it says that it is old.

    ``most_bytes`` 0 keeps nothing.
    """

    freshness: Callable[[K, V, datetime], Freshness]
    size: Callable[[V], int]
    as_stale: Callable[[V], V]
    most_bytes: int = 64 * 1024 * 1024


class Source(Generic[K, V]):
    """Reads of one upstream."""

    def __init__(
        self,
        upstream: Upstream[K, V],
        keeping: Keeping[K, V],
        *,
        cap: float,
        slots: int = 4,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        telemetry: Telemetry = SILENT,
    ) -> None:
        """``cap``: the seconds that a call may take at most. ``slots``: calls under way before
        keys wait to be joined. ``now`` is the clock (UTC).
        """
        self.name = upstream.name
        self._guarded = Guarded(upstream, monotonic=monotonic)
        self._joining: Joining[K, V] = Joining(
            self._guarded,
            cap=cap,
            slots=slots,
            monotonic=monotonic,
            landed=self._keep,
            telemetry=telemetry,
        )
        self._keeping = keeping
        self._kept: Kept[K, V | KnownError] = Kept(most_bytes=keeping.most_bytes)
        self._cap = cap
        self._now = now
        self._monotonic = monotonic
        self._renewing: dict[K, asyncio.Task[None]] = {}
        self._reads = dict.fromkeys((FRESH, SHOWN_STALE, STANDS_IN, ASKED), 0)

    async def read(self, asking: Asking, keys: Sequence[K]) -> dict[K, V | KnownError]:
        """What the upstream says of each key, or the error of that key.

        Raises nothing but CancelledError: what is not there at the deadline is DeadlineExceeded.
        """
        since = asking.not_before
        if since is None:
            answers = self._good(asking, keys)
        else:
            answers = self._asked_since(since, asking, keys)
        missing = [key for key in keys if key not in answers]
        if missing:
            answers.update(await self._ask(asking, missing))
        return answers

    def state(self) -> SourceState:
        """How it is doing now."""
        guarded, breaker = self._guarded, self._guarded.breaker
        return SourceState(
            upstream=self.name,
            is_open=not breaker.is_closed,
            times_opened=breaker.times_opened,
            retries=guarded.retries,
            splits=guarded.splits,
            under_way=self._joining.under_way,
            waiting=self._joining.waiting,
            kept=self._kept.bytes,
            reads=self._reads.copy(),
        )

    def learn(self, key: K, value: V) -> None:
        """Keep ``value``, which a write of ours has shown, as if it had been read now."""
        self._keep(key, value, self._monotonic())

    async def close(self) -> None:
        """End every call under way."""
        for renewing in list(self._renewing.values()):
            renewing.cancel()
        await asyncio.gather(*self._renewing.values(), return_exceptions=True)
        await self._joining.close()

    def _good(self, asking: Asking, keys: Sequence[K]) -> dict[K, V | KnownError]:
        """The kept answers that may be shown without asking first."""
        good: dict[K, V | KnownError] = {}
        for key in keys:
            kept = self._kept.get(key)
            if kept is None:
                continue
            age = self._monotonic() - kept.asked_at
            if age < kept.freshness.fresh:
                asking.has_read(kept.freshness.fresh - age, kept.footing)
                asking.has_kept(self.name, age=age)
                self._reads[FRESH] += 1
                good[key] = self._shown(kept.value)
            elif age < kept.freshness.fresh + kept.freshness.stale:
                self._renew(key)
                asking.has_read(STALE)
                asking.has_kept(self.name, age=age, is_stale=True)
                self._reads[SHOWN_STALE] += 1
                good[key] = self._stale(kept.value)
        return good

    def _asked_since(
        self, moment: float, asking: Asking, keys: Sequence[K]
    ) -> dict[K, V | KnownError]:
        """The kept answers that were asked for at ``moment`` or later, and are fresh.

        What is never fresh is so for a moment here: who was told of the same change shares a read.
        """
        now = self._monotonic()
        good: dict[K, V | KnownError] = {}
        for key in keys:
            kept = self._kept.get(key)
            if kept is None or kept.asked_at < moment:
                continue
            if now - kept.asked_at < max(kept.freshness.fresh, _SHARED_SECONDS):
                asking.has_read(self._fresh_for(kept))
                asking.has_kept(self.name, age=now - kept.asked_at)
                self._reads[FRESH] += 1
                good[key] = self._shown(kept.value)
        return good

    async def _ask(self, asking: Asking, keys: Sequence[K]) -> dict[K, V | KnownError]:
        self._reads[ASKED] += len(keys)
        found = await self._joining.read(asking, keys)
        return {key: self._or_last_good(asking, key, answer) for key, answer in found.items()}

    def _or_last_good(self, asking: Asking, key: K, answer: V | KnownError) -> V | KnownError:
        """The answer; or the last good one, when there is none now."""
        kept = self._kept.get(key)
        if kept is not None and self._stands_in(kept, answer):
            asking.has_read(STALE)
            age = self._monotonic() - kept.asked_at
            asking.has_kept(self.name, age=age, is_stale=True)
            self._reads[STANDS_IN] += 1
            return self._stale(kept.value)
        # How long it is fresh was worked out when it was kept: of another nothing is known.
        is_known = kept is not None and kept.value is answer
        asking.has_read(self._fresh_for(kept) if kept is not None and is_known else 0.0)
        return answer

    def _stands_in(self, kept: KeptAnswer[V | KnownError], answer: V | KnownError) -> bool:
        """Whether ``answer`` is none, and what is kept is still good enough in its place."""
        is_none = isinstance(answer, SourceError) and not isinstance(answer, SourceForbidden)
        return is_none and self._monotonic() - kept.asked_at < kept.freshness.on_error

    def _fresh_for(self, kept: KeptAnswer[V | KnownError]) -> float:
        return max(kept.freshness.fresh - (self._monotonic() - kept.asked_at), 0.0)

    def _keep(self, key: K, answer: V | KnownError, asked_at: float) -> None:
        """Keep what a call says that began at ``asked_at``, if it says anything."""
        newest = self._kept.get(key)
        # A call that hung may come back long after one that was made later.
        if newest is not None and newest.asked_at > asked_at:
            return
        if isinstance(answer, SourceForbidden):
            # One of its own: what is raised holds on to the frames that it goes through.
            self._kept.put(key, KeptAnswer(self._shown(answer), asked_at, NOTHING, 0))
        elif not isinstance(answer, KnownError):
            freshness = self._keeping.freshness(key, answer, self._now())
            size = self._keeping.size(answer)
            self._kept.put(key, KeptAnswer(answer, asked_at, freshness, size))

    def _shown(self, value: V | KnownError) -> V | KnownError:
        """What is shown of a kept value: an error is never shown twice."""
        return SourceForbidden(upstream=self.name) if isinstance(value, KnownError) else value

    def _stale(self, value: V | KnownError) -> V | KnownError:
        value = self._shown(value)
        return value if isinstance(value, KnownError) else self._keeping.as_stale(value)

    def _renew(self, key: K) -> None:
        """Read ``key`` anew behind the back of who is shown the old answer; once at a time."""
        if key not in self._renewing:
            renewing = asyncio.get_running_loop().create_task(self._renewed(key))
            self._renewing[key] = renewing
            renewing.add_done_callback(lambda _: self._renewing.pop(key, None))

    async def _renewed(self, key: K) -> None:
        deadline = Deadline(int(self._cap * 1000), monotonic=self._monotonic)
        await self._ask(Asking(request_id="renewal", deadline=deadline), [key])
