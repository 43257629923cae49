"""Guarding: a guarded upstream that follows a rule, in simulated time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from loaders.breaker import Breaker
from loaders.errors import SourceBadAnswer, SourceUnavailable
from loaders.guarded import Guarded
from loaders.names import SHOP
from loaders.retry_budget import RetryBudget
from tests.loaders.hand_driven import HandDriven, HeldCall, Said, Spoken
from tests.loaders.simulated_time import now

UNAVAILABLE = SourceUnavailable(upstream=SHOP)
BAD = SourceBadAnswer("not JSON", upstream=SHOP)
PAUSE = 0.01


def saying(rule: Callable[[HeldCall], Exception | None]) -> HandDriven:
    """An upstream that ends each call at once, by the error that ``rule`` gives, or well."""

    def script(call: HeldCall) -> None:
        error = rule(call)
        if error is None:
            call.answer()
        else:
            call.fail(error)

    return HandDriven(script)


def guarded(
    upstream: HandDriven, *, most: float = 20.0, failures: int = 3, ratio: float = 0.1
) -> Guarded[str, Said]:
    """``upstream`` with care; half of ``most`` is there to retry with."""
    return Guarded(
        upstream,
        breaker=Breaker(failures=failures, monotonic=now),
        budget=RetryBudget(ratio=ratio, most=most),
        pause=lambda: PAUSE,
        monotonic=now,
    )


async def read(
    careful: Guarded[str, Said], keys: Sequence[str] = ("a",), *, time_left: float = 1.0
) -> Mapping[str, Spoken] | Exception:
    """What is read, or the error of the whole call."""
    reading = careful.read(keys, time_left=time_left, request_id="request-1")
    (found,) = await asyncio.gather(reading, return_exceptions=True)
    assert isinstance(found, (Mapping, Exception))
    return found
