"""Source: one upstream over the app's life, between the dataloaders and the calls.

Keys that are asked for in one tick of the event loop, by whichever panel or operation, leave in
one call. Nobody waits for company: a key that is asked for while no other is, leaves at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from loaders.asking import Asking, UpstreamCall
from loaders.envelope import Item
from loaders.errors import DeadlineExceeded, KnownError, OperationClosed
from loaders.keys import Key

T = TypeVar("T")


class Upstream(Protocol):
    """Where the calls go: ``HttpUpstream``, or what a test puts in its place."""

    @property
    def name(self) -> str:
        """Which upstream this is, as logs and ``extensions.upstreams`` name it."""
        ...

    async def read(
        self, keys: Sequence[Key], *, time_left: float, request_id: str
    ) -> dict[Key, Item | KnownError]:
        """An answer for every key; raises KnownError when the whole call failed."""
        ...

    async def is_reachable(self) -> bool:
        """Whether the upstream answers now."""
        ...


class Waiting:
    """The keys that one operation has asked for at one moment, and the answer to come."""

    __slots__ = ("answer", "asking", "keys")

    def __init__(self, keys: Sequence[Key], asking: Asking) -> None:
        self.keys = keys
        self.asking = asking
        self.answer: asyncio.Future[dict[Key, Item | KnownError]] = (
            asyncio.get_running_loop().create_future()
        )

    def leave(self) -> None:
        """Stop waiting. The call goes on as long as somebody else waits for it."""
        if not self.answer.done():
            self.answer.set_exception(OperationClosed("The operation was closed."))


class Source:
    """Reads of one upstream: joined by tick, bounded by ``cap`` seconds and each one's deadline."""

    def __init__(self, upstream: Upstream, *, cap: float, most_keys: int = 200) -> None:
        self.name = upstream.name
        self._upstream = upstream
        self._cap = cap
        self._most_keys = most_keys
        self._asked: list[Waiting] = []
        self._calls: set[asyncio.Task[None]] = set()

    async def read(self, asking: Asking, keys: Sequence[Key]) -> dict[Key, Item | KnownError]:
        """What the upstream says of each key: an Item, or the error of that key alone.

        Raises SourceError when the whole call failed, DeadlineExceeded when the operation's time
        was over first: the call itself belongs to nobody, and goes on for whoever still waits.
        """
        if len(keys) > self._most_keys:
            parts = [keys[at : at + self._most_keys] for at in range(0, len(keys), self._most_keys)]
            found = await asyncio.gather(*(self.read(asking, part) for part in parts))
            return {key: answer for answers in found for key, answer in answers.items()}
        waiting = Waiting(keys, asking)
        if not self._asked:
            asyncio.get_running_loop().call_soon(self._leave_together)
        self._asked.append(waiting)
        asking.waiting.add(waiting)
        try:
            async with asyncio.timeout(asking.deadline.left()):
                return await asyncio.shield(waiting.answer)
        except TimeoutError:
            raise DeadlineExceeded(upstream=self.name) from None
        finally:
            asking.waiting.discard(waiting)
            waiting.leave()
            # An exception that nobody is left to read is not worth a warning.
            waiting.answer.exception()

    async def decode(
        self,
        asking: Asking,
        keys: Sequence[Key],
        decode: Callable[[Item, Key], T],
    ) -> list[T | Exception]:
        """``decode`` of each key's item, aligned with ``keys``; a failure stays in its slot."""
        found = await self.read(asking, keys)
        return [_decoded(found[key], key, decode) for key in keys]

    async def is_reachable(self) -> bool:
        """Whether the upstream answers now."""
        return await self._upstream.is_reachable()

    async def close(self) -> None:
        """End every call under way."""
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _leave_together(self) -> None:
        asked, self._asked = self._asked, []
        company: list[Waiting] = []
        count = 0
        for waiting in asked:
            if waiting.answer.done():
                continue
            if company and count + len(waiting.keys) > self._most_keys:
                self._send(company)
                company, count = [], 0
            company.append(waiting)
            count += len(waiting.keys)
        if company:
            self._send(company)

    def _send(self, company: list[Waiting]) -> None:
        call = asyncio.get_running_loop().create_task(self._call(company))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        pending = len(company)

        def somebody_left(_: object) -> None:
            nonlocal pending
            pending -= 1
            if pending == 0:
                call.cancel()

        for waiting in company:
            waiting.answer.add_done_callback(somebody_left)

    async def _call(self, company: list[Waiting]) -> None:
        keys = list(dict.fromkeys(key for waiting in company for key in waiting.keys))
        time_left = min(self._cap, max(waiting.asking.deadline.left() for waiting in company))
        started = time.perf_counter()
        outcome: dict[Key, Item | KnownError] | Exception
        try:
            async with asyncio.timeout(time_left):
                outcome = await self._upstream.read(
                    keys, time_left=time_left, request_id=_request_ids(company)
                )
        except TimeoutError:
            outcome = DeadlineExceeded(upstream=self.name)
        except asyncio.CancelledError:
            outcome = OperationClosed("The operation was closed.")
        except Exception as error:  # noqa: BLE001  # whatever it is, those who wait must be told
            outcome = error
        ms = (time.perf_counter() - started) * 1000
        record = UpstreamCall(self.name, len(keys), round(ms, 3), _word(outcome))
        for asking in {waiting.asking for waiting in company}:
            asking.calls.append(record)
        for waiting in company:
            _hand_over(waiting, outcome)


def _hand_over(waiting: Waiting, outcome: dict[Key, Item | KnownError] | Exception) -> None:
    if waiting.answer.done():
        return
    if isinstance(outcome, Exception):
        waiting.answer.set_exception(outcome)
    else:
        waiting.answer.set_result({key: outcome[key] for key in waiting.keys})


def _decoded(item: Item | KnownError, key: Key, decode: Callable[[Item, Key], T]) -> T | Exception:
    if isinstance(item, KnownError):
        return item
    try:
        return decode(item, key)
    except KnownError as error:
        return error


def _request_ids(company: Sequence[Waiting]) -> str:
    """The ids of all operations that the call serves, for the upstream's log; at most eight."""
    ids = dict.fromkeys(waiting.asking.request_id for waiting in company)
    return ",".join(list(ids)[:8])


def _word(outcome: dict[Key, Item | KnownError] | Exception) -> str:
    if isinstance(outcome, KnownError):
        return outcome.code
    return "INTERNAL" if isinstance(outcome, Exception) else "OK"
