"""Guarded: an upstream that may be in trouble, called with care.

In reading order: the breaker says whether to call at all; the call has the time that is left; one
that broke off is made again, within the retry budget; one whose answer cannot be read is split,
so that a poisonous key fails alone.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from loaders.breaker import Breaker
from loaders.errors import DeadlineExceeded, KnownError, SourceBadAnswer, SourceUnavailable
from loaders.latency import Latency
from loaders.retry_budget import RetryBudget

K = TypeVar("K", bound=Hashable)
V_co = TypeVar("V_co", covariant=True)
W = TypeVar("W")

_SHORTEST_JUDGED = 0.1
_LONGEST_PAUSE = 0.05


class Upstream(Protocol[K, V_co]):
    """Where calls go: an HTTP service, a collection, or what a test puts in their place."""

    @property
    def name(self) -> str:
        """Which upstream this is, as logs and ``extensions.upstreams`` name it."""
        ...

    async def read(
        self, keys: Sequence[K], *, time_left: float, request_id: str
    ) -> Mapping[K, V_co | KnownError]:
        """An answer for every key; raises KnownError when the whole call failed."""
        ...


class Guarded(Generic[K, W]):
    """Calls of one upstream over the app's life."""

    def __init__(
        self,
        upstream: Upstream[K, W],
        *,
        breaker: Breaker | None = None,
        budget: RetryBudget | None = None,
        pause: Callable[[], float] = lambda: random.uniform(0.005, _LONGEST_PAUSE),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """``pause`` gives the seconds before a retry; it is jittered, so that retries spread."""
        self.name = upstream.name
        self.latency = Latency()
        self._upstream = upstream
        self._breaker = breaker or Breaker(monotonic=monotonic)
        self._budget = budget or RetryBudget()
        self._pause = pause
        self._monotonic = monotonic
        self._splits_help = True
        self.retries = self.splits = 0

    async def read(
        self, keys: Sequence[K], *, time_left: float, request_id: str
    ) -> Mapping[K, W | KnownError]:
        """An answer for every key, within ``time_left`` seconds.

        Raises SourceUnavailable, DeadlineExceeded, or SourceBadAnswer when no key could be read.
        """
        ends_at = self._monotonic() + time_left
        # Not the error itself: its traceback holds this frame, and they would hold each other.
        has_broken_off, retry_after_ms = False, None
        while True:
            try:
                return await self._once(keys, ends_at, request_id)
            except DeadlineExceeded:
                # That it broke off says more than that trying again took too long.
                if has_broken_off:
                    raise SourceUnavailable(
                        upstream=self.name, retry_after_ms=retry_after_ms
                    ) from None
                raise
            except SourceUnavailable as error:
                has_broken_off, retry_after_ms = True, error.retry_after_ms
                pause = max(self._pause(), (retry_after_ms or 0) / 1000)
                if self._monotonic() + pause >= ends_at or not self._may_retry():
                    raise
                self.retries += 1
                await asyncio.sleep(pause)
            except SourceBadAnswer as error:
                if not self._may_split(keys):
                    raise
                return await self._halves(keys, ends_at, request_id, error)

    @property
    def breaker(self) -> Breaker:
        """What says whether calls go."""
        return self._breaker

    def _may_retry(self) -> bool:
        # Behind a breaker that is not closed there is nothing to try again.
        return self._breaker.is_closed and self._budget.spend()

    def _may_split(self, keys: Sequence[K]) -> bool:
        return len(keys) > 1 and self._splits_help and self._budget.spend(2)

    async def _once(
        self, keys: Sequence[K], ends_at: float, request_id: str
    ) -> Mapping[K, W | KnownError]:
        ticket = self._breaker.lets_through()
        if ticket is None:
            wait = max(int(self._breaker.seconds_left() * 1000), 1)
            raise SourceUnavailable(upstream=self.name, retry_after_ms=wait)
        self._budget.earn()
        started = self._monotonic()
        given = max(ends_at - started, 0.0)
        try:
            async with asyncio.timeout(given):
                found = await self._upstream.read(keys, time_left=given, request_id=request_id)
        except TimeoutError:
            # Who was given next to no time has shown nothing.
            judge = self._breaker.fail if given >= _SHORTEST_JUDGED else self._breaker.forget
            judge(ticket)
            raise DeadlineExceeded(upstream=self.name) from None
        except SourceUnavailable:
            self._breaker.fail(ticket)
            raise
        except KnownError:
            self._breaker.succeed()
            raise
        except BaseException:
            self._breaker.forget(ticket)
            raise
        self._breaker.succeed()
        self._splits_help = True
        self.latency.add(self._monotonic() - started)
        return found

    async def _halves(
        self, keys: Sequence[K], ends_at: float, request_id: str, error: SourceBadAnswer
    ) -> Mapping[K, W | KnownError]:
        """The answers of both halves. Raises ``error`` when both fail: it is not one key's fault,
        and nothing is split again before the upstream has answered well.
        """
        self.splits += 1
        middle = len(keys) // 2
        halves = (keys[:middle], keys[middle:])
        found = await asyncio.gather(
            *(self._once(half, ends_at, request_id) for half in halves), return_exceptions=True
        )
        if all(isinstance(half, SourceBadAnswer) for half in found):
            self._splits_help = False
            raise error
        answers: dict[K, W | KnownError] = {}
        for its_keys, half in zip(halves, found, strict=True):
            if isinstance(half, SourceBadAnswer):
                answers.update(await self._narrowed(its_keys, ends_at, request_id, half))
            elif isinstance(half, KnownError):
                answers.update(dict.fromkeys(its_keys, half))
            elif isinstance(half, BaseException):
                raise half
            else:
                answers.update(half)
        return answers

    async def _narrowed(
        self, keys: Sequence[K], ends_at: float, request_id: str, error: SourceBadAnswer
    ) -> Mapping[K, W | KnownError]:
        if not self._may_split(keys):
            return dict.fromkeys(keys, error)
        try:
            return await self._halves(keys, ends_at, request_id, error)
        except SourceBadAnswer:
            return dict.fromkeys(keys, error)
