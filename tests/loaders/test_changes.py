"""Changes: who is told that a LIVE may have changed."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from loaders.changes import Changes, Listener
from loaders.session import COLLECTION
from tests.loaders.database import LIVE, Database, live
from tests.loaders.simulated_time import in_simulated_time, now, ticks


async def told_after(listener: Listener, seconds: float = 100.0) -> float:
    """How long it took until ``listener`` was told; ``seconds`` when it was not."""
    began = now()
    await listener.wait(seconds)
    return now() - began


@in_simulated_time
async def test_a_change_of_the_live_is_told_to_all_who_listen_to_it() -> None:
    """At once; who listens to another LIVE is not told. The stream is opened once."""
    database = Database()
    changes = Changes(database.mongo)
    with changes.listen(LIVE) as one, changes.listen(LIVE) as other, changes.listen("x") as third:
        await changes.opened(1.0)
        await ticks()
        for listener in (one, other, third):
            await listener.wait(0)
        database.put(COLLECTION, live())
        assert [await told_after(listener) for listener in (one, other)] == [0.0, 0.0]
        assert await told_after(third, 5.0) == 5.0
        assert len(database.streams) == 1
    await changes.close()
    assert database.streams == []


@in_simulated_time
async def test_changes_that_come_meanwhile_are_one_change() -> None:
    """Who is slow is told once."""
    database = Database()
    changes = Changes(database.mongo)
    with changes.listen(LIVE) as listener:
        await changes.opened(1.0)
        for revision in range(5):
            database.put(COLLECTION, live(revision=revision))
        await ticks(30)
        assert await told_after(listener) == 0.0
        assert await told_after(listener, 3.0) == 3.0
    await changes.close()


@in_simulated_time
async def test_everybody_is_told_when_the_stream_opens() -> None:
    """What was written before cannot be known, so it may be anything."""
    database = Database()
    database.opening = 2.0
    changes = Changes(database.mongo)
    with changes.listen(LIVE) as listener:
        began = now()
        await changes.opened(1.0)
        assert now() - began == pytest.approx(1.0)
        assert await told_after(listener) == pytest.approx(1.0)
    await changes.close()


@pytest.mark.parametrize("change", [ZeroDivisionError(), {"operationType": "invalidate"}])
@in_simulated_time
async def test_after_a_break_everybody_is_told(change: Exception | dict[str, str]) -> None:
    """Whatever broke the stream or ended it, it is opened again, and what follows is heard."""
    database = Database()
    changes = Changes(database.mongo)
    with capture_logs() as logs, changes.listen(LIVE) as listener:
        await changes.opened(1.0)
        await listener.wait(1.0)
        database.tell(change)
        assert await told_after(listener) == pytest.approx(0.5)
        database.put(COLLECTION, live())
        assert await told_after(listener) == 0.0
    await changes.close()
    assert [log["event"] for log in logs] == ["unexpected_error"] * isinstance(change, Exception)


@in_simulated_time
async def test_an_outage_is_waited_out() -> None:
    """It is tried again until the database is there, and everybody is told then."""
    database = Database()
    changes = Changes(database.mongo)
    with capture_logs() as logs, changes.listen(LIVE) as listener:
        await changes.opened(1.0)
        await listener.wait(1.0)
        database.go_away()
        assert await told_after(listener, 10.0) == 10.0
        began = now()
        await changes.opened(1.0)
        assert now() - began == 1.0
        database.is_away = False
        assert await told_after(listener) <= 0.5
    await changes.close()
    assert {log["event"] for log in logs} == {"change_stream_broken"}


@in_simulated_time
async def test_who_listens_no_more_is_forgotten() -> None:
    """Nothing is kept for a LIVE that nobody watches."""
    changes = Changes(Database().mongo)
    with changes.listen(LIVE), changes.listen(LIVE):
        await changes.opened(1.0)
    assert changes._listeners == {}
    await changes.close()
