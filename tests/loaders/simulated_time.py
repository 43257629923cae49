"""Simulated time: a loop whose clock jumps to the next timer, so that nothing sleeps for real."""

from __future__ import annotations

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

P = ParamSpec("P")


class _Jumping(selectors.DefaultSelector):
    """Waits for nothing: the time that it should have waited is over at once."""

    now = 1_000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready. Raises AssertionError where a real loop would hang for ever."""
        if timeout is None:
            raise AssertionError("nothing is under way that could ever wake anybody")
        self.now += max(timeout, 0.0)
        return super().select(0)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """A loop in simulated time. What nobody caught is in ``uncaught``."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)
        self.uncaught: list[dict[str, Any]] = []
        self.set_exception_handler(lambda _, context: self.uncaught.append(context))

    def time(self) -> float:
        """The simulated seconds."""
        return self._jumping.now


def now() -> float:
    """The simulated seconds, to be passed for ``time.monotonic``."""
    return asyncio.get_running_loop().time()


class Ticking:
    """The simulated seconds, but no two moments are the same, as it is with a real clock."""

    def __init__(self) -> None:
        self._looked = 0

    def __call__(self) -> float:
        """A little later than the last time."""
        self._looked += 1
        return now() + self._looked * 1e-9


async def ticks(count: int = 10) -> None:
    """Let all that can run now run; no time passes."""
    for _ in range(count):
        await asyncio.sleep(0)


def in_simulated_time(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run ``test`` in a loop of its own, at whose end no task is left and no error was lost."""

    async def alone(*args: P.args, **kwargs: P.kwargs) -> None:
        await test(*args, **kwargs)
        await ticks()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert left == set()

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
            runner.run(alone(*args, **kwargs))
            loop = runner.get_loop()
            assert isinstance(loop, SimulatedLoop)
            assert loop.uncaught == []

    return run
