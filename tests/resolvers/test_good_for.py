"""Good for: how long a whole answer is as good as a new one, by what was read for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loaders.asking import STALE
from loaders.errors import SourceUnavailable
from loaders.names import SHOP
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, recording, session
from tests.fakes.times import ENDED_AT, NOW, STARTED_AT, unix

METRICS = f'{{ endPage(sessionId: "{LIVE}") {{ metrics {{ status }} }} }}'
REWARDS = f'{{ endPage(sessionId: "{LIVE}") {{ rewards {{ status }} }} }}'
STATE = f'{{ liveSession(sessionId: "{LIVE}") {{ state }} }}'


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeping(clock: Clock) -> FakeCompany:
    """A company whose sources keep what they have read."""
    return FakeCompany(kept_bytes=1_000_000, monotonic=clock)


def ended_ago(company: FakeCompany, **ago: float) -> None:
    """Have the LIVE end so long ago."""
    at = NOW - timedelta(**ago)
    started = ("STARTED", at - timedelta(hours=1))
    ended = ("ENDED", at, "HOST_ENDED")
    company.mongo.put("live_sessions", session(LIVE, started, ended, last_seen_at=at))


async def good_for(company: FakeCompany, query: str) -> float:
    answer = await company.ask(query)
    assert answer.errors == []
    return answer.good_for


@pytest.mark.parametrize(
    ("ago", "seconds"),
    [({"minutes": 10}, 1.0), ({"hours": 2}, 3.0), ({"days": 3}, 60.0), ({"days": 20}, 60.0)],
)
async def test_it_goes_by_the_state_of_the_live(
    keeping: FakeCompany, ago: dict[str, float], seconds: float
) -> None:
    """An end may be taken back for an hour; then panels are the least, and at last the LIVE is."""
    ended_ago(keeping, **ago)
    assert await good_for(keeping, METRICS) == seconds


async def test_it_runs_out_with_what_was_read(keeping: FakeCompany, clock: Clock) -> None:
    """What was read before is good for what is left of its time, and is stale after that."""
    ended_ago(keeping, days=3)
    assert await good_for(keeping, METRICS) == 60.0
    clock.now += 45.0
    assert await good_for(keeping, METRICS) == 15.0
    clock.now += 30.0
    assert await good_for(keeping, METRICS) == STALE


async def test_of_a_live_that_runs_nothing_is_known(keeping: FakeCompany) -> None:
    """The next event may come at any moment."""
    keeping.mongo.put("live_sessions", session(LIVE, ("STARTED", STARTED_AT), last_seen_at=NOW))
    assert await good_for(keeping, STATE) == 0.0


async def test_a_panel_that_will_change_is_good_until_then(keeping: FakeCompany) -> None:
    """Its source says when to look again; once that has passed, it may change at any moment."""
    ended_ago(keeping, days=3)
    keeping.rewards.say(LIVE, next_refresh_at=unix(NOW + timedelta(seconds=20)))
    assert await good_for(keeping, REWARDS) == 20.0
    keeping.shop.say(LIVE, next_refresh_at=unix(NOW - timedelta(seconds=20)))
    assert await good_for(keeping, METRICS) == 0.0


async def test_recordings_are_hardly_good_while_one_is_made(
    keeping: FakeCompany, clock: Clock
) -> None:
    """A second, and half a minute when all are at rest."""
    ended_ago(keeping, days=3)
    recordings = f'{{ endPage(sessionId: "{LIVE}") {{ recordings {{ status }} }} }}'
    keeping.mongo.put("recordings", recording("1", state="PROCESSING"))
    assert await good_for(keeping, recordings) == 1.0
    clock.now += 10_000.0
    keeping.mongo.put("recordings", recording("1"))
    assert await good_for(keeping, recordings) == 30.0


async def test_what_is_found_by_no_id_is_not_known_to_last(keeping: FakeCompany) -> None:
    """A list of LIVEs has one more as soon as there is one more."""
    ended_ago(keeping, days=3)
    assert (
        await good_for(keeping, "{ viewer { liveSessions(first: 1) { edges { cursor } } } }") == 0
    )


async def test_nothing_is_known_of_an_answer_for_which_nothing_was_read(
    keeping: FakeCompany,
) -> None:
    """A client may keep it, and asks whether it is still the same."""
    assert await good_for(keeping, "{ __typename }") == 0.0


async def test_the_last_good_answer_is_stale(keeping: FakeCompany, clock: Clock) -> None:
    """Through an outage a panel is shown that says so, and nobody is to keep it."""
    ended_ago(keeping, days=3)
    await good_for(keeping, METRICS)
    clock.now += 10_000.0
    keeping.shop.failure = SourceUnavailable(upstream=SHOP)
    assert await good_for(keeping, METRICS) == STALE


async def test_nothing_is_known_where_nothing_is_kept(company: FakeCompany) -> None:
    """How long an answer stays fresh is worked out when it is kept."""
    assert company.sources.now() - ENDED_AT == timedelta(minutes=10)
    assert await good_for(company, METRICS) == 0.0
