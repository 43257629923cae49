"""What was asked leaves nothing behind that Python would have to look for, however it went.

A page is thousands of objects. Were they left in cycles, those of hundreds of pages would wait for
the collector (``gateway.collector``).
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import DeadlineExceeded, SourceBadAnswer, SourceForbidden, SourceUnavailable
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE
from tests.fakes.upstream import FakeUpstream
from tests.no_collector import no_collector
from tests.resolvers.in_parts import all_parts

_PAGE = Path("web/operations/EndPageFull.graphql").read_text(encoding="utf-8")
_IN_PARTS = f"""{{ endPage(sessionId: "{LIVE}") {{ metrics {{ status }}
  ... @defer {{ rewards {{ status }} journey {{ status }} }} }} }}"""
_ASKED = 5

Failure = Callable[[str], Exception | None]
_FAILURES: dict[str, Failure] = {
    "none": lambda _: None,
    "unavailable": lambda name: SourceUnavailable(upstream=name),
    "late": lambda name: DeadlineExceeded(upstream=name),
    "bad": lambda name: SourceBadAnswer("unreadable", upstream=name),
    "forbidden": lambda name: SourceForbidden(upstream=name),
}


class _Failing(FakeUpstream):
    """Fails with another exception each time, as real ones do."""

    fails: Failure

    async def read(self, keys: Any, *, time_left: float, request_id: str) -> Any:
        """What it says, or the next failure."""
        self.failure = self.fails(self.name)
        try:
            return await super().read(keys, time_left=time_left, request_id=request_id)
        finally:
            self.failure = None


def _company(fails: Failure) -> FakeCompany:
    company = FakeCompany()
    for upstream in company.upstreams():
        upstream.__class__ = _Failing
        upstream.fails = fails  # type: ignore[attr-defined]  # It is one of those now.
    return company


async def _left_by(ask: Callable[[], Coroutine[Any, Any, object]]) -> int:
    """How many objects some questions have left in cycles."""
    for _ in range(_ASKED):
        await ask()
    with no_collector():
        for _ in range(_ASKED):
            await ask()
        # Let go of what the loop and its tasks have had in hand.
        for _ in range(5):
            await asyncio.sleep(0)
        return gc.collect()


@pytest.mark.parametrize("failure", _FAILURES)
async def test_a_page(failure: str) -> None:
    """Whole, or with all of its panels failed."""
    company = _company(_FAILURES[failure])
    assert await _left_by(lambda: company.ask(_PAGE, {"sessionId": LIVE})) == 0


async def test_a_page_of_which_calls_are_made_again() -> None:
    """Every second call breaks off, and is well when it is tried again."""
    numbers = count()

    def fails(name: str) -> Exception | None:
        return SourceUnavailable(upstream=name) if next(numbers) % 2 else None

    company = _company(fails)
    assert await _left_by(lambda: company.ask(_PAGE, {"sessionId": LIVE})) == 0


@pytest.mark.parametrize("failure", _FAILURES)
async def test_a_page_in_parts(failure: str) -> None:
    """The parts that come later included."""
    company = _company(_FAILURES[failure])
    assert await _left_by(lambda: all_parts(company, _IN_PARTS)) == 0
