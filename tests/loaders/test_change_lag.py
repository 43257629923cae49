"""Change lag: how late changes are heard of."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from loaders import session as sessions
from loaders.changes import Changes
from tests.loaders.database import LIVE, Database, event
from tests.loaders.following import followed
from tests.loaders.kept_source import utc_now
from tests.loaders.simulated_time import in_simulated_time


async def heard() -> None:
    """Time enough for all that was told to be heard."""
    await asyncio.sleep(0.1)


@in_simulated_time
async def test_the_lag_is_how_long_ago_the_oldest_of_the_last_news_was_written() -> None:
    """By the clocks of both; a clock that is behind is no lag."""
    database = Database()
    changes = Changes(database.mongo, now=utc_now)
    await followed(changes, LIVE)
    written = utc_now().replace(tzinfo=None)
    told = {**event(sessions.COLLECTION, LIVE), "wallTime": written - timedelta(seconds=7)}
    database.tell({**told, "wallTime": written + timedelta(seconds=7)})
    await heard()
    assert changes.lag == 0
    database.tell(told)
    await heard()
    assert 7 <= changes.lag < 8
    database.tell(event(sessions.COLLECTION, LIVE))
    await heard()
    assert changes.lag == 0
    await changes.close()
