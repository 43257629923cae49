"""Joining: keys that different operations ask for at the same time leave in one call.

Nobody waits for company while there is a free slot: what is asked for in one tick of the event loop
leaves together, at once. While all slots are taken, keys wait and leave when one frees, or after
the upstream's own median time, so that a few calls that hang do not hold up everybody else.

The file is long, because every step keeps the one account of who waits for which key.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

import structlog

from loaders.asking import Asking
from loaders.errors import (
    DeadlineExceeded,
    KnownError,
    OperationClosed,
    SourceBadAnswer,
    SourceError,
    SourceUnavailable,
)
from loaders.guarded import Guarded
from loaders.joined_call import Entry, JoinedCall
from loaders.telemetry import SILENT, Telemetry
from loaders.waiting import until_done

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# A call that is about to end by itself is left to, so that its upstream is judged by it.
_ENDS_BY_ITSELF = 0.005
_log = structlog.get_logger(__name__)


class Joining(Generic[K, V]):
    """The keys of one upstream that are waited for."""

    def __init__(
        self,
        guarded: Guarded[K, V],
        *,
        cap: float,
        slots: int = 4,
        most_calls: int = 16,
        most_keys: int = 80,
        most_waiting: int = 2_000,
        monotonic: Callable[[], float] = time.monotonic,
        landed: Callable[[K, V | KnownError, float], None] = lambda *_: None,
        telemetry: Telemetry = SILENT,
    ) -> None:
        """``cap``: the seconds that a call may take at most. ``slots``: calls under way before keys
        begin to wait; ``most_calls``: at most, when they have waited long enough. ``landed`` is
        told each answer once, before those who wait for it, and when its call began (monotonic).
        """
        self.name = guarded.name
        self._guarded = guarded
        self._cap = cap
        self._slots = slots
        self._most_calls = most_calls
        self._most_keys = most_keys
        self._most_waiting = most_waiting
        self._monotonic = monotonic
        self._landed = landed
        self._telemetry = telemetry
        self._waiting: dict[K, Entry[K, V]] = {}
        self._flying: dict[K, Entry[K, V]] = {}
        self._calls: set[JoinedCall[K, V]] = set()
        self._leaves_soon = False
        self._leaves_late: asyncio.TimerHandle | None = None

    async def read(self, asking: Asking, keys: Sequence[K]) -> dict[K, V | KnownError]:
        """The answer of each key, or its error; what is not there at the deadline is one, too.

        Cancelling it, or its deadline, touches nobody else who waits for the same key.
        """
        if not keys or not asking.deadline.left():
            return {key: DeadlineExceeded(upstream=self.name) for key in keys}
        entries = {key: self._join(key, asking) for key in dict.fromkeys(keys)}
        try:
            with asking.reading():
                answers = [entry.answer for entry in entries.values()]
                await until_done(answers, seconds=asking.deadline.left())
            return {key: self._answer_of(entry, asking) for key, entry in entries.items()}
        finally:
            for entry in entries.values():
                self._leave(entry, asking)

    @property
    def under_way(self) -> int:
        """How many calls there are now."""
        return len(self._calls)

    @property
    def waiting(self) -> int:
        """How many keys wait for a call."""
        return len(self._waiting)

    async def close(self) -> None:
        """End every call under way, and send none for those who wait still."""
        if self._leaves_late is not None:
            self._leaves_late.cancel()
        for entry in self._waiting.values():
            entry.answer.set_result(OperationClosed("The gateway is closing."))
        self._waiting.clear()
        tasks = [call.task for call in self._calls if call.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _join(self, key: K, asking: Asking) -> Entry[K, V]:
        until = self._monotonic() + asking.deadline.left()
        entry = self._waiting.get(key) or self._joinable(key, asking, until)
        if entry is None:
            entry = Entry(key, since=self._monotonic())
            if len(self._waiting) >= self._most_waiting:
                entry.answer.set_result(SourceUnavailable(upstream=self.name, retry_after_ms=1_000))
            else:
                self._waiting[key] = entry
                self._leave_soon()
        entry.join(asking, until)
        return entry

    def _joinable(self, key: K, asking: Asking, until: float) -> Entry[K, V] | None:
        """The entry of a call under way, if its answer will do, and come in time.

        One that began before is too old for who was then told of a change; one that was given
        less time would fail who has more; one that takes longer than it should may never come.
        """
        entry = self._flying.get(key)
        if entry is None or entry.call is None:
            return None
        call = entry.call
        if asking.not_before is not None and call.started_at < asking.not_before:
            return None
        if call.ends_at < min(until, call.started_at + self._cap):
            return None
        longest = min(max(2 * self._guarded.latency.median(), 0.05), self._cap / 2)
        return entry if self._monotonic() - call.started_at <= longest else None

    def _leave(self, entry: Entry[K, V], asking: Asking) -> None:
        entry.leave(asking)
        if entry.waiters or entry.answer.done():
            return
        call = entry.call
        if call is None:
            del self._waiting[entry.key]
        elif not call.is_waited_for():
            self._ground(call)
            if call.task is not None and call.ends_at - self._monotonic() > _ENDS_BY_ITSELF:
                call.task.cancel()

    def _answer_of(self, entry: Entry[K, V], asking: Asking) -> V | KnownError:
        if entry.answer.done():
            return entry.answer.result()
        if entry.call is not None:
            self._record(entry.call, [asking], DeadlineExceeded.code)
        return DeadlineExceeded(upstream=self.name)

    def _leave_soon(self) -> None:
        if not self._leaves_soon:
            self._leaves_soon = True
            asyncio.get_running_loop().call_soon(self._fill_slots)

    def _leave_late(self) -> None:
        self._leaves_late = None
        self._fill_slots()

    def _fill_slots(self) -> None:
        self._leaves_soon = False
        while self._waiting and len(self._calls) < self._most_calls:
            # Keys wait in the order in which they came, so the first has waited longest.
            since = next(iter(self._waiting.values())).since
            wait = since + self._guarded.latency.median() - self._monotonic()
            if len(self._calls) >= self._slots and wait > 0:
                if self._leaves_late is None:
                    loop = asyncio.get_running_loop()
                    self._leaves_late = loop.call_later(wait, self._leave_late)
                return
            self._send()

    def _send(self) -> None:
        keys = list(self._waiting)[: self._most_keys]
        entries = [self._waiting.pop(key) for key in keys]
        call = JoinedCall(entries, started_at=self._monotonic(), cap=self._cap)
        self._flying.update(zip(keys, entries, strict=True))
        self._calls.add(call)
        reading = self._guarded.read(
            keys, time_left=call.ends_at - call.started_at, request_id=call.request_ids()
        )
        context = self._telemetry.call_begins(self.name, call)
        call.task = asyncio.get_running_loop().create_task(reading, context=context)
        # Not within the task, since one that is cancelled before its first step never runs.
        call.task.add_done_callback(partial(self._land, call))

    def _ground(self, call: JoinedCall[K, V]) -> None:
        """Let nobody else join the call."""
        for entry in call.entries:
            if self._flying.get(entry.key) is entry:
                del self._flying[entry.key]

    def _land(self, call: JoinedCall[K, V], task: asyncio.Task[Mapping[K, V | KnownError]]) -> None:
        self._calls.discard(call)
        self._ground(call)
        answers = self._outcome(task)
        outcome = answers.code if isinstance(answers, KnownError) else "OK"
        self._record(call, call.askers(), outcome)
        for entry in call.entries:
            if isinstance(answers, KnownError):
                entry.answer.set_result(answers)
            else:
                missing = SourceBadAnswer("a key was not answered", upstream=self.name)
                entry.answer.set_result(answers.get(entry.key, missing))
        self._fill_slots()
        # Last, since nobody is to wait for ever because of what is done with an answer; who waits
        # for it wakes up later still.
        for entry in call.entries:
            self._landed(entry.key, entry.answer.result(), call.started_at)
        self._telemetry.call_ended(self.name, call, outcome=outcome, now=self._monotonic())
        call.end()

    def _outcome(
        self, task: asyncio.Task[Mapping[K, V | KnownError]]
    ) -> Mapping[K, V | KnownError] | KnownError:
        if task.cancelled():
            return OperationClosed("Nobody waited any more.")
        error = task.exception()
        if error is None:
            return task.result()
        if isinstance(error, KnownError):
            return error
        _log.error("unexpected_error", upstream=self.name, exc_info=error)
        return SourceError("Something unexpected went wrong.", upstream=self.name)

    def _record(self, call: JoinedCall[K, V], askers: Iterable[Asking], outcome: str) -> None:
        call.record(askers, upstream=self.name, now=self._monotonic(), outcome=outcome)
