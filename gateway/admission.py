"""Admission: how many operations run at once, who waits for a turn, and who is told to come back.

The gateway works on one processor: operations that run together finish no sooner, they only take
each other's time, until what their sources have answered in time is read too late. So a few run, or
more of them where they are small (``gateway.pace``), a bounded number waits, and everybody else is
refused at once and told when to ask again.

Of those who wait the highest priority goes first, and within it who came first. An arrival of a
higher priority takes the place of the last waiter of the lowest when there is no place left.

Waiting in vain costs both sides, so after somebody has waited too long fewer may wait: one more
with each turn that comes soon, and as many as ever when a turn is free.

An operation spends most of its time waiting for its sources. While they answer as they should, a
few operations keep the processor busy; when one hangs, the few would hold up everybody. So while
somebody waits for a turn, admission looks again and again whether the processor is idle, and lets
more of them run when it is.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable

from gateway.errors import RequestError
from gateway.idle import is_idle
from gateway.pace import Pace
from gateway.priority import Priority

_LOOK_SECONDS = 0.005
_MORE_AT_ONCE = 2


class Overloaded(RequestError):
    """There is no room now. ``retry_after_ms`` is jittered, so that not all come back at once."""

    def __init__(self, *, retry_after_ms: int) -> None:
        message = "The gateway has more to do than it can: ask again a little later."
        extensions = {"code": "OVERLOADED", "retryAfterMs": retry_after_ms}
        super().__init__(
            "OVERLOADED", message, errors=[{"message": message, "extensions": extensions}]
        )
        self.retry_after_ms = retry_after_ms


class _Waiter:
    """One operation that waits for its turn; the future comes true when it has it."""

    __slots__ = ("priority", "turn")

    def __init__(self, priority: Priority) -> None:
        self.priority = priority
        self.turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Admission:
    """The turns of one process. It remembers nothing: after a storm all is as it was before."""

    def __init__(
        self,
        *,
        operations: int = 8,
        queue: int = 500,
        wait_ms: int = 500,
        retry_after_ms: Callable[[], int] = lambda: random.randint(1_000, 3_999),
        is_idle: Callable[[], Awaitable[bool]] = is_idle,
        pace: Pace | None = None,
    ) -> None:
        """``operations`` run at once while the processor is busy; with those who wait, ``queue`` at
        most, there are never more in the house. ``wait_ms``: the longest that anybody waits.
        ``is_idle``: whether nobody needs the processor now. ``pace``: finds that more of them may
        run, where they are small; None: never.
        """
        self._least = operations
        self._pace = pace
        self._queue = queue
        self._wait_ms = wait_ms
        self._retry_after_ms = retry_after_ms
        self._is_idle = is_idle
        self._room = queue
        self._running = 0
        self._waiting: dict[Priority, OrderedDict[_Waiter, None]] = {
            priority: OrderedDict() for priority in Priority
        }
        self._looking: asyncio.Task[None] | None = None
        self.shed: Counter[str] = Counter()
        """How many got no turn, by the reason: ``full``, ``displaced`` or ``waited``."""

    def change(self, *, operations: int, queue: int, wait_ms: int) -> None:
        """From now on so many run, and so many wait for so long. Who waits already is refused no
        sooner than was meant, and let in where there is a turn by now.
        """
        self._least = operations
        self._queue = self._room = queue
        self._wait_ms = wait_ms
        while self._running < self._operations and self._let_one_in():
            pass

    @property
    def running(self) -> int:
        """How many operations have their turn now."""
        return self._running

    @property
    def waiting(self) -> int:
        """How many operations wait for theirs."""
        return sum(map(len, self._waiting.values()))

    def check(self) -> None:
        """Raise Overloaded when whoever comes now is refused, whatever their priority.

        So a storm is refused before it costs anything.
        """
        if self._is_full and not self._lowest_below(Priority.PAGE):
            raise self._overloaded("full")

    def turn(self, priority: Priority, *, patience_ms: int) -> _Turn:
        """Run the body when it is its turn; gives the milliseconds that it has waited.

        Raises Overloaded when there is no room, when the place is given to somebody of a higher
        priority, or after ``patience_ms``. Cancelling who waits takes them out of the queue.
        """
        return _Turn(self, priority, patience_ms)

    @property
    def _operations(self) -> int:
        return self._least if self._pace is None else self._pace.operations(self._least)

    @property
    def _is_full(self) -> bool:
        running_late = max(self._running - self._operations, 0)
        return self._running >= self._operations and self.waiting + running_late >= self._room

    async def enter(self, priority: Priority, patience_ms: int) -> int:
        """Wait for a turn, which ``leave`` ends; gives the milliseconds. See ``turn``."""
        if self._running < self._operations:  # Then nobody waits: a turn never stays unused.
            self._room = self._queue
            self._running += 1
            return 0
        if self._is_full:
            self._displace(priority)
        loop = asyncio.get_running_loop()
        began = loop.time()
        waiter = _Waiter(priority)
        self._waiting[priority][waiter] = None
        self._look_soon()
        patience = min(patience_ms, self._wait_ms) / 1000
        giving_up = loop.call_later(patience, self._give_up, waiter, patience_ms >= self._wait_ms)
        try:
            await waiter.turn
        except asyncio.CancelledError:
            # The turn may have come in the same moment: it is passed on.
            if waiter.turn.done() and not waiter.turn.cancelled() and not waiter.turn.exception():
                self.leave()
            raise
        finally:
            giving_up.cancel()
            self._waiting[priority].pop(waiter, None)
        waited_ms = int((loop.time() - began) * 1000)
        if waited_ms < self._wait_ms // 2:
            self._room = min(self._room + 1, self._queue)
        return waited_ms

    def leave(self) -> None:
        """Its turn is over: somebody else's may begin."""
        self._running -= 1
        if self._pace is not None:
            self._pace.end(is_busy=self.waiting > 0)
        while self._running < self._operations and self._let_one_in():
            pass

    def _let_one_in(self) -> bool:
        for waiting in self._waiting.values():
            while waiting:
                waiter, _ = waiting.popitem(last=False)
                if not waiter.turn.done():
                    self._running += 1
                    waiter.turn.set_result(None)
                    return True
        return False

    def _displace(self, priority: Priority) -> None:
        """Make room for an arrival of ``priority``. Raises Overloaded when nobody is below it."""
        lowest = self._lowest_below(priority)
        if lowest is None:
            raise self._overloaded("full")
        waiter, _ = self._waiting[lowest].popitem(last=True)
        self._refuse(waiter, "displaced")

    def _lowest_below(self, priority: Priority) -> Priority | None:
        below = [one for one in reversed(Priority) if one > priority and self._waiting[one]]
        return below[0] if below else None

    def _refuse(self, waiter: _Waiter, reason: str) -> None:
        self._waiting[waiter.priority].pop(waiter, None)
        if not waiter.turn.done():
            waiter.turn.set_exception(self._overloaded(reason))

    def _give_up(self, waiter: _Waiter, has_waited_longest: bool) -> None:
        self._refuse(waiter, "waited")
        if has_waited_longest:
            # More wait than get a turn in time: whom that would befall is better refused at once.
            self._room = min(self._room, max(self.waiting * 7 // 8, self._operations))

    def _overloaded(self, reason: str) -> Overloaded:
        self.shed[reason] += 1
        return Overloaded(retry_after_ms=self._retry_after_ms())

    def _look_soon(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        """Let more run than usual, while somebody waits and the processor has nothing to do."""
        while self.waiting:
            await asyncio.sleep(_LOOK_SECONDS)
            if await self._is_idle():
                for _ in range(_MORE_AT_ONCE):
                    self._let_one_in()


class _Turn:
    """A turn for who enters it; plain, since each operation has one."""

    __slots__ = ("_admission", "_patience_ms", "_priority")

    def __init__(self, admission: Admission, priority: Priority, patience_ms: int) -> None:
        self._admission = admission
        self._priority = priority
        self._patience_ms = patience_ms

    async def __aenter__(self) -> int:
        return await self._admission.enter(self._priority, self._patience_ms)

    async def __aexit__(self, *_: object) -> None:
        self._admission.leave()
