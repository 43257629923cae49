"""Copies: whatever happens, an answer with them is byte for byte the one without."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from loaders.errors import SourceBadAnswer
from resolvers.global_id import global_id
from tests.fakes import shop
from tests.fakes.documents import CREATOR, LIVE, SOMEBODY_ELSE, live_id, recording, session
from tests.fakes.times import unix
from tests.gateway.copied_world import Clock, Company, ended_ago

_OTHER = live_id(2)
_SERVED = "a: servedAt servedAt metrics { asOf traffic { views { value asOf } } }"
QUERIES = (
    f'{{ endPage(sessionId: "{LIVE}") {{ {_SERVED} rewards {{ status nextRefreshAt }} }} }}',
    """query ($id: ID!) { endPage(sessionId: $id) {
      servedAt journey { asOf isStale } recordings { asOf nextRefreshAt replay { state } } } }""",
    """query ($id: ID!) { liveSession(sessionId: $id) { state airSeconds nextCheckAt
      continuedBy { title endPage { servedAt metrics { asOf status } } } } }""",
    """query ($id: ID!) { liveSession(sessionId: $id) { endPage {
      analyticsLink { status nextRefreshAt } benchmarks { asOf } roomImprovements { asOf } } } }""",
    """query ($node: ID!) { viewer { creatorId }
      node(id: $node) { id ... on Recordings { asOf status highlights { title } } } }""",
    "{ viewer { liveSessions(first: 2) { nodes { state endPage { servedAt } } } } }",
)

Change = Callable[[Company], None]


def _ends(**ago: float) -> Change:
    return lambda company: ended_ago(company, timedelta(**ago))


def _session(**changes: Any) -> Change:
    return lambda company: company.mongo.put("live_sessions", session(LIVE, **changes))


def _goes_on(company: Company) -> None:
    now = company.sources.now()
    live = session(LIVE, ("STARTED", now - timedelta(minutes=5)), last_seen_at=now)
    company.mongo.put("live_sessions", live)


def _is_recorded(seconds: float | None, **changes: Any) -> Change:
    def change(company: Company) -> None:
        at = None if seconds is None else company.sources.now() + timedelta(seconds=seconds)
        company.mongo.put("recordings", recording("1", expires_at=at, **changes))

    return change


def _says(upstream: str, seconds: float | None, **said: Any) -> Change:
    def change(company: Company) -> None:
        at = None if seconds is None else company.sources.now() + timedelta(seconds=seconds)
        told = None if at is None else unix(at)
        getattr(company, upstream).say(LIVE, next_refresh_at=told, **said)

    return change


def _fails(upstream: str, *, is_down: bool) -> Change:
    def change(company: Company) -> None:
        failure = SourceBadAnswer("unreadable", upstream=upstream) if is_down else None
        getattr(company, upstream).failure = failure

    return change


CHANGES: tuple[Change, ...] = (
    _ends(days=20),
    _ends(days=3),
    _ends(minutes=1),
    _ends(minutes=90),
    _session(is_practice=True),
    _session(continued_by=_OTHER),
    _session(products_added=0),
    _session(creator_id=SOMEBODY_ELSE),
    _goes_on,
    _is_recorded(None),
    _is_recorded(3.0),
    _is_recorded(None, state="PROCESSING"),
    _is_recorded(None, title="Another title"),
    _says("shop", None, groups={"traffic": shop.traffic(views=7)}),
    _says("shop", 5.0, groups={"traffic": shop.traffic(views=8)}),
    _says("rewards", 2.0),
    _says("rewards", -9.0),
    _says("journey", None, status="NOT_READY"),
    _fails("shop", is_down=True),
    _fails("shop", is_down=False),
    _fails("journey", is_down=True),
    _fails("journey", is_down=False),
)
_ASKED = st.tuples(
    st.sampled_from(QUERIES),
    st.sampled_from([LIVE, LIVE, LIVE, _OTHER]),
    st.sampled_from([CREATOR, CREATOR, CREATOR, SOMEBODY_ELSE]),
    st.sampled_from(["en", "en", "es"]),
    st.integers(2, 4),
)
_PASSED = st.sampled_from([0.0, 0.000_4, 0.4, 1.0, 2.999, 3.0, 10.0, 29.0, 59.9, 601.0, 90_000.0])
STEPS = st.lists(_ASKED | _PASSED | st.sampled_from(CHANGES), min_size=4, max_size=14)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.sampled_from([100_000, 10_000_000]))
def test_answers_with_copies_are_those_without(steps: list[Any], kept_bytes: int) -> None:
    """And are good for as long, and cost their sources as many calls, whoever asks and whenever."""
    asyncio.run(_compared(steps, kept_bytes))


async def _compared(steps: list[Any], kept_bytes: int) -> None:
    clock = Clock()
    copying, running = [Company(clock, kept_bytes=kept_bytes) for _ in range(2)]
    for company in (copying, running):
        ended_ago(company, timedelta(days=30), live=_OTHER)
    copied = 0
    for step in steps:
        if isinstance(step, float):
            clock.seconds += step
        elif callable(step):
            step(copying)
            step(running)
        else:
            query, live, creator, language, times = step
            variables = {"id": live, "node": global_id("Recordings", live)}
            asked = {"variables": variables, "creator": creator, "language": language}
            for _ in range(times):
                told = await copying.told(query, **asked)
                copied += told.is_copied
                assert told[:3] == (await running.told(query, **asked, may_copy=False))[:3]
                assert copying.calls() == running.calls()
    event(f"copied {min(copied, 5)}")
